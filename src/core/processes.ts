/** The processes of this machine as an argument, for what one process leaves for another to find, such as a lock. */
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

export interface Processes {
  /** Name of this machine, for messages. */
  readonly host: string;
  /** Where process ids count: another machine, the time before a restart and another container are other places. */
  readonly place: string;
  /** How well the place is known. */
  readonly placeKnown: PlaceKnown;
  /** The id of this process. */
  readonly pid: number;
  /** @returns null if no process of this place runs under the id; a zombie does not run */
  readonly find: (pid: number) => RunningProcess | null;
  /** Does the work if the process ends by `process.exit` or an error. @returns takes it back */
  readonly atExit: (work: () => void) => () => void;
}

/**
 * whole: machine, its start and container; host: the machine's name, which is all that systems but Linux say; part: Linux
 * hides the rest, so that processes of other containers may have the same place.
 */
export type PlaceKnown = 'whole' | 'host' | 'part';

export interface RunningProcess {
  /** Tells it from an earlier process of the same id; null where the system does not say. */
  readonly started: string | null;
}

function readOrNull(read: () => string): string | null {
  try {
    return read().trim();
  } catch {
    return null; // not Linux, or hidden from us
  }
}

/**
 * Ids are given anew at each start of the machine and in each container; Linux names both.
 *
 * @param read a file, or what a link points to; null where that cannot be had
 */
export function placeOf(
  host: string,
  platform: string,
  read: (path: string) => string | null,
): Pick<Processes, 'place' | 'placeKnown'> {
  const parts = [read('/proc/sys/kernel/random/boot_id'), read('/proc/self/ns/pid')];
  const known = parts.filter((part) => part !== null);
  const other = platform === 'linux' ? 'part' : 'host';
  return { place: [host, ...known].join(' '), placeKnown: known.length === 2 ? 'whole' : other };
}

const readSystem = (path: string) =>
  readOrNull(() => (path.includes('/ns/') ? readlinkSync(path) : readFileSync(path, 'utf8')));

/** Whether /proc names processes as they are called here: one of another container has other numbers. */
const isProcOwn = readSystem('/proc/self/stat')?.startsWith(`${process.pid} `) === true;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function find(pid: number): RunningProcess | null {
  if (!isAlive(pid)) return null;
  const stat = isProcOwn ? readSystem(`/proc/${pid}/stat`) : null;
  if (stat === null) return { started: null };
  // proc(5): the name is in brackets and may hold any; state is the 1st field after it, the start time the 20th.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' || fields[0] === 'X' ? null : { started: fields[19] ?? null };
}

const host = hostname();

export const systemProcesses: Processes = {
  host,
  ...placeOf(host, process.platform, readSystem),
  pid: process.pid,
  find,
  atExit: (work) => {
    process.on('exit', work);
    return () => process.off('exit', work);
  },
};
