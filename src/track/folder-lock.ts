/**
 * A lock file against two trainings in one folder. It names its process by machine and start time, so that a killed
 * training frees the folder at once where its end can be seen; elsewhere (another machine, another container) it is
 * free when its process has long given no sign of life.
 *
 * Not proper-lockfile: it knows the sign of life alone, so that `kill -9` would close a folder for a minute and a
 * suspended training would lose its own; and it listens for every signal, which keeps Ctrl-C from ending a
 * computation that does not wait.
 */
import {
  closeSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import type { Clock } from '../core/clock';
import { InputError } from '../core/errors';
import { fileError, isExistsError, isMissingError } from '../core/files';
import { temporaryName } from '../core/temporary-names';
import type { Processes } from '../core/processes';
import { describeHolder, holderText, isRunning, parseHolder } from './lock-holder';

/** Who asks for the lock. */
export interface LockOwner {
  readonly processes: Processes;
  readonly clock: Clock;
}

export interface FolderLock {
  /**
   * Gives a sign of life; a call costs nothing between two of them. Work that seldom lets timers run should call it.
   *
   * @throws InputError if the lock has been deleted or taken: another training may write by now
   */
  readonly expectHeld: () => void;
  /** Gives the lock back; harmless when called twice, or when another process has it by now. */
  readonly release: () => void;
}

const SIGN_OF_LIFE_EVERY_MS = 5_000;
/** Longer than any computation between two signs of life: XLA compiles for 20 s. */
const SILENT_FOR_MS = 60_000;

/**
 * @param path the lock file; its folder is there
 * @param what holds it, for messages
 * @throws InputError naming the process if another one trains here, or if the file cannot be written
 */
export function takeLock(path: string, owner: LockOwner, what = 'training'): FolderLock {
  const text = holderText(owner.processes, owner.clock.now());
  try {
    while (!create(path, text)) removeAbandoned(path, owner.processes, what);
  } catch (error) {
    throw error instanceof InputError ? error : fileError('lock', path, error);
  }
  return hold(path, text, owner.processes, what);
}

/** @returns false if there is a lock */
function create(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (isExistsError(error)) return false;
    throw error;
  }
}

/** @throws InputError if the lock that is there is held */
function removeAbandoned(path: string, processes: Processes, what: string): void {
  const text = readLock(path);
  if (text === null) return; // given back meanwhile
  expectAbandoned(path, text, processes, what);
  const aside = temporaryName(path);
  try {
    // Of two that come at once, one finds nothing to move.
    renameSync(path, aside);
  } catch (error) {
    if (isMissingError(error)) return;
    throw error;
  }
  if (readLock(aside) === text) {
    rmSync(aside, { force: true });
  } else {
    // The other one was faster, and this is the new lock that it has just made.
    putBack(aside, path);
  }
}

/** Over a third one's lock nothing is put: whose lock is gone hears of it at the next sign of life. */
function putBack(aside: string, path: string): void {
  try {
    linkSync(aside, path);
  } catch (error) {
    // A file system without links.
    if (!isExistsError(error)) return renameSync(aside, path);
  }
  rmSync(aside, { force: true });
}

function readLock(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isMissingError(error)) return null;
    throw error;
  }
}

function expectAbandoned(path: string, text: string, processes: Processes, what: string): void {
  const holder = parseHolder(text);
  const runs = holder === null ? null : isRunning(holder, processes);
  if (runs === false) return;
  const silent = silentMilliseconds(path);
  if (runs === null && silent > SILENT_FOR_MS) return;
  const sign = `, or ${SILENT_FOR_MS / 1000} s after its last sign of life (${Math.round(silent / 1000)} s ago)`;
  throw new InputError(
    `${path}: expected a folder without a running ${what}, got ${describeHolder(holder)}; ` +
      `the folder is free when it ends${runs === null ? sign : ''}; if it is gone, delete this file`,
  );
}

/** Both times are those of the folder's file system: the clocks of two machines that share it may differ. */
function silentMilliseconds(path: string): number {
  const probe = temporaryName(path);
  writeFileSync(probe, '');
  try {
    // A lock that has been given back meanwhile is one that is silent for ever.
    return statSync(probe).mtimeMs - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? -Infinity);
  } finally {
    rmSync(probe, { force: true });
  }
}

function hold(path: string, text: string, processes: Processes, what: string): FolderLock {
  let held = true;
  let last = performance.now();
  const beat = () => {
    held &&= giveSignOfLife(path, text);
    last = performance.now();
  };
  // Nothing else must keep the process alive for it.
  const timer = setInterval(beat, SIGN_OF_LIFE_EVERY_MS).unref();
  const release = () => {
    clearInterval(timer);
    forget();
    if (held) removeOwn(path, text);
    held = false;
  };
  const forget = processes.atExit(release);
  return {
    expectHeld: () => {
      if (performance.now() - last >= SIGN_OF_LIFE_EVERY_MS) beat();
      if (held) return;
      const other = readLock(path);
      const found = other === null ? 'none' : describeHolder(parseHolder(other));
      throw new InputError(
        `${path}: expected the lock of this ${what}, got ${found}; it stops, for another one may write here`,
      );
    },
    release,
  };
}

/** What cannot be removed is left: it is abandoned when this process has ended. */
function removeOwn(path: string, text: string): void {
  try {
    if (readLock(path) === text) rmSync(path, { force: true });
  } catch {
    // see above
  }
}

/** @returns false if the lock is another's or gone; a failure of the disk says nothing of that */
function giveSignOfLife(path: string, text: string): boolean {
  let handle: number;
  try {
    handle = openSync(path, 'r+');
  } catch (error) {
    return !isMissingError(error);
  }
  try {
    if (readFileSync(handle, 'utf8') !== text) return false;
    // Changes the time of the file and no byte; on a shared volume it is the server that tells the time.
    writeSync(handle, text.slice(0, 1), 0);
    return true;
  } catch {
    return true;
  } finally {
    closeSync(handle);
  }
}
