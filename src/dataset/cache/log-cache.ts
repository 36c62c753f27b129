/**
 * Logs that were read once, in order and typed, for the next start: kept by what the files hold and how they were read,
 * so that nothing of another file or another schema is ever taken for them.
 */
import { existsSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomically } from '../../core/files';
import { sha256 } from '../../core/hashes';
import { version } from '../../core/version';
import type { ContactLog } from '../contacts/contact-log';
import type { FeatureSpec } from '../schema/feature-schema';
import type { LogSchema } from '../schema/log-schema';
import { KnownFiles, stampsOf } from './known-files';
import { DamagedLogFile, FORMAT, readLogFile, writeLogFile } from './log-file';

/** How a log was read. */
export interface LogRequest {
  readonly files: readonly string[];
  readonly schema: LogSchema;
  readonly features: Readonly<Record<string, FeatureSpec>>;
  /** A model's, to number the rows by. */
  readonly actions: readonly string[] | undefined;
}

export interface LogCacheOptions {
  readonly folder: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Told what could not be read or written; the log is then read from its files. */
  readonly warn: (message: string) => void;
}

/** Logs kept at most: each is about as large as its file. */
const MOST = 4;
const EXTENSION = '.contacts';

/** As it is written: the order of features, rewards and outcomes is that of columns and of sums. */
function keyOf({ schema, features, actions }: LogRequest, dataHash: string): string {
  return sha256(JSON.stringify({ FORMAT, version, dataHash, schema, features, actions: actions ?? null }));
}

function keptLogs(folder: string): string[] {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return [];
  return readdirSync(folder).flatMap((name) => (name.endsWith(EXTENSION) ? [join(folder, name)] : []));
}

/** The log if it is kept; null if it is not, or what is kept is damaged. */
function found(
  path: string,
  key: string,
  { files }: LogRequest,
  options: LogCacheOptions,
): ContactLog | null {
  if (!existsSync(path)) return null;
  try {
    const log = readLogFile(path, key);
    const seconds = options.now / 1000;
    utimesSync(path, seconds, seconds);
    // The same bytes may have other names now.
    return { ...log, files };
  } catch (error) {
    if (!(error instanceof DamagedLogFile) && (error as NodeJS.ErrnoException).code === undefined)
      throw error;
    options.warn(`${path}: cannot be used, ${(error as Error).message}; the log is read anew`);
    return null;
  }
}

/** Makes room for one more: the logs that were not asked for the longest go. */
function prune(folder: string): void {
  const age = new Map(keptLogs(folder).map((path) => [path, statSync(path).mtimeMs]));
  const oldestFirst = [...age.keys()].sort((a, b) => age.get(a)! - age.get(b)!);
  for (const path of oldestFirst.slice(0, Math.max(0, age.size - MOST + 1))) rmSync(path, { force: true });
}

function keep(log: ContactLog, path: string, key: string, { folder, warn }: LogCacheOptions): void {
  try {
    // Customers' data: no version control is to take it along.
    writeFileAtomically(join(folder, '.gitignore'), '*\n');
    if (!existsSync(path)) prune(folder);
    writeLogFile(path, key, log);
  } catch (error) {
    warn(`${(error as Error).message}; the next start reads the log again`);
  }
}

/**
 * @param read reads the log from its files
 * @returns the log, and whether it was kept
 * @throws what `read` throws, and what the file system says of the files
 */
export async function cachedLog(
  request: LogRequest,
  read: () => Promise<ContactLog>,
  options: LogCacheOptions,
): Promise<{ readonly log: ContactLog; readonly isKept: boolean }> {
  const { folder, now } = options;
  const known = new KnownFiles(folder);
  const stamps = await stampsOf(request.files, now);
  const pathOf = (key: string) => join(folder, `${key.slice(0, 32)}${EXTENSION}`);
  // Before anything is kept, to hash the files would be to read them in vain.
  if (keptLogs(folder).length > 0) {
    const dataHash = await known.hashOf(request.files, stamps);
    const key = keyOf(request, dataHash);
    const log = found(pathOf(key), key, request, options);
    if (log !== null) {
      rememberIn(known, request, stamps, dataHash, options);
      return { log, isKept: true };
    }
  }
  const log = await read();
  const key = keyOf(request, log.dataHash);
  keep(log, pathOf(key), key, options);
  rememberIn(known, request, stamps, log.dataHash, options);
  return { log, isKept: false };
}

function rememberIn(
  known: KnownFiles,
  { files }: LogRequest,
  stamps: readonly string[] | null,
  dataHash: string,
  { warn }: LogCacheOptions,
): void {
  try {
    known.remember(files, stamps, dataHash);
  } catch (error) {
    warn((error as Error).message);
  }
}
