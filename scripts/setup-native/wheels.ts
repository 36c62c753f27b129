/** Python wheels as the source of native libraries: found, measured, downloaded and unpacked by pip, never installed. */
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { InputError } from '../../src/core/errors';
import { nativeFolder } from '../../src/tensor/native/library';
import type { Target } from './requirements';
import { runQuietly, runShown, say } from './shell';

/** TensorFlow's wheels for every Python hold the same library; this is one that each recent version has. */
const PYTHON_OF_WHEEL = '3.12';
/** The compiled script lies elsewhere; this file is read by Python where it is. */
const HELPER = join(dirname(nativeFolder()), 'scripts/setup-native/wheels.py');

const wheelSchema = z.object({
  requirement: z.string(),
  version: z.string().nullable(),
  bytes: z.number().nullable(),
  requires: z.array(z.string()).nullable(),
});

/** What pip would download for one requirement. */
export type Wheel = z.infer<typeof wheelSchema>;

/** Wheels are tagged with the oldest C library they run on. */
function pipOptions({ machine, glibcMinor }: Target, folder: string): string[] {
  const minors = Array.from({ length: Math.max(0, glibcMinor - 16) }, (_, i) => glibcMinor - i);
  const tags = [...minors.map((minor) => `manylinux_2_${minor}`), 'manylinux2014', 'manylinux2010'];
  return [
    ...['--no-deps', '--only-binary=:all:', '--no-cache-dir', '--disable-pip-version-check'],
    ...['--python-version', PYTHON_OF_WHEEL, '--dest', folder],
    ...tags.flatMap((tag) => ['--platform', `${tag}_${machine}`]),
  ];
}

/**
 * Asks which wheels would be downloaded.
 *
 * @returns null if this pip cannot be asked
 * @throws InputError for a requirement that no wheel meets
 */
export function findWheels(
  python: string,
  target: Target,
  requirements: readonly string[],
  { withRequirements = false } = {},
): Wheel[] | null {
  const mode = withRequirements ? 'with-requirements' : 'without';
  const { ok, output } = runQuietly(python, [HELPER, mode, ...pipOptions(target, '.'), ...requirements]);
  if (!ok) return null;
  const wheels = z.array(wheelSchema).parse(JSON.parse(output.trim().split('\n').at(-1)!));
  const absent = wheels.find(({ version }) => version === null)?.requirement;
  if (absent !== undefined) {
    // pip itself knows whether there is no such version, and which there are, or no way to its index.
    runShown(python, ['-m', 'pip', 'download', ...pipOptions(target, tmpdir()), absent]);
    throw new InputError(
      `pip finds no wheel of ${absent} for ${target.machine} with glibc 2.${target.glibcMinor}: its message is above`,
    );
  }
  return wheels;
}

/** The packages that an extra of a wheel names, from its `Requires-Dist` lines. */
export function requirementsOfExtra(requires: readonly string[], extra: string): string[] {
  const marker = new RegExp(`^(.*?)\\s*;\\s*extra\\s*==\\s*["']${extra}["']$`);
  return requires.flatMap((line) => marker.exec(line.trim())?.[1] ?? []);
}

/** Whether a process still runs, also one of another user. */
function isRunning(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Removes what an interrupted run has left half-unpacked beside `folder`. */
function clearAbandoned(folder: string): void {
  const partial = /^(.*)\.partial-(\d+)$/;
  for (const name of readdirSync(dirname(folder))) {
    const [, , id] = partial.exec(name) ?? [];
    if (id !== undefined && !isRunning(Number(id)))
      rmSync(join(dirname(folder), name), { recursive: true, force: true });
  }
}

interface Unpacking {
  readonly folder: string;
  /** The entry of the wheels that becomes `folder`; without it everything does. */
  readonly part?: string;
  /** Last work on the new folder before it gets its name. */
  readonly finish?: (folder: string) => void;
}

/**
 * Downloads wheels and unpacks them into one new folder, which appears when it is complete. Wheels that an interrupted
 * run has downloaded are used.
 *
 * @throws InputError if a download or the unpacking fails
 */
export function unpackWheels(
  python: string,
  target: Target,
  requirements: readonly string[],
  { folder, part = '.', finish = () => undefined }: Unpacking,
): void {
  mkdirSync(dirname(folder), { recursive: true });
  clearAbandoned(folder);
  const downloads = `${folder}.wheels`;
  if (!runShown(python, ['-m', 'pip', 'download', ...pipOptions(target, downloads), ...requirements]))
    throw new InputError(`pip could not download ${requirements.join(', ')}: its message is above`);
  say('unpacking…');
  const partial = `${folder}.partial-${process.pid}`;
  for (const wheel of readdirSync(downloads)) {
    const { ok, reason } = runQuietly(python, ['-m', 'zipfile', '-e', join(downloads, wheel), partial]);
    if (!ok) throw new InputError(`${join(downloads, wheel)}: cannot be unpacked into ${partial}: ${reason}`);
  }
  finish(join(partial, part));
  renameSync(join(partial, part), folder);
  rmSync(partial, { recursive: true, force: true });
  rmSync(downloads, { recursive: true, force: true });
}
