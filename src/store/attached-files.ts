/** Files that travel with a model in a folder of their own; the manifest has the checksum of each. */
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { checksum } from '../core/checksum';
import { InputError } from '../core/errors';
import { makeFolder, readInputFile } from '../core/files';
import { sha256 } from '../core/hashes';

/** No way out of the folder. */
const path = z
  .string()
  .regex(/^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/, 'expected the path of a file, such as churn/model.json');

export const attachedSchema = z.record(path, checksum).readonly();

/** By path from the folder on, parts between slashes. */
export type AttachedFiles = ReadonlyMap<string, Uint8Array>;

/** @throws InputError if one cannot be read */
export function readAttached(folder: string, paths: readonly string[]): AttachedFiles {
  return new Map(paths.map((file) => [file, readInputFile(join(folder, file))]));
}

/** Checksums by path. */
export function attachedHashes(files: AttachedFiles): z.output<typeof attachedSchema> {
  return Object.fromEntries([...files].map(([file, bytes]) => [file, sha256(bytes)]));
}

/** @throws what the file system says */
export function writeAttached(folder: string, files: AttachedFiles): void {
  for (const [file, bytes] of files) {
    makeFolder(dirname(join(folder, file)));
    writeFileSync(join(folder, file), bytes);
  }
}

/** @throws InputError for one that is not there, or not as it was */
export function expectAttached(folder: string, expected: z.output<typeof attachedSchema>, by: string): void {
  for (const [file, hash] of Object.entries(expected)) {
    const found = sha256(readInputFile(join(folder, file)));
    if (found !== hash)
      throw new InputError(`${join(folder, file)}: damaged: expected sha-256 ${hash} by ${by}, got ${found}`);
  }
}
