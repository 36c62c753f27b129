/** The service that ours is measured beside: FastAPI around ONNX Runtime, of the same model's export (scripts/peers). */
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { actionLabels } from '../../src/dataset/action-list';
import { readManifest } from '../../src/store/manifest';
import { pythonWith } from '../peers/python';
import { root } from './customers';
import { main, processOf, type Served } from './served-process';

const peers = join(root, 'scripts/peers');
const requirements = join(peers, 'requirements-serve.txt');
/** Milliseconds within which it has to answer. */
const PATIENCE = 30_000;

/** Of what makes its speed, as pinned. */
export function peerVersions(): readonly string[] {
  return readFileSync(requirements, 'utf8')
    .split('\n')
    .filter((line) => /^(fastapi|uvicorn|onnxruntime)==/.test(line))
    .map((line) => line.replace('==', ' '));
}

function exported(model: string, folder: string): string {
  const flags = ['--model', model, '--format', 'onnx', '--out', folder, '--quiet'];
  const { status, stderr } = spawnSync(process.execPath, [main, 'export', ...flags], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the export failed: ${stderr}`);
  return join(folder, 'onnx/model.onnx');
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => done(port));
    });
  });
}

const isUp = (url: string) =>
  fetch(`${url}/openapi.json`).then(
    ({ ok }) => ok,
    () => false,
  );

/** @param folder for the export */
export async function startPeer(
  model: string,
  folder: string,
  say: (line: string) => void,
): Promise<Omit<Served, 'computedBy'>> {
  const announcement = ['FastAPI, uvicorn and ONNX Runtime, 60 MB to download'];
  const python = pythonWith({ name: 'peer-service', requirements, announcement }, say);
  const { actions, raw } = readManifest(join(model, 'model/manifest.json'));
  // Ours answers by the names of the log.
  const names = actionLabels(actions, raw?.schema).join(',');
  const port = await freePort();
  const args = [join(peers, 'serve_onnx.py'), exported(model, folder), names, String(port)];
  const child = spawn(python, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const url = `http://127.0.0.1:${port}`;
  const started = performance.now();
  while (!(await isUp(url))) {
    if (child.exitCode !== null || performance.now() - started > PATIENCE) {
      child.kill('SIGKILL');
      throw new Error('the peer does not answer');
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  return { url, ...processOf(child) };
}

/** How many customers both services do the same with. */
export async function sameActions(
  urls: readonly [string, string],
  customers: readonly Readonly<Record<string, unknown>>[],
): Promise<number> {
  let same = 0;
  for (const columns of customers) {
    const [one, other] = await Promise.all(
      urls.map(async (url) => {
        const headers = { 'content-type': 'application/json' };
        const response = await fetch(`${url}/decide`, {
          ...{ method: 'POST', headers, body: JSON.stringify({ columns }) },
        });
        return ((await response.json()) as { readonly action: string }).action;
      }),
    );
    if (one === other) same += 1;
  }
  return same;
}
