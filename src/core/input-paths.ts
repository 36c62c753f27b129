/** No command may write onto what it reads, by whatever name either goes. */
import { realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { InputError } from './errors';

/** A file or folder as the user named it, and where. */
export interface NamedPath {
  /** Such as `--out`. */
  readonly flag: string;
  readonly path: string;
}

/** Device and inode: what a relative path, a link or another case of letters shares with the file; null if none is there. */
function identityOf(path: string): string | null {
  try {
    const { dev, ino } = statSync(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    return null; // who reads or writes it will say what is wrong
  }
}

/** The path without links; of what is not there, without links as far as it is there. */
function resolved(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    const whole = resolve(path);
    const above = dirname(whole);
    return above === whole ? whole : join(resolved(above), basename(whole));
  }
}

/** Identities of a path and of every folder above it: what would have to be replaced for it to be. */
function identitiesOf(path: string): string[] {
  const own = identityOf(path) ?? resolved(path);
  const above: string[] = [];
  for (let at = resolved(path); dirname(at) !== at;) {
    at = dirname(at);
    above.push(identityOf(at) ?? at);
  }
  return [own, ...above];
}

/**
 * Call it before anything is written.
 *
 * @param outputs files that will be written, and folders whose files will be replaced
 * @param inputs files that are read
 * @throws InputError naming both, if an input is an output, or lies in one that is a folder
 */
export function expectNotInput(outputs: readonly NamedPath[], inputs: readonly NamedPath[]): void {
  for (const input of inputs) {
    const identities = identitiesOf(input.path);
    for (const output of outputs) {
      const place = identities.indexOf(identityOf(output.path) ?? resolved(output.path));
      if (place < 0) continue;
      const what = place === 0 ? 'another file than' : 'a folder without';
      throw new InputError(
        `${output.flag} ${output.path}: expected ${what} ${input.flag} ${input.path}, which is read`,
      );
    }
  }
}
