/** Downloads wheels and unpacks them into the cache, which other set-ups may use at the same time. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { InputError } from '../../src/core/errors';
import { expectContent } from './pins';
import type { Target } from './requirements';
import { runQuietly, runShown, say } from './shell';
import { pipOptions } from './wheels';

/** Whether a process still runs, also one of another user. */
function isRunning(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Folders `FOLDER.KIND-PID` whose process was ended before it could remove them. */
function abandoned(folder: string, kind: string): string[] {
  const start = `${basename(folder)}.${kind}-`;
  return readdirSync(dirname(folder))
    .filter((name) => name.startsWith(start) && !isRunning(Number(name.slice(start.length))))
    .map((name) => join(dirname(folder), name));
}

/** Takes over the wheels that an interrupted run has downloaded. */
function adoptDownloads(folder: string, downloads: string): void {
  const [found] = abandoned(folder, 'wheels');
  try {
    if (found !== undefined) renameSync(found, downloads);
  } catch {
    // Another set-up has taken them: pip downloads them for this one.
  }
}

/** Gives a complete folder its name. Where another set-up was first, its folder serves. */
function putInPlace(complete: string, folder: string): void {
  try {
    renameSync(complete, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}

interface Unpacking {
  readonly folder: string;
  /** What the one wheel must be; without it every file is taken as pip gives it. */
  readonly sha256?: string | undefined;
  /** The entry of the wheels that becomes `folder`; without it everything does. */
  readonly part?: string;
  /** Last work on the new folder before it gets its name. */
  readonly finish?: (folder: string) => void;
}

/**
 * Downloads wheels and unpacks them into one new folder, which appears when it is complete. Wheels that an interrupted
 * run has downloaded are used.
 *
 * @throws InputError if a download or the unpacking fails, or a wheel is not the one that is pinned
 */
export function unpackWheels(
  python: string,
  target: Target,
  requirements: readonly string[],
  { folder, sha256, part = '.', finish = () => undefined }: Unpacking,
): void {
  mkdirSync(dirname(folder), { recursive: true });
  for (const left of abandoned(folder, 'partial')) rmSync(left, { recursive: true, force: true });
  const downloads = `${folder}.wheels-${process.pid}`;
  adoptDownloads(folder, downloads);
  if (!runShown(python, ['-m', 'pip', 'download', ...pipOptions(target, downloads), ...requirements]))
    throw new InputError(`pip could not download ${requirements.join(', ')}: its message is above`);
  if (sha256 !== undefined) expectContent(downloads, sha256);
  say('unpacking…');
  const partial = `${folder}.partial-${process.pid}`;
  for (const wheel of readdirSync(downloads)) {
    const { ok, reason } = runQuietly(python, ['-m', 'zipfile', '-e', join(downloads, wheel), partial]);
    if (!ok) throw new InputError(`${join(downloads, wheel)}: cannot be unpacked into ${partial}: ${reason}`);
  }
  finish(join(partial, part));
  putInPlace(join(partial, part), folder);
  rmSync(partial, { recursive: true, force: true });
  rmSync(downloads, { recursive: true, force: true });
}
