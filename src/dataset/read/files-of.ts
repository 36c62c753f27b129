/** The files that a pattern names. */
import { existsSync } from 'node:fs';
import { glob, isDynamicPattern } from 'tinyglobby';
import { InputError } from '../../core/errors';

/**
 * @param pattern a path, or one with `*`, `?`, `[…]` in its names, or `**` for folders of any depth
 * @returns a path as it is, whatever is there; of a pattern the files, sorted by name
 * @throws InputError if a pattern names none
 */
export async function filesOf(pattern: string): Promise<readonly string[]> {
  if (existsSync(pattern) || !isDynamicPattern(pattern)) return [pattern];
  const isAbsolute = /^([a-z]:)?[\\/]/i.test(pattern);
  const files = await glob(pattern, { absolute: isAbsolute, expandDirectories: false });
  if (files.length === 0) throw new InputError(`${pattern}: expected a file of such a name, found none`);
  return files.sort();
}
