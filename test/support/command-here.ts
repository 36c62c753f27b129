/** A command line run in this process, where it starts warm; what only a process can show is run by `run-cli.ts`. */
import { Console } from 'node:console';
import { runCommandLine } from '../../src/cli/run-command-line';
import type { CliResult } from './run-cli';

/** Keeps what is written to a stream. */
function listenTo(stream: NodeJS.WriteStream): () => string {
  let text = '';
  const write = (chunk: string | Uint8Array, ...rest: unknown[]) => {
    text += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    const written = rest.find((argument) => typeof argument === 'function');
    written?.();
    return true;
  };
  const spy = jest.spyOn(stream, 'write').mockImplementation(write);
  return () => {
    spy.mockRestore();
    return text;
  };
}

let isRunning = false;

/** Runs one command line to its end in a working folder; one at a time, for a process is in one folder. */
export async function runHere(args: readonly string[], cwd: string): Promise<CliResult> {
  if (isRunning) throw new Error('an earlier command has not come to its end');
  isRunning = true;
  const [home, console, script] = [process.cwd(), globalThis.console, process.env.npm_lifecycle_event];
  process.chdir(cwd);
  // How the tests themselves were started is not how the command was.
  delete process.env.npm_lifecycle_event;
  const [stdout, stderr] = [listenTo(process.stdout), listenTo(process.stderr)];
  // The tests' own tells where each line was written.
  globalThis.console = new Console(process.stdout, process.stderr);
  const restore = () => {
    globalThis.console = console;
    if (script !== undefined) process.env.npm_lifecycle_event = script;
    process.chdir(home);
    isRunning = false;
    return { stdout: stdout(), stderr: stderr() };
  };
  const code = await runCommandLine(args).catch((error: unknown) => {
    restore();
    throw error;
  });
  return { code, ...restore() };
}
