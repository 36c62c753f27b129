import type { ProgressOptions } from '../../src/core/progress';
import type { Host } from '../../src/runs/host';
import { quietHost } from '../../src/runs/quiet-host';

/** A host that writes down what it is told. */
export function listeningHost(changes: Partial<Host> = {}) {
  const said: string[] = [];
  const shown: { options: ProgressOptions; updates: [number, readonly string[]][]; stopped: boolean }[] = [];
  const host: Host = {
    ...quietHost(),
    logger: { info: (message) => said.push(message), warn: (message) => said.push(message) },
    progress: (options) => {
      const one = { options, updates: [] as [number, readonly string[]][], stopped: false };
      shown.push(one);
      return {
        update: (done, details) => one.updates.push([done, details]),
        stop: () => (one.stopped = true),
      };
    },
    ...changes,
  };
  return { host, said, shown };
}
