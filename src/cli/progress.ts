/** How far a long run is: a bar on a terminal, a line now and then elsewhere, nothing when quiet. */
import { SingleBar } from 'cli-progress';
import type { Clock } from '../core/clock';
import type { ProgressDisplay, ProgressOptions } from '../core/progress';
import { ABSENT, formatSeconds } from '../report/format';

export interface ShownProgressOptions extends ProgressOptions {
  readonly quiet: boolean;
  readonly clock: Clock;
  readonly stream: NodeJS.WriteStream;
}

const LINE_EVERY_MS = 5000;
const BAR_EVERY_MS = 100;

/** 1,234,567 per second as "1.2 M/s", or "1.2 M steps/s". */
export function formatRate(perSecond: number, unit = ''): string {
  if (!Number.isFinite(perSecond)) return ABSENT;
  const of = unit === '' ? '' : ` ${unit}`;
  if (perSecond >= 1e6) return `${(perSecond / 1e6).toFixed(1)} M${of}/s`;
  if (perSecond >= 1e3) return `${(perSecond / 1e3).toFixed(1)} k${of}/s`;
  // Long steps make a rate that would be rounded to nothing.
  return `${perSecond < 1 ? Number(perSecond.toPrecision(1)) : perSecond.toFixed(0)}${of}/s`;
}

function describe(options: ShownProgressOptions, done: number, started: number): string {
  const perSecond = ((done - (options.start ?? 0)) / (options.clock.now() - started)) * 1000;
  const left = Math.max(0, options.total - done) / perSecond;
  return `${formatRate(perSecond, options.unit)}, ${Number.isFinite(left) ? formatSeconds(left) : ABSENT} left`;
}

const FULL = '█';
const EMPTY = '░';
/** Columns of a bar where there is room, and below which words give way to it. */
const WIDEST_BAR = 40;
const NARROWEST_BAR = 10;

/**
 * One line of a terminal, never more: a line that wraps is drawn again below itself at every update. As many words as
 * leave room for a bar stand behind it, the first ones first.
 *
 * @param share how much is done, in [0, 1]
 * @param words such as counts and speed, most wanted first
 * @param columns of the terminal
 */
export function progressLine(
  title: string,
  share: number,
  words: readonly string[],
  columns: number,
): string {
  // Some terminals wrap when the last column is written.
  const room = columns - 1;
  const percentage = `${Math.floor(100 * share)} %`.padStart(5);
  const fitting = (count: number) => [percentage, ...words.slice(0, count)].join(' | ');
  const barBeside = (text: string) => room - title.length - text.length - 2;
  let count = words.length;
  while (count > 0 && barBeside(fitting(count)) < NARROWEST_BAR) count -= 1;
  const text = fitting(count);
  const width = Math.min(WIDEST_BAR, Math.max(0, barBeside(text)));
  const done = Math.round(share * width);
  const drawn = FULL.repeat(done) + EMPTY.repeat(width - done);
  return `${title} ${drawn} ${text}`.slice(0, room);
}

function bar(options: ShownProgressOptions): ProgressDisplay {
  const started = options.clock.now();
  const { title, total, unit, stream, start = 0 } = options;
  const display = new SingleBar({
    format: (_, { progress, value, maxWidth }, { words }: { words: readonly string[] }) =>
      progressLine(title, progress, [`${value}/${total} ${unit}`, ...words], maxWidth),
    // Cursor and line wrap stay as they are: nothing could bring them back after Ctrl-C.
    ...{ stream, fps: 10, hideCursor: false, linewrap: true, clearOnComplete: false },
  });
  display.start(total, start, { words: [] });
  let shown = 0;
  let last: { readonly done: number; readonly words: readonly string[] } = { done: start, words: [] };
  const show = () => display.update(Math.min(last.done, total), { words: last.words });
  return {
    update(done, details) {
      last = { done, words: [describe(options, done, started), ...details] };
      if (options.clock.now() - shown < BAR_EVERY_MS && done < total) return;
      shown = options.clock.now();
      show();
    },
    stop() {
      show();
      display.stop();
    },
  };
}

function lines(options: ShownProgressOptions): ProgressDisplay {
  const started = options.clock.now();
  const { title, total, unit, stream } = options;
  let shown = started;
  return {
    update(done, details) {
      if (options.clock.now() - shown < LINE_EVERY_MS) return;
      shown = options.clock.now();
      // The last batch of a training may go on beyond the end.
      const most = Math.min(done, total);
      const share = Math.floor((100 * most) / total);
      const words = [`${most}/${total} ${unit}`, describe(options, done, started), ...details];
      stream.write(`${[`${title} ${share} %`, ...words].join(' | ')}\n`);
    },
    stop: () => undefined,
  };
}

export function showProgress(options: ShownProgressOptions): ProgressDisplay {
  if (options.quiet) return { update: () => undefined, stop: () => undefined };
  return options.stream.isTTY ? bar(options) : lines(options);
}
