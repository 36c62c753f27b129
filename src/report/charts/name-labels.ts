/** Room for the names at the left of a chart, whatever font the page's reader has. */
import { axisText } from './theme';

/** Mean width of a letter in a wide font of this size (DejaVu Sans), CSS pixels. */
const LETTER = 7;

/** Times that such a font is wider than the one in which the chart library measures. */
const WIDER = 1.15;

/** Between a name and the edges of its room. */
const MARGIN = 10;

/** Names take at most this share of a chart. */
const MOST = 0.42;

/** Width of the room for names: enough for the longest, at least `least`, and never most of the chart. */
export function nameRoom(names: readonly string[], least: number, width: number): number {
  const longest = names.reduce((most, { length }) => Math.max(most, length), 0);
  return Math.round(Math.min(MOST * width, Math.max(least, MARGIN + LETTER * longest)));
}

/** Labels in this room; a name too long for it is cut at its end, before a wider font would cut it at its beginning. */
export function nameLabel(room: number) {
  return {
    ...{ ...axisText, interval: 0, overflow: 'truncate' as const },
    width: Math.floor((room - MARGIN) / WIDER),
  };
}
