/** A benchmark as a process: in a folder of its own, which is removed, and with one line where its input is wrong. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../../src/core/errors';

/** @param name of the folder, as it begins */
export async function inFolder(name: string, run: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), name));
  try {
    await run(folder);
  } catch (error) {
    const isInput = error instanceof InputError;
    process.stderr.write(`${isInput ? error.message : String((error as Error).stack)}\n`);
    process.exitCode = isInput ? 2 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
