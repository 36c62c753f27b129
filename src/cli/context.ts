/** What every command gets: built once, here, from the process. */
import { systemClock } from '../core/clock';
import type { Logger } from '../core/logger';
import { systemProcesses } from '../core/processes';
import type { Host, StopSignal } from '../runs/host';
import { resumeCommand } from './command-line';
import { showProgress } from './progress';
import { winstonLogger } from './winston-logger';

export interface Context extends Host {
  readonly quiet: boolean;
  /** Prints a result on standard output. */
  print(text: string): void;
}

export function createContext(quiet: boolean): Context {
  const logger = winstonLogger(quiet);
  return {
    logger,
    listenForStop: () => listenForStop(logger),
    resumeCommand,
    clock: systemClock,
    processes: systemProcesses,
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
function listenForStop(logger: Logger): StopSignal {
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
