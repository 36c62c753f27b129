/** What every command gets: built once, here, from the process. */
import { systemClock, type Clock } from '../core/clock';
import type { Logger } from '../core/logger';
import { systemProcesses } from '../core/processes';
import type { LockOwner } from '../track/folder-lock';
import { showProgress, type ProgressDisplay, type ProgressOptions } from './progress';
import { winstonLogger } from './winston-logger';

export interface Context {
  readonly logger: Logger;
  readonly clock: Clock;
  readonly host: string;
  readonly owner: LockOwner;
  readonly quiet: boolean;
  /** A progress display on standard error. */
  progress(options: Pick<ProgressOptions, 'title' | 'total' | 'start' | 'unit'>): ProgressDisplay;
  /** Prints a result on standard output. */
  print(text: string): void;
}

export function createContext(quiet: boolean): Context {
  return {
    logger: winstonLogger(quiet),
    clock: systemClock,
    host: systemProcesses.host,
    owner: { processes: systemProcesses, clock: systemClock },
    quiet,
    progress: (options) => showProgress({ ...options, quiet, clock: systemClock, stream: process.stderr }),
    print: (text) => process.stdout.write(text.endsWith('\n') ? text : `${text}\n`),
  };
}

/** At most this long a signal waits: a pause costs a few microseconds, and steps may take no more. */
const PAUSE_EVERY_MS = 20;

/**
 * Turns the first Ctrl-C (or SIGTERM) into a question a long run asks itself after every step; the second one kills.
 * Training on these backends never waits for anything, so the question also pauses now and then for Node to notice
 * the signal.
 */
export function listenForStop(logger: Logger): {
  readonly shouldStop: () => Promise<boolean>;
  release(): void;
} {
  let asked = false;
  let paused = performance.now();
  const onSignal = () => {
    if (asked) process.exit(130);
    asked = true;
    logger.info('\nstopping after this step; press Ctrl-C again to stop at once');
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    async shouldStop() {
      if (performance.now() - paused >= PAUSE_EVERY_MS) {
        await new Promise((resume) => setImmediate(resume));
        paused = performance.now();
      }
      return asked;
    },
    release() {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}
