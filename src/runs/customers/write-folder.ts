/** A folder of results, written whole or not at all. */
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InputError } from '../../core/errors';
import { expectNotThere, expectWritableFolder, fileError, makeFolder } from '../../core/files';
import { removeAbandoned, temporaryName } from '../../core/temporary-names';

/**
 * @param mark file by which a folder is known as one of ours: only such a one is replaced
 * @throws InputError if the folder is there and may not be replaced, or cannot be written
 */
export function expectFolder(out: string, mark: string, overwrite: boolean): void {
  if (existsSync(out)) {
    if (!statSync(out).isDirectory()) throw new InputError(`--out: expected a folder, got a file, ${out}`);
    const isEmpty = readdirSync(out).length === 0;
    if (!isEmpty) expectNotThere('--out', [out], overwrite, 'a folder that is not there yet');
    if (!isEmpty && !existsSync(join(out, mark)))
      throw new InputError(
        `--out: expected a folder with a ${mark}, which --overwrite may replace, got ${out}`,
      );
  }
  expectWritableFolder(dirname(out));
}

/** @param write is given a folder that is renamed when it is done @throws InputError if it cannot be written */
export async function writeFolder(
  out: string,
  write: (folder: string) => Promise<void> | void,
): Promise<void> {
  const [temporary, previous] = [temporaryName(out), temporaryName(out)];
  removeAbandoned(out);
  try {
    makeFolder(temporary);
    await write(temporary);
    if (existsSync(out)) renameSync(out, previous);
    renameSync(temporary, out);
  } catch (error) {
    if (existsSync(previous) && !existsSync(out)) renameSync(previous, out);
    throw error instanceof Error && 'syscall' in error ? fileError('write', out, error) : error;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
    rmSync(previous, { recursive: true, force: true });
  }
}
