/** Hosts for programs that bring none of their own. */
import { systemClock } from '../core/clock';
import { pause } from '../core/pause';
import { systemProcesses } from '../core/processes';
import type { Host } from './host';

const silent = { info: () => undefined, warn: () => undefined };

/** A host that tells nobody, and is never asked to stop. */
export function quietHost(): Host {
  return {
    logger: silent,
    clock: systemClock,
    processes: systemProcesses,
    progress: () => ({ update: () => undefined, stop: () => undefined }),
    listenForStop: () => ({
      async shouldStop() {
        // Whoever would ask needs a turn.
        await pause();
        return false;
      },
      release: () => undefined,
    }),
    resumeCommand: (folder) => `resume(${JSON.stringify(folder)})`,
  };
}

/** The host, also asked to stop when the signal is. */
export function stoppedBy(signal: AbortSignal | undefined, host: Host): Host {
  if (signal === undefined) return host;
  return {
    ...host,
    listenForStop: () => {
      const stop = host.listenForStop();
      return {
        // Asked first: it gives the event loop the turn in which somebody may abort.
        shouldStop: async () => (await stop.shouldStop()) || signal.aborted,
        release: () => stop.release(),
      };
    },
  };
}
