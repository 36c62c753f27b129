/** Other programs as setup-native calls them: found in the PATH, run quietly, to the terminal, or to a log. */
import { spawnSync, type SpawnSyncOptions } from 'node:child_process';
import { accessSync, closeSync, constants, openSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface Outcome {
  /** Exit status 0. */
  readonly ok: boolean;
  /** Standard output. */
  readonly output: string;
  /** Why it ended otherwise: the last line it wrote to standard error, or the signal. */
  readonly reason: string;
}

type Place = Pick<SpawnSyncOptions, 'cwd' | 'env'>;

/** Progress goes to standard error; standard output is for the result. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Whether the PATH has a program of this name. */
export function isInPath(name: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Runs a program and keeps what it writes. */
export function runQuietly(command: string, args: readonly string[], place: Place = {}): Outcome {
  const { status, signal, stdout, stderr } = spawnSync(command, args, {
    ...place,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const last = (stderr ?? '').trim().split('\n').at(-1)!;
  const reason = signal === null ? last : `ended by ${signal}`;
  return {
    ok: status === 0,
    output: stdout ?? '',
    reason: reason === '' ? `exit ${String(status)}` : reason,
  };
}

/** Runs a program that shows its own progress, on standard error. @returns whether it succeeded */
export function runShown(command: string, args: readonly string[], place: Place = {}): boolean {
  return spawnSync(command, args, { ...place, stdio: ['ignore', 2, 2] }).status === 0;
}

/** Runs a program whose output only matters if it fails: it is appended to a log. @returns whether it succeeded */
export function runLogged(log: string, command: string, args: readonly string[], place: Place = {}): boolean {
  const file = openSync(log, 'a');
  try {
    return spawnSync(command, args, { ...place, stdio: ['ignore', file, file] }).status === 0;
  } finally {
    closeSync(file);
  }
}

export function lastLines(file: string, count: number): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
}
