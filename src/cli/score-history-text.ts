/** What `score` says of the log of earlier contacts it was given. */
import { formatNumber, formatShare } from '../report/format';
import { wrapped } from '../report/terminal';
import { newestText } from '../runs/score/history-found';
import type { Scored } from '../runs/score/score';

const some = (count: number) => `${formatNumber(count)} ${count === 1 ? 'row' : 'rows'}`;

function distance(days: number | null): string {
  if (days === null) return '';
  const size = Math.abs(days);
  const text = `${formatNumber(size)} ${size === 1 ? 'day' : 'days'}`;
  return `, ${text} ${days >= 0 ? 'before' : 'after'} the last decision`;
}

export function historyLines({ history, tally }: Pick<Scored, 'history' | 'tally'>): string[] {
  if (history === null) return [];
  const { rows, known, later, sameMoment, newestDaysBefore } = history;
  const lines = [
    `${some(rows)}, the newest of ${newestText(history)}${distance(newestDaysBefore)}`,
    `something is known of ${formatNumber(known)} of the file's ${formatNumber(tally.rows)} customers (${formatShare(known / tally.rows)})`,
    ...(later > 0 ? [`passed over, for it lies after their decision: ${some(later)}`] : []),
    ...(sameMoment > 0
      ? [`of the file, ${some(sameMoment)} with one at their own moment, which counts as earlier`]
      : []),
  ];
  return ['', 'earlier contacts', ...lines.map((line) => wrapped(line, '  '))];
}
