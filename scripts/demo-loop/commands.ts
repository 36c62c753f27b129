/** contact-dqn as a company would run it: one command after the other, and a service between them. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

const program = join(__dirname, '../../src/cli/main.js');

/** @returns 0, or 3 where a gate was not passed @throws Error with what it says if it ends with anything else */
export function exitCodeOf(...args: readonly string[]): 0 | 3 {
  const { status, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' });
  if (status === 0 || status === 3) return status;
  throw new Error(`contact-dqn ${args.join(' ')}: exit code ${status}: ${stderr}`);
}

/** @throws Error with what it says unless it ends with 0 */
export function run(...args: readonly string[]): void {
  if (exitCodeOf(...args) !== 0) throw new Error(`contact-dqn ${args.join(' ')}: gate not passed`);
}

export interface Service {
  /** @returns the answer @throws Error unless it is 200 */
  readonly post: (route: string, body: unknown) => Promise<unknown>;
  /** Ends it as an operator would, and waits until all is written. */
  readonly end: () => Promise<void>;
}

/** The address that the service says when it listens. */
function listening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr!.on('data', (bytes: Buffer) => {
      said += bytes.toString();
      const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? [];
      if (url !== undefined) resolve(url);
    });
    child.once('exit', (code) => reject(new Error(`serve: exit code ${code} before it listened: ${said}`)));
  });
}

export async function serve(...args: readonly string[]): Promise<Service> {
  const child = spawn(process.execPath, [program, 'serve', '--port', '0', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const url = await listening(child);
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return {
    post: async (route, body) => {
      const response = await fetch(`${url}${route}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      const text = await response.text();
      if (response.status !== 200) throw new Error(`POST ${route}: ${response.status} ${text.slice(0, 500)}`);
      return JSON.parse(text) as unknown;
    },
    end: async () => {
      child.kill('SIGTERM');
      const code = await ended;
      if (code !== 0) throw new Error(`serve: exit code ${code} after SIGTERM`);
    },
  };
}
