/** Who takes a lock in tests: process 42 of a machine where nothing runs but what the test says. */
import type { RunningProcess } from '../../src/core/processes';
import type { Holder } from '../../src/track/lock-holder';
import type { LockOwner } from '../../src/track/folder-lock';

const PLACE = 'box boot-1 container-1';
const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);

/**
 * @param others processes that run beside 42, by id or with the start time that their system states
 */
export function lockOwner(...others: readonly (number | (RunningProcess & { readonly pid: number }))[]) {
  const running = [42, ...others].map((one) =>
    typeof one === 'number' ? { pid: one, started: `start of ${one}` } : one,
  );
  const exits = new Set<() => void>();
  const owner: LockOwner = {
    clock: { now: () => NOW },
    processes: {
      ...{ host: 'box', place: PLACE, placeKnown: 'whole', pid: 42 },
      find: (pid) => running.find((one) => one.pid === pid) ?? null,
      atExit: (work) => {
        exits.add(work);
        return () => exits.delete(work);
      },
    },
  };
  /** As if the process ended by `process.exit`. */
  const exit = () => exits.forEach((work) => work());
  return { ...owner, exit };
}

/** The lock file of a process that took it here. */
export function lockText(given: Partial<Holder> & Pick<Holder, 'pid'>): string {
  const holder: Holder = {
    ...{ host: 'box', place: PLACE, pid: given.pid, started: `start of ${given.pid}` },
    ...{ since: new Date(NOW).toISOString(), ...given },
  };
  return `${JSON.stringify(holder)}\n`;
}
