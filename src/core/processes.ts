/** The processes of this machine as an argument, for what one process leaves for another to find, such as a lock. */
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

export interface Processes {
  /** Name of this machine, for messages. */
  readonly host: string;
  /** Where process ids count: another machine, the time before a restart and another container are other places. */
  readonly place: string;
  /** The id of this process. */
  readonly pid: number;
  /** @returns null if no process of this place runs under the id; a zombie does not run */
  readonly find: (pid: number) => RunningProcess | null;
  /** Does the work if the process ends by `process.exit` or an error. @returns takes it back */
  readonly atExit: (work: () => void) => () => void;
}

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

/** Ids are given anew at each start of the machine and in each container; Linux names both. */
function placeOf(host: string): string {
  const boot = readOrNull(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'));
  const container = readOrNull(() => readlinkSync('/proc/self/ns/pid'));
  return [host, boot, container].filter((part) => part !== null).join(' ');
}

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
  const stat = readOrNull(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  if (stat === null) return { started: null };
  // proc(5): the name is in brackets and may hold any; state is the 1st field after it, the start time the 20th.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' || fields[0] === 'X' ? null : { started: fields[19] ?? null };
}

const host = hostname();

export const systemProcesses: Processes = {
  host,
  place: placeOf(host),
  pid: process.pid,
  find,
  atExit: (work) => {
    process.on('exit', work);
    return () => process.off('exit', work);
  },
};
