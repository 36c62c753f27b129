/** The host of a program that says nothing and stops when its signal says so: what a library's user gets. */
import { systemClock } from '../core/clock';
import { pause } from '../core/pause';
import { systemProcesses } from '../core/processes';
import type { Host } from './host';

const silent = { info: () => undefined, warn: () => undefined };

/** @param signal ends a training after the current step, with a checkpoint */
export function quietHost(signal?: AbortSignal): Host {
  const shouldStop = async () => {
    // Whoever would abort needs a turn.
    await pause();
    return signal?.aborted ?? false;
  };
  return {
    logger: silent,
    clock: systemClock,
    processes: systemProcesses,
    progress: () => ({ update: () => undefined, stop: () => undefined }),
    listenForStop: () => ({ shouldStop, release: () => undefined }),
    resumeCommand: (folder) => `contact-dqn train --resume ${folder}`,
  };
}
