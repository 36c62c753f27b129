/** Python wheels as the source of native libraries: found and measured by pip, never installed. */
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { InputError } from '../../src/core/errors';
import { nativeFolder } from '../../src/tensor/native/library';
import type { Target } from './requirements';
import { runQuietly, runShown } from './shell';

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

/** Options of `pip download`: wheels are tagged with the oldest C library they run on. */
export function pipOptions({ machine, glibcMinor }: Target, folder: string): string[] {
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
