/** A headless Chromium, spoken to by the DevTools protocol over a pipe; no package drives it. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

type Params = Readonly<Record<string, unknown>>;

export interface Chromium {
  /** @throws Error with what Chromium says is wrong */
  readonly send: <Result>(method: string, params?: Params, session?: string) => Promise<Result>;
  readonly on: (method: string, listener: (params: Params) => void) => void;
  readonly close: () => Promise<void>;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Params;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** @param program such as /usr/bin/chromium */
export function openChromium(program: string): Chromium {
  const profile = mkdtempSync(join(tmpdir(), 'contact-dqn-chromium-'));
  const flags = [
    '--headless=new',
    '--no-sandbox',
    '--disable-gpu',
    '--no-first-run',
    '--disable-background-networking',
  ];
  const child = spawn(
    program,
    [...flags, '--remote-debugging-pipe', `--user-data-dir=${profile}`, 'about:blank'],
    {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    },
  );
  const [, , , input, output] = child.stdio as unknown as [null, null, null, Writable, Readable];
  const waiting = new Map<
    number,
    { readonly done: (result: never) => void; readonly fail: (error: Error) => void }
  >();
  const listeners = new Map<string, (params: Params) => void>();
  let text = '';
  let last = 0;
  output.setEncoding('utf8').on('data', (piece: string) => {
    const messages = (text + piece).split('\0');
    text = messages.pop()!;
    for (const message of messages) hear(JSON.parse(message) as Message);
  });
  const hear = ({ id, method, params = {}, result, error }: Message) => {
    if (method !== undefined) return listeners.get(method)?.(params);
    const asked = waiting.get(id!);
    waiting.delete(id!);
    if (error === undefined) asked?.done(result as never);
    else asked?.fail(new Error(error.message));
  };
  return {
    send: (method, params = {}, sessionId) =>
      new Promise((done, fail) => {
        last += 1;
        waiting.set(last, { done, fail });
        input.write(`${JSON.stringify({ id: last, method, params, ...(sessionId && { sessionId }) })}\0`);
      }),
    on: (method, listener) => void listeners.set(method, listener),
    close: async () => {
      const closed = new Promise((done) => child.once('close', done));
      child.kill('SIGKILL');
      await closed;
      await removeFolder(profile);
    },
  };
}

/** Chromium's own processes write for a moment more, into folders that are being removed. */
export async function removeFolder(folder: string): Promise<void> {
  for (let tries = 100; ; tries -= 1)
    try {
      rmSync(folder, { recursive: true, force: true });
      return;
    } catch (error) {
      if (tries === 0) throw error;
      await new Promise((done) => setTimeout(done, 100));
    }
}
