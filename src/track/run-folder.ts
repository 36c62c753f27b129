/** A run's folder, `models/<run>/`: where everything lies, and that no run spoils another. */
import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { InputError } from '../core/errors';
import { fileError, isExistsError, makeFolder, writeFileAtomically } from '../core/files';
import { takeLock } from './folder-lock';
import type { FolderLock, LockOwner } from './folder-lock';

/** Where the parts of a run lie. The event file lies in `folder` under its own name. */
export interface RunPaths {
  readonly folder: string;
  readonly config: string;
  readonly metrics: string;
  readonly checkpoint: string;
  readonly model: string;
  readonly reportJson: string;
  readonly reportMarkdown: string;
  readonly reportHtml: string;
  readonly lock: string;
}

export interface RunFolder {
  readonly paths: RunPaths;
  /** As the lock's: call it while training and judging. @throws InputError if another training may write here */
  readonly expectHeld: () => void;
  /** Lets others train here again; call it when the run ends, for whatever reason. */
  readonly release: () => void;
  /** Releases a new run that has failed before its first step, and removes what its start has made; never throws. */
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

export function runPaths(folder: string): RunPaths {
  return {
    folder,
    config: join(folder, 'config.json'),
    metrics: join(folder, 'metrics.csv'),
    checkpoint: join(folder, 'checkpoint'),
    model: join(folder, 'model'),
    reportJson: join(folder, 'report.json'),
    reportMarkdown: join(folder, 'report.md'),
    reportHtml: join(folder, 'report.html'),
    lock: join(folder, 'training.lock'),
  };
}

/** The folder of one further seed of a run over several seeds; laid out as a run's own. */
export function seedPaths(folder: string, seed: number): RunPaths {
  return runPaths(join(folder, 'seeds', String(seed)));
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
  const discard = () => {
    if (lock !== null) discardRun(paths, lock);
    removeEmpty(made.made);
  };
  try {
    expectFree(made.folder, overwrite);
    lock = takeLock(paths.lock, owner);
    removeRun(paths);
    writeFileAtomically(paths.config, `${JSON.stringify(config, null, 2)}\n`);
  } catch (error) {
    lock?.release();
    removeEmpty(made.made);
    throw error;
  }
  return { paths, ...lock, discard };
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
  return { paths, ...lock, discard: lock.release };
}

const TEMPORARY = /\.[0-9a-f]{8}-\d+\.tmp(?=\/|$)/g;
const RUN_FOLDERS = ['checkpoint', 'model', 'model.previous', 'seeds'];
const RUN_FILE = new RegExp(
  [
    String.raw`^(seeds/\d+/)?(config\.json|metrics\.csv|report\.(json|md|html)|training\.lock`,
    String.raw`|events\.out\.tfevents\..+|checkpoint/(latest\.json|\d+-\d+\.(json|bin))`,
    String.raw`|model(\.previous)?/(model\.json|weights\.bin|manifest\.json))$`,
  ].join(''),
);

function expectFree(folder: string, overwrite: boolean): void {
  if (!overwrite) {
    const [first] = readdirSync(folder);
    if (first === undefined) return;
    throw new InputError(
      `${folder}: expected a new or empty folder, found ${first}; --overwrite replaces the run, --resume continues it`,
    );
  }
  for (const file of filesUnder(folder)) {
    if (!RUN_FILE.test(file.replace(TEMPORARY, ''))) {
      throw new InputError(`${folder}: expected only the files of a run to overwrite, found ${file}`);
    }
  }
}

/** Files under a folder by their path in it; links are not followed, and count as files. */
function* filesUnder(folder: string, prefix = ''): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const name = `${prefix}${entry.name}`;
    if (entry.isDirectory()) yield* filesUnder(join(folder, entry.name), `${name}/`);
    else yield name;
  }
}

/** Removes what `expectFree` found to be a run's, but not the lock, which is ours by now. */
function removeRun(paths: RunPaths): void {
  for (const entry of readdirSync(paths.folder)) {
    const name = entry.replace(TEMPORARY, '');
    if (entry === basename(paths.lock) || !(RUN_FOLDERS.includes(name) || RUN_FILE.test(name))) continue;
    try {
      rmSync(join(paths.folder, entry), { recursive: true, force: true });
    } catch (error) {
      throw fileError('remove', join(paths.folder, entry), error);
    }
  }
}
