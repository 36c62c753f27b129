/** A service as a process of its own, as users start it, and what it takes. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './customers';

export const main = join(root, 'dist/src/cli/main.js');

/** Clock ticks per second in /proc (Linux, sysconf _SC_CLK_TCK). */
const TICKS = 100;

export interface Served {
  readonly url: string;
  /** What computes values, in words. */
  readonly computedBy: string;
  readonly child: ChildProcess;
  /** Seconds of all processors, of all its threads; NaN where the system does not say. */
  readonly cpuSeconds: () => number;
  /** NaN where the system does not say. */
  readonly residentMegabytes: () => number;
  /** Asks it to end, and waits for it. @returns its exit code */
  readonly stop: () => Promise<number | null>;
}

function procFile(pid: number, name: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return null;
  }
}

/** What a running service takes, and how it is ended. */
export function processOf(child: ChildProcess): Omit<Served, 'url' | 'computedBy'> {
  const pid = child.pid!;
  const ended = new Promise<number | null>((done) => child.on('close', done));
  return {
    child,
    cpuSeconds: () => {
      const stat = procFile(pid, 'stat');
      if (stat === null) return NaN;
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      // proc(5): the 14th and 15th field of all, of which two are before the bracket.
      return (Number(fields[11]) + Number(fields[12])) / TICKS;
    },
    residentMegabytes: () => {
      const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(procFile(pid, 'status') ?? '') ?? [];
      return kilobytes === undefined ? NaN : Math.round(Number(kilobytes) / 1024);
    },
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

export async function startServed(flags: readonly string[]): Promise<Served> {
  const child = spawn(process.execPath, [main, 'serve', '--port', '0', ...flags], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  const url = await new Promise<string>((done, fail) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const [found] = /http:\S+/.exec(said) ?? [];
      if (found !== undefined) done(found);
    });
    child.on('close', () => fail(new Error(`it ended before it served: ${said}`)));
  });
  const [, computedBy = 'unknown'] = /computed by (.+)/.exec(said) ?? [];
  return { url, computedBy, ...processOf(child) };
}

/** A model of the shipped company's log. @returns its folder */
export function trainedModel(folder: string, seed: number): string {
  const data = join(root, 'data/company-log');
  const flags = [
    '--data',
    join(data, 'contacts.csv'),
    '--schema',
    join(data, 'schema.yaml'),
    '--method',
    'one-step',
  ];
  const { status, stderr } = spawnSync(
    process.execPath,
    [main, 'train', ...flags, '--seed', String(seed), '--out', folder, '--quiet'],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`training failed: ${stderr}`);
  return folder;
}
