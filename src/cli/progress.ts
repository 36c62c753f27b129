/** How far a long run is: a bar on a terminal, a line now and then elsewhere, nothing when quiet. */
import { Presets, SingleBar } from 'cli-progress';
import type { Clock } from '../core/clock';
import { ABSENT, formatSeconds } from '../report/format';

export interface ProgressDisplay {
  /** @param detail a few words on the state of the run, such as the current return */
  update(done: number, detail: string): void;
  stop(): void;
}

export interface ProgressOptions {
  readonly title: string;
  readonly total: number;
  /** Where the run stands when it starts; a resumed run has come part of the way. */
  readonly start?: number;
  readonly unit: string;
  readonly quiet: boolean;
  readonly clock: Clock;
  readonly stream: NodeJS.WriteStream;
}

const LINE_EVERY_MS = 5000;
const BAR_EVERY_MS = 100;

/** 1,234,567 per second as "1.2 M/s". */
export function formatRate(perSecond: number): string {
  if (!Number.isFinite(perSecond)) return ABSENT;
  if (perSecond >= 1e6) return `${(perSecond / 1e6).toFixed(1)} M/s`;
  if (perSecond >= 1e3) return `${(perSecond / 1e3).toFixed(1)} k/s`;
  return `${perSecond.toFixed(0)}/s`;
}

function describe(options: ProgressOptions, done: number, started: number): string {
  const perSecond = ((done - (options.start ?? 0)) / (options.clock.now() - started)) * 1000;
  const left = (options.total - done) / perSecond;
  return `${formatRate(perSecond)}, ${Number.isFinite(left) ? formatSeconds(left) : ABSENT} left`;
}

function bar(options: ProgressOptions): ProgressDisplay {
  const started = options.clock.now();
  const format = `${options.title} {bar} {percentage} % | {value}/{total} ${options.unit} | {speed}{detail}`;
  const display = new SingleBar(
    { format, stream: options.stream, fps: 10, hideCursor: true, etaBuffer: 100, clearOnComplete: false },
    Presets.shades_classic,
  );
  display.start(options.total, options.start ?? 0, { speed: '', detail: '' });
  let shown = 0;
  let last = { done: options.start ?? 0, payload: { speed: '', detail: '' } };
  return {
    update(done, detail) {
      last = {
        done,
        payload: { speed: describe(options, done, started), detail: detail === '' ? '' : ` | ${detail}` },
      };
      if (options.clock.now() - shown < BAR_EVERY_MS && done < options.total) return;
      shown = options.clock.now();
      display.update(Math.min(done, options.total), last.payload);
    },
    stop() {
      display.update(Math.min(last.done, options.total), last.payload);
      display.stop();
    },
  };
}

function lines(options: ProgressOptions): ProgressDisplay {
  const started = options.clock.now();
  let shown = started;
  return {
    update(done, detail) {
      if (options.clock.now() - shown < LINE_EVERY_MS) return;
      shown = options.clock.now();
      const share = Math.floor((100 * Math.min(done, options.total)) / options.total);
      options.stream.write(
        `${options.title} ${share} % | ${done}/${options.total} ${options.unit} | ${describe(options, done, started)}${detail === '' ? '' : ` | ${detail}`}\n`,
      );
    },
    stop: () => undefined,
  };
}

export function showProgress(options: ProgressOptions): ProgressDisplay {
  if (options.quiet) return { update: () => undefined, stop: () => undefined };
  return options.stream.isTTY ? bar(options) : lines(options);
}
