/** Whoever takes part in a comparison: a process that measures itself and prints one line of JSON. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import type { Metric, Section } from './results';

/** Cores that every process may use, and threads that it is told to use. */
export const THREADS = 2;
const TIME_LIMIT_MS = 20 * 60_000;

/** What a process prints; numbers beyond these are the section's business. */
export interface Printed {
  readonly peakMegabytes: number;
  readonly versions: Readonly<Record<string, string>>;
}

/** One number of one round. */
export interface Outcome {
  readonly task: string;
  readonly metric: Metric;
  readonly value: number;
  readonly peakMegabytes: number;
  readonly details?: Readonly<Record<string, number>>;
  readonly versions: Readonly<Record<string, string>>;
}

export interface Contender {
  readonly name: string;
  readonly ours: boolean;
  /** @throws Error with the reason if it cannot be measured here */
  readonly run: (round: number) => Promise<readonly Outcome[]>;
}

/** Contenders that meet at the same work, round by round. */
export interface Match {
  readonly section: Section;
  readonly task: string;
  readonly contenders: readonly Contender[];
}

/** Both sides are held to the same cores where the system can do that. */
function withinCores(command: readonly string[]): readonly string[] {
  const canPin = existsSync('/usr/bin/taskset') && cpus().length > THREADS;
  return canPin ? ['taskset', '-c', `0-${THREADS - 1}`, ...command] : command;
}

const environment = {
  ...process.env,
  ...{ OMP_NUM_THREADS: `${THREADS}`, MKL_NUM_THREADS: `${THREADS}`, OPENBLAS_NUM_THREADS: `${THREADS}` },
  ...{ TF_CPP_MIN_LOG_LEVEL: '2', JAX_PLATFORMS: 'cpu', CUDA_VISIBLE_DEVICES: '' },
};

/** The last line that says something, for a table; a stack would not fit. */
function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? '';
}

/**
 * Runs a command and parses the last line it prints.
 *
 * @throws Error with the last line of its error output if it fails
 */
export async function measureProcess<Numbers extends object>(
  command: readonly string[],
): Promise<Numbers & Printed> {
  const [program, ...args] = withinCores(command);
  const child = spawn(program!, args, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const timer = setTimeout(() => child.kill(), TIME_LIMIT_MS);
  let [output, errors] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const ended = await new Promise<string | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code === 0 ? null : `ended with ${signal ?? code}`));
  });
  clearTimeout(timer);
  if (ended !== null) throw new Error(lastLine(errors) || ended);
  return JSON.parse(lastLine(output)) as Numbers & Printed;
}
