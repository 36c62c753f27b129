/** The export for TensorFlow.js in headless Chromium: files and TensorFlow.js from a server on this machine, nothing from elsewhere. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { InputError, RequirementError } from '../../src/core/errors';
import { exportTfjs } from '../../src/export/tfjs/export-tfjs';
import type { Answers } from './in-onnx-runtime';
import { here } from './in-python';
import type { Job } from './jobs';
import { givenOf, type PolicyAnswer } from './policy-answers';
import { removeFolder } from '../serving/chromium';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome'] as const;
const PATIENCE_MS = 600_000;

const types: Readonly<Record<string, string>> = {
  ...{
    '.html': 'text/html',
    '.js': 'text/javascript',
    '.mjs': 'text/javascript',
    '.json': 'application/json',
  },
};

interface Sent {
  readonly backend: string;
  readonly answers: readonly PolicyAnswer[];
}

/** @throws RequirementError if there is none */
function chromium(): string {
  const found = PROGRAMS.find((name) => spawnSync(name, ['--version']).status === 0);
  if (found !== undefined) return found;
  throw new RequirementError(`test:browser: expected one of ${PROGRAMS.join(', ')} in the PATH, found none`);
}

async function filesOf(jobs: readonly Job[]): Promise<ReadonlyMap<string, string | Uint8Array>> {
  const tfjs = join(dirname(require.resolve('@tensorflow/tfjs/package.json')), 'dist/tf.min.js');
  const files = new Map<string, string | Uint8Array>([
    ['/', readFileSync(join(here, 'page.html'))],
    ['/tf.min.js', readFileSync(tfjs)],
    ['/answer-rows.mjs', readFileSync(join(here, 'answer-rows.mjs'))],
    ['/jobs.json', JSON.stringify({ jobs: jobs.length })],
  ]);
  for (const [i, { exported, questions }] of jobs.entries()) {
    for (const { path, data } of await exportTfjs(exported.model, exported.raw))
      files.set(`/${i}/${path}`, data);
    files.set(`/${i}/rows.json`, JSON.stringify(questions.map(({ row }) => row)));
  }
  return files;
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return JSON.parse(Buffer.concat(parts).toString('utf8'));
}

/** @param take is given what the page sends, by its path */
function serve(
  files: ReadonlyMap<string, string | Uint8Array>,
  take: (path: string, body: unknown) => void,
): Server {
  return createServer((request, response) => {
    const path = request.url ?? '/';
    if (request.method === 'POST') {
      void bodyOf(request).then((body) => {
        response.end();
        take(path, body);
      });
      return;
    }
    const file = files.get(path);
    const type = types[path === '/' ? '.html' : extname(path)] ?? 'application/octet-stream';
    response.writeHead(file === undefined ? 404 : 200, { 'content-type': type }).end(file);
  });
}

function open(url: string, profile: string): ChildProcess {
  const flags = [
    '--headless=new',
    '--no-sandbox',
    '--disable-gpu',
    '--no-first-run',
    `--user-data-dir=${profile}`,
  ];
  return spawn(chromium(), [...flags, url], { stdio: 'ignore' });
}

function ask(files: ReadonlyMap<string, string | Uint8Array>, jobs: number): Promise<readonly Sent[]> {
  const profile = mkdtempSync(join(tmpdir(), 'contact-dqn-chromium-'));
  const sent: Sent[] = [];
  return new Promise<readonly Sent[]>((done, fail) => {
    const timer = setTimeout(
      () => end(() => fail(new InputError('chromium: no answer in 10 minutes'))),
      PATIENCE_MS,
    );
    const server = serve(files, (path, body) => {
      if (path === '/failed') end(() => fail(new InputError(`chromium: ${String(body)}`)));
      else if (path === '/done')
        end(() => (sent.length === jobs ? done(sent) : fail(new Error('answers are missing'))));
      else sent[Number(path.split('/')[1])] = body as Sent;
    });
    let browser: ChildProcess | null = null;
    const end = (settle: () => void) => {
      clearTimeout(timer);
      browser?.once('exit', () => void removeFolder(profile));
      browser?.kill();
      server.close();
      server.closeAllConnections();
      settle();
    };
    server.listen(0, '127.0.0.1', () => {
      browser = open(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, profile);
      browser.on('error', (error) => end(() => fail(error)));
    });
  });
}

/**
 * @returns in the order of the jobs
 * @throws RequirementError without Chromium
 * @throws InputError with what the page says where it fails
 */
export async function answersInBrowser(
  jobs: readonly Job[],
  say: (line: string) => void,
): Promise<readonly Answers[]> {
  const sent = await ask(await filesOf(jobs), jobs.length);
  say(`Chromium, backend ${sent[0]!.backend} of TensorFlow.js`);
  return sent.map(
    ({ answers }, job): Answers =>
      (i) =>
        givenOf(answers[i]!, jobs[job]!.exported),
  );
}
