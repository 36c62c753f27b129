/** An export as a folder: written under a temporary name, with export.json that says what lies in it, and renamed. */
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { z } from 'zod';
import { InputError } from '../../core/errors';
import { expectWritableFile, fileError, readJsonFile, writeFileAtomically } from '../../core/files';
import { sha256 } from '../../core/hashes';
import { removeAbandoned, temporaryName } from '../../core/temporary-names';
import { expectNotInput } from '../../core/input-paths';
import type { ExportedFile } from '../../export/exported-file';

const EXPORT_FILE = 'export.json';

const headSchema = z.object({ schemaVersion: z.literal(1), files: z.record(z.string(), z.string()) });

/** What export.json says of an export, beside the hashes of its files. */
export interface ExportHead {
  /** Of contact-dqn, and of the formats. */
  readonly versions: Readonly<Record<string, string | number>>;
  /** sha-256 of the model's own files, as its manifest has them. */
  readonly model: Readonly<Record<string, string | undefined>>;
  readonly formats: readonly string[];
  /** Why a format was left out. */
  readonly leftOut: Readonly<Record<string, string>>;
}

/** Files of a folder by their path in it. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

/** Only what an export wrote is replaced. @throws InputError */
function expectExport(out: string): void {
  const files = filesIn(out);
  const file = join(out, EXPORT_FILE);
  const head = existsSync(file) ? headSchema.safeParse(readJsonFile(file)) : null;
  const foreign = files.find((path) => path !== EXPORT_FILE && head?.data?.files[path] === undefined);
  if (foreign === undefined) return;
  throw new InputError(
    `--out ${out}: expected only the files of an export to overwrite, found ${foreign}; name another folder`,
  );
}

/**
 * Call it before anything is made.
 *
 * @throws InputError if the folder holds what is read, holds anything and may not be replaced, or cannot be written
 */
export function expectExportFolder(out: string, model: string, overwrite: boolean): void {
  expectNotInput([{ flag: '--out', path: out }], [{ flag: '--model', path: model }]);
  if (!existsSync(out)) {
    expectWritableFile(out);
    return;
  }
  if (!statSync(out).isDirectory()) throw new InputError(`--out ${out}: expected a folder, found a file`);
  const [first] = readdirSync(out);
  if (first !== undefined && !overwrite)
    throw new InputError(
      `--out ${out}: expected a new or empty folder, found ${first}; --overwrite replaces an export`,
    );
  expectExport(out);
}

function exportText(head: ExportHead, files: readonly ExportedFile[]): string {
  const hashes = Object.fromEntries(files.map(({ path, data }) => [path, sha256(data)]));
  return `${JSON.stringify({ schemaVersion: 1, ...head, files: hashes }, null, 2)}\n`;
}

/** @throws InputError if the folder cannot be written; what was there is then untouched */
export function writeExport(out: string, head: ExportHead, files: readonly ExportedFile[]): void {
  // A name that ends in a slash would put what is temporary into the folder itself.
  const folder = resolve(out);
  const written = temporaryName(folder);
  const replaced = temporaryName(folder);
  try {
    for (const { path, data } of files) writeFileAtomically(join(written, path), data);
    writeFileAtomically(join(written, EXPORT_FILE), exportText(head, files));
    if (existsSync(folder)) renameSync(folder, replaced);
    renameSync(written, folder);
  } catch (error) {
    if (!existsSync(folder) && existsSync(replaced)) renameSync(replaced, folder);
    rmSync(written, { recursive: true, force: true });
    throw error instanceof InputError ? error : fileError('write', out, error);
  }
  rmSync(replaced, { recursive: true, force: true });
  // Only now: a process that was killed in the middle may have left the last whole export under such a name.
  removeAbandoned(folder);
}
