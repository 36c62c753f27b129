/** The compiled program as a child process, in a folder of its own. */
import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const MAIN = resolve(__dirname, '../../dist/src/cli/main.js');

/** How the tests themselves were started is not how the program was. */
const OF_THE_TESTS = {
  npm_lifecycle_event: undefined,
  TF_CPP_MIN_LOG_LEVEL: undefined,
  TF_ENABLE_ONEDNN_OPTS: undefined,
};

/** A file of the repository. */
export function shipped(path: string): string {
  return resolve(__dirname, '../..', path);
}

export interface CliResult {
  /** Exit code; null where a signal ended the process. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  /** Working folder. */
  readonly cwd: string;
  /** Variables of the environment beside those of the tests. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Sent as soon as `when` answers true; it is asked every few milliseconds, with what was said till then. */
  readonly signal?: {
    readonly name: 'SIGHUP' | 'SIGINT' | 'SIGKILL' | 'SIGTERM';
    readonly when: (stderr: string) => boolean;
    /** How often, one soon after the other; npm passes on what the terminal has sent already. */
    readonly times?: number;
  };
  /** Where output goes that is not read: to nobody, as after `| true`, or to a full disk (Linux). */
  readonly stdout?: Unread;
  readonly stderr?: Unread;
}

type Unread = 'nobody' | 'full disk';

/** Runs one command line to its end. */
export function runCli(
  args: readonly string[],
  { cwd, environment, signal, ...unread }: CliOptions,
): Promise<CliResult> {
  const full = openSync(existsSync('/dev/full') ? '/dev/full' : devNull, 'w');
  const [out, error] = [unread.stdout, unread.stderr].map((to) => (to === 'full disk' ? full : 'pipe'));
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd,
    env: { ...process.env, ...OF_THE_TESTS, ...environment },
    stdio: ['ignore', out, error],
    // A command that does not stop when it should fails its test, and does not outlive it.
    timeout: 60_000,
    killSignal: 'SIGKILL',
  });
  let stdout = '';
  let stderr = '';
  closeSync(full);
  if (unread.stdout === 'nobody') child.stdout?.destroy();
  if (unread.stderr === 'nobody') child.stderr?.destroy();
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  let sent = 0;
  const watch = setInterval(() => {
    if (signal === undefined || (sent === 0 && !signal.when(stderr))) return;
    child.kill(signal.name);
    sent += 1;
    if (sent >= (signal.times ?? 1)) clearInterval(watch);
  }, 2);
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', (code) => {
      clearInterval(watch);
      done({ code, stdout, stderr });
    });
  });
}

/** Gives the work an empty folder of its own, also where tests run side by side. */
export async function inFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'contact-dqn-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Every file and folder below a folder with its bytes: two equal listings, and nothing has happened on the disk. */
export function listing(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path, entry.isFile() ? readFileSync(path, 'base64') : 'not a file'];
    }),
  );
}

/** Settings with which a simulation run takes a second or two. */
export const SHORT_SIMULATION = [
  ...['--steps', '640', '--environments', '32', '--quiet'],
  ...[
    'learningStarts=64',
    'batchSize=16',
    'hiddenLayers=[8]',
    'evaluation.interval=320',
    'evaluation.episodes=10',
    'report.episodes=250',
    'lookAheadEpisodes=1',
    'periods=5',
  ].flatMap((assignment) => ['--set', assignment]),
];

/** Settings with which a run on the shipped log takes a second or two. */
export const SHORT_LOGGED = [
  ...['--steps', '640', '--quiet'],
  ...['learningStarts=64', 'batchSize=16', 'hiddenLayers=[8]', 'evaluation.interval=320'].flatMap(
    (assignment) => ['--set', assignment],
  ),
];
