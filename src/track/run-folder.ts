/** A run's folder, `models/<run>/`: where everything lies, and that no run spoils another. */
import { existsSync, mkdirSync, rmdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { InputError } from '../core/errors';
import { fileError, isExistsError, makeFolder, writeFileAtomically } from '../core/files';
import { takeLock } from './folder-lock';
import type { FolderLock, LockOwner } from './folder-lock';
import { putBack, removeReplaced, setAside } from './replaced-run';
import { expectFree, removeRun, runPaths, type RunPaths } from './run-files';

export { besidePaths, runAround, runPaths, seedPaths, type BesideName, type RunPaths } from './run-files';

export interface RunFolder {
  readonly paths: RunPaths;
  /** As the lock's: call it while training and judging. @throws InputError if another training may write here */
  readonly expectHeld: () => void;
  /** Lets others train here again; call it when the run ends, for whatever reason. */
  readonly release: () => void;
  /** The run has taken its first step: a run that it replaces goes for good. */
  readonly begin: () => void;
  /**
   * Releases a new run that has failed before its first step, removes what its start has made and puts back the run that
   * it would have replaced; never throws.
   */
  readonly discard: () => void;
}

export interface NewRun {
  /** Replaces the run that is there. */
  readonly overwrite: boolean;
  /** Takes `folder-2`, `folder-3` … if the folder is there; for a name that nobody chose. */
  readonly numbered?: boolean;
  /** The resolved configuration, with version and seed; becomes config.json. */
  readonly config: unknown;
  readonly owner: LockOwner;
}

/**
 * As `createRunFolder` will refuse it, before anything long is done for the run.
 *
 * @throws InputError if the folder is there and a new run may not have it
 */
export function expectFreeFolder(folder: string, overwrite: boolean): void {
  if (existsSync(folder) && statSync(folder).isDirectory()) expectFree(folder, overwrite);
}

/**
 * Makes the folder of a new run, with config.json in it. That also shows that it can be written, before hours of
 * training go by.
 *
 * @throws InputError if the folder is not empty and `overwrite` is off, holds files that no run writes, is in use by
 *   another training, or cannot be written; nothing in it has then been removed
 */
export function createRunFolder(folder: string, options: NewRun): RunFolder {
  const { overwrite, numbered = false, config, owner } = options;
  const made = numbered ? makeNumberedFolder(folder) : makeNamedFolder(folder);
  const paths = runPaths(made.folder);
  let lock: FolderLock | null = null;
  const begin = () => removeReplaced(paths);
  const discard = () => {
    if (lock !== null) discardRun(paths, lock);
    removeEmpty(made.made);
  };
  try {
    expectFree(made.folder, overwrite);
    lock = takeLock(paths.lock, owner);
    // A run may have come and gone meanwhile.
    expectFree(made.folder, overwrite, [paths.lock]);
    setAside(paths);
    writeFileAtomically(paths.config, `${JSON.stringify(config, null, 2)}\n`);
  } catch (error) {
    lock?.release();
    removeEmpty(made.made);
    throw error;
  }
  return { paths, ...lock, begin, discard };
}

interface MadeFolder {
  readonly folder: string;
  /** It and those above it, as far as they were not there; the deepest first. */
  readonly made: readonly string[];
}

function makeNamedFolder(folder: string): MadeFolder {
  try {
    return { folder, made: makeFolder(folder) };
  } catch (error) {
    throw fileError('make the folder', folder, error);
  }
}

/** Of two starts at once each gets its own, for a folder is made once. */
function makeNumberedFolder(name: string): MadeFolder {
  const { made } = makeNamedFolder(dirname(name));
  for (let number = 1; ; number += 1) {
    const folder = number === 1 ? name : `${name}-${number}`;
    try {
      mkdirSync(folder);
      return { folder, made: [folder, ...made] };
    } catch (error) {
      if (!isExistsError(error)) throw fileError('make the folder', folder, error);
    }
  }
}

function discardRun(paths: RunPaths, lock: FolderLock): void {
  try {
    lock.expectHeld();
    removeRun(paths);
    putBack(paths);
  } catch {
    // What failed before is what the user must hear of.
  }
  lock.release();
}

function removeEmpty(folders: readonly string[]): void {
  try {
    for (const folder of folders) rmdirSync(folder);
  } catch {
    // It holds something by now, which is not ours to remove.
  }
}

/**
 * The folder of a run that is to be continued.
 *
 * @throws InputError if no run is there, or another training uses it
 */
export function openRunFolder(folder: string, owner: LockOwner): RunFolder {
  const paths = runPaths(folder);
  if (!existsSync(paths.config)) {
    throw new InputError(`${folder}: expected the folder of a run to continue, found no config.json`);
  }
  const lock = takeLock(paths.lock, owner);
  return { paths, ...lock, begin: () => removeReplaced(paths), discard: lock.release };
}
