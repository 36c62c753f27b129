/**
 * Names of files and folders that are not finished. Each tells the process that writes under it, so that what a killed
 * one leaves behind is known from what another is writing.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { systemClock } from './clock';
import { systemProcesses, type Processes } from './processes';

let temporaryNames = 0;

const shortHash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 8);

/** Place and id of the process, when it started as its system counts (0 where that does not say), thread, number. */
const SUFFIX = '[0-9a-f]{8}-[0-9]+-[0-9]+-[0-9a-f]{8}-[0-9]+';
/** Of versions before this one, which named no process. */
const OLDER = '[0-9a-f]{8}-[0-9]+';
/** What `temporaryName` adds. */
export const TEMPORARY = new RegExp(String.raw`\.(${SUFFIX}|${OLDER})\.tmp(?=\/|$)`, 'g');

/** A program may put endings of its own behind. */
const LEFTOVER = /^\.([0-9a-f]{8})-([0-9]+)-([0-9]+)-[0-9a-f]{8}-[0-9]+\.tmp(\..+)?$/;

/** A number, such as Linux has; 0 where the system does not say. */
const startOf = ({ find }: Processes, pid: number) => find(pid)?.started ?? '0';

const { place: ownPlace, pid: ownPid } = systemProcesses;
const own = `${shortHash(ownPlace)}-${ownPid}-${startOf(systemProcesses, ownPid)}`;
// Threads of one process share all the rest, and count by themselves.
const thread = shortHash(`${performance.timeOrigin} ${threadId}`);

/** A name beside `path` that no other writer of this or another process uses. */
export function temporaryName(path: string): string {
  temporaryNames += 1;
  return `${path}.${own}-${thread}-${temporaryNames}.tmp`;
}

const DAY = 86_400_000;

/** Where a place is only a name, two machines or containers may have the same one: what is written there is young. */
function isOldEnough(file: string, { placeKnown }: Processes): boolean {
  return placeKnown === 'whole' || systemClock.now() - statSync(file).mtimeMs > DAY;
}

/** Of a process of another machine or container nothing is known from here. */
function isAbandoned(ending: string, processes: Processes): boolean {
  const [, place, pid, started] = LEFTOVER.exec(ending) ?? [];
  if (processes.placeKnown === 'part' || place !== shortHash(processes.place)) return false;
  const found = processes.find(Number(pid));
  if (found === null) return true;
  // Its id has been given to another process since.
  return found.started !== null && started !== '0' && found.started !== started;
}

/**
 * Removes what was written under temporary names of `path` by processes that are gone. As far as it goes: who comes next
 * tries again.
 */
export function removeAbandoned(path: string, processes: Processes = systemProcesses): void {
  const [folder, name] = [dirname(path), basename(path)];
  if (!existsSync(folder)) return;
  try {
    for (const entry of readdirSync(folder)) {
      const file = join(folder, entry);
      if (!entry.startsWith(name) || !isAbandoned(entry.slice(name.length), processes)) continue;
      if (isOldEnough(file, processes)) rmSync(file, { recursive: true, force: true });
    }
  } catch {
    // A folder that may be written and not read, or whose leftovers are another user's.
  }
}
