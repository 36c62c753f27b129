/** Files that are read whole or said to be wrong, and never seen half-written. */
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  rmdirSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { InputError } from './errors';
import { removeAbandoned, temporaryName } from './temporary-names';

/** A file system error that the user can mend (full, read-only, missing folder) in one line. */
export function fileError(action: string, path: string, cause: unknown): InputError {
  const code = (cause as NodeJS.ErrnoException).code;
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'no such file or folder',
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    EROFS: 'the file system is read-only',
    ENOSPC: 'no space left on the device',
    EISDIR: 'it is a folder',
    ENOTDIR: 'a part of the path is not a folder',
    EEXIST: 'it exists and is not a folder',
  };
  const reason = code === undefined ? undefined : (reasons[code] ?? code);
  return new InputError(`${path}: cannot ${action}: ${reason ?? String(cause)}`, { cause });
}

function writeAll(path: string, data: string | Uint8Array): void {
  const handle = openSync(path, 'w');
  try {
    writeFully(handle, data);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/**
 * Makes a folder and those above it. Node's own recursive mkdir never returns where a file system refuses a new folder
 * as if the one above it were missing, as /proc does.
 *
 * @returns the folders that were not there, the deepest first
 * @throws what the file system says, as Node does
 */
export function makeFolder(folder: string): string[] {
  if (existsSync(folder) && statSync(folder).isDirectory()) return [];
  const above = dirname(folder);
  const made = existsSync(above) ? [] : makeFolder(above);
  try {
    mkdirSync(folder);
  } catch (error) {
    // Somebody else may have made it meanwhile.
    if (!isExistsError(error) || !statSync(folder).isDirectory()) throw error;
    return made;
  }
  return [folder, ...made];
}

/** Whether a file system error says that something of this name is there already. */
export function isExistsError(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'EEXIST';
}

/** Whether a file system error says that nothing of this name is there. */
export function isMissingError(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

/**
 * Writes a file under a temporary name and renames it: readers see the old file or the new one.
 *
 * @throws InputError if the folder cannot be written; the old file is then untouched
 */
export function writeFileAtomically(path: string, data: string | Uint8Array): void {
  const temporary = temporaryName(path);
  removeAbandoned(path);
  try {
    makeFolder(dirname(path));
    writeAll(temporary, data);
    renameSync(temporary, path);
  } catch (error) {
    // rmSync throws, even by force, where a part of the path is a file.
    if (existsSync(temporary)) rmSync(temporary);
    throw fileError('write', path, error);
  }
}

/**
 * Writes files of one folder under temporary names, and renames them when all are whole: whoever stops before finds
 * what was there, and no new folder.
 *
 * @param write is given a temporary name for each file; what it says is passed on, and null means: stopped, keep nothing
 * @throws InputError if the folder cannot be written, or one of the names is a folder's
 */
export async function writeTogether<Names extends Readonly<Record<string, string>>, Result>(
  folder: string,
  files: Names,
  write: (names: Names) => Promise<Result | null>,
): Promise<Result | null> {
  const names = Object.fromEntries(
    Object.entries(files).map(([key, file]) => [key, temporaryName(file)]),
  ) as Names;
  let made: readonly string[] = [];
  let isDone = false;
  try {
    for (const file of Object.values(files)) expectNoFolder(file);
    for (const file of Object.values(files)) removeAbandoned(file);
    made = makeFolder(folder);
    const result = await write(names);
    if (result === null) return null;
    for (const name of Object.values(names)) syncFile(name);
    for (const [key, file] of Object.entries(files)) renameSync(names[key]!, file);
    isDone = true;
    return result;
  } catch (error) {
    throw isFileSystemError(error) ? fileError('write', folder, error) : error;
  } finally {
    if (!isDone) removeLeftovers(Object.values(names), made);
  }
}

function isFileSystemError(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'syscall' in error;
}

/** @throws InputError */
function expectNoFolder(file: string): void {
  if (existsSync(file) && statSync(file).isDirectory()) throw fileError('write', file, codedError('EISDIR'));
}

/** Before it is renamed: a power cut must not leave its name with nothing behind it. */
function syncFile(file: string): void {
  const handle = openSync(file, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** As far as it goes: why there are any is the error to be told. */
function removeLeftovers(files: readonly string[], folders: readonly string[]): void {
  for (const file of files) if (existsSync(file)) rmSync(file);
  for (const folder of folders) {
    try {
      rmdirSync(folder);
    } catch {
      // Somebody else has put something into it.
      return;
    }
  }
}

/** Writes all of it: one call may write a part where the disk is nearly full. @param handle an open file's */
export function writeFully(handle: number, data: string | Uint8Array): void {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data;
  for (let written = 0; written < bytes.length;) written += writeSync(handle, bytes, written);
}

function probe(folder: string): void {
  const path = join(folder, 'probe');
  removeAbandoned(path);
  const temporary = temporaryName(path);
  writeAll(temporary, '');
  rmSync(temporary);
}

/** Finds out before long work whether its result can be written. @throws InputError naming the folder */
export function expectWritableFolder(folder: string): void {
  try {
    makeFolder(folder);
    probe(folder);
  } catch (error) {
    throw fileError('write', folder, error);
  }
}

/** Finds out before long work whether a file can be written; makes nothing. @throws InputError naming the file */
export function expectWritableFile(path: string): void {
  expectNoFolder(path);
  try {
    let folder = dirname(path);
    while (!existsSync(folder)) folder = dirname(folder);
    if (!statSync(folder).isDirectory()) throw codedError('ENOTDIR');
    probe(folder);
  } catch (error) {
    throw fileError('write', path, error);
  }
}

/**
 * No command replaces a file silently.
 *
 * @param flag that names it, or its folder
 * @param wanted what `flag` should name instead
 * @throws InputError naming the first file that is there, unless it may be replaced
 */
export function expectNotThere(
  flag: string,
  files: readonly string[],
  overwrite: boolean,
  wanted = 'a file that is not there yet',
): void {
  const taken = overwrite ? undefined : files.find((file) => existsSync(file));
  if (taken !== undefined)
    throw new InputError(`${flag}: expected ${wanted}, found ${taken}; --overwrite replaces it`);
}

/** As the file system would say it. */
function codedError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** @throws InputError naming the file if it cannot be read */
export function expectReadableFile(path: string): void {
  try {
    accessSync(path, constants.R_OK);
  } catch (error) {
    throw fileError('read', path, error);
  }
}

/** @throws InputError naming the file if it cannot be read */
export function readInputFile(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw fileError('read', path, error);
  }
}

/** A text file, without the byte order mark that some editors put before it. @throws InputError unless it is UTF-8 */
export function readTextFile(path: string): string {
  const bytes = readInputFile(path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new InputError(`${path}: expected UTF-8, got other bytes; save it as UTF-8`, { cause });
  }
}

function jsonError(text: string): Error | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return error as Error;
  }
}

/** The line on which a text stops being JSON: JSON.parse does not always say, but finds no fault with what comes before. */
function brokenLine(text: string): number {
  const isBroken = (length: number) => {
    const message = jsonError(text.slice(0, length))?.message ?? '';
    const isUnfinished =
      /end of JSON|Unterminated/.test(message) || message.includes(`at position ${length}`);
    return message !== '' && !isUnfinished;
  };
  let [whole, broken] = [0, text.length];
  while (broken - whole > 1) {
    const middle = Math.floor((whole + broken) / 2);
    if (isBroken(middle)) broken = middle;
    else whole = middle;
  }
  return text.slice(0, broken).trimEnd().split('\n').length;
}

/** @throws InputError naming the file if it cannot be read or is not JSON */
export function readJsonFile(path: string): unknown {
  const text = readTextFile(path);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    // It quotes the text, line ends and all.
    const words = (error as Error).message.replace(/\s+/g, ' ');
    throw new InputError(`${path}:${brokenLine(text)}: expected JSON, ${words}`, { cause: error });
  }
}
