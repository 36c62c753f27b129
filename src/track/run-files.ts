/** The files of a run's folder: where each lies, and which files no run writes. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { InputError } from '../core/errors';
import { fileError } from '../core/files';
import { TEMPORARY } from '../core/temporary-names';

/** Further trainings that a run may hold: without the columns that `enrich` added. */
const besideNames = ['without-enriched'] as const;
export type BesideName = (typeof besideNames)[number];

/** Where the parts of a run lie. The event file lies in `folder` under its own name. */
export interface RunPaths {
  readonly folder: string;
  readonly config: string;
  readonly metrics: string;
  readonly checkpoint: string;
  readonly model: string;
  /** There only beside a model that was learned from logged decisions. */
  readonly rules: string;
  readonly reportJson: string;
  readonly reportMarkdown: string;
  readonly reportHtml: string;
  readonly lock: string;
}

export function runPaths(folder: string): RunPaths {
  return {
    folder,
    config: join(folder, 'config.json'),
    metrics: join(folder, 'metrics.csv'),
    checkpoint: join(folder, 'checkpoint'),
    model: join(folder, 'model'),
    rules: join(folder, 'rules.json'),
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
 * The folder of a further training of a run, which its report sets beside the run's own; laid out as a run's own.
 *
 * @param name of what is different about it
 */
export function besidePaths(folder: string, name: BesideName): RunPaths {
  return runPaths(join(folder, name));
}

/** The run's folder that a further training lies in, by their names; null of any other folder. */
export function runAround(folder: string): string | null {
  const above = dirname(folder);
  if ((besideNames as readonly string[]).includes(basename(folder))) return above;
  return basename(above) === 'seeds' && /^\d+$/.test(basename(folder)) ? dirname(above) : null;
}

/** Where a run waits that is being replaced. */
export const REPLACED = 'replaced';
const RUN_FOLDERS = ['checkpoint', 'model', 'model.previous', 'seeds', ...besideNames];
const RUN_FILE = new RegExp(
  [
    String.raw`^(replaced/)*((seeds/\d+|${besideNames.join('|')})/)?(config\.json|rules\.json|metrics\.csv|report\.(json|md|html)|training\.lock`,
    String.raw`|events\.out\.tfevents\..+|checkpoint/(latest\.json|\d+-\d+\.(json|bin))`,
    String.raw`|model(\.previous)?/(model\.json|weights\.bin|manifest\.json|cases\.json`,
    String.raw`|customers/(columns\.json|[\w-]+/(manifest|model|example-rows)\.json)))$`,
  ].join(''),
);

/** What makes way for a new run: nothing but another folder where a file lies that no run writes. */
function adviceFor(folder: string, foreign: string | undefined): string {
  if (foreign !== undefined) return 'name another folder';
  const isRun = existsSync(runPaths(folder).config);
  return `--overwrite replaces the run${isRun ? ', --resume continues it' : ''}`;
}

/** @param own paths that are the new run's by now @throws InputError if it may not have the folder; nothing is changed */
export function expectFree(folder: string, overwrite: boolean, own: readonly string[] = []): void {
  const [first] = readdirSync(folder).filter((entry) => !own.includes(join(folder, entry)));
  if (first === undefined) return;
  const foreign = [...filesUnder(folder)].find((file) => !RUN_FILE.test(file.replace(TEMPORARY, '')));
  if (overwrite && foreign === undefined) return;
  const expected = overwrite ? 'only the files of a run to overwrite' : 'a new or empty folder';
  throw new InputError(
    `${folder}: expected ${expected}, found ${foreign ?? first}; ${adviceFor(folder, foreign)}`,
  );
}

/** Files under a folder by their path in it; links are not followed, and count as files. */
function* filesUnder(folder: string, prefix = ''): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const name = `${prefix}${entry.name}`;
    if (entry.isDirectory()) yield* filesUnder(join(folder, entry.name), `${name}/`);
    else yield name;
  }
}

/** Entries of a folder that are a run's, but not the lock, which is ours by now, nor a run set aside. */
export function runEntries({ folder, lock }: RunPaths): string[] {
  return readdirSync(folder).filter((entry) => {
    const name = entry.replace(TEMPORARY, '');
    return entry !== basename(lock) && (RUN_FOLDERS.includes(name) || RUN_FILE.test(name));
  });
}

/** @throws InputError naming what cannot be removed */
export function remove(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch (error) {
    throw fileError('remove', path, error);
  }
}

export function removeRun(paths: RunPaths): void {
  for (const entry of runEntries(paths)) remove(join(paths.folder, entry));
}
