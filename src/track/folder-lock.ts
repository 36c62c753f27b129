/** A lock file against two trainings in one folder; it holds the process id of the one that trains. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { InputError } from '../core/errors';
import { fileError } from '../core/files';

/** Who asks for the lock; from the process at the edge of the program. */
export interface LockOwner {
  readonly pid: number;
  /** Whether a process with this id runs on this machine. */
  isAlive(pid: number): boolean;
}

/**
 * A lock whose process has died is taken over, and so is one with our own id: in a container ids repeat, and the
 * training before us often had the one we have.
 *
 * @returns gives the lock back; harmless when called twice
 * @throws InputError naming the process if another one trains here, or if the file cannot be written
 */
export function takeLock(path: string, owner: LockOwner): () => void {
  const holder = holderOf(path);
  if (holder !== null && holder !== owner.pid && owner.isAlive(holder)) {
    throw new InputError(
      `${path}: expected a folder without a running training, got one of process ${holder}`,
    );
  }
  try {
    // Two processes that find the same dead lock at the same instant could both come through here; nothing worse
    // than the missing lock would then happen.
    rmSync(path, { force: true });
    writeFileSync(path, `${owner.pid}\n`, { flag: 'wx' });
  } catch (error) {
    throw fileError('lock', path, error);
  }
  return () => {
    if (holderOf(path) === owner.pid) rmSync(path, { force: true });
  };
}

/** The process id in the lock file; null if there is no file, or one that its writer never finished. */
function holderOf(path: string): number | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return null; // no lock; a folder that cannot be read will say so when we write ours
  }
  return /^\d+\n$/.test(text) ? Number(text) : null;
}
