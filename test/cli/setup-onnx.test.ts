/** `npm run setup:onnx` without a network: npm is a program of the test's own. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ONNX_RUNTIME_VERSION } from '../../src/tensor/onnx/session';
import { useFreshFolders } from '../support/fresh-folders';
import { shipped } from '../support/run-cli';

const freshFolder = useFreshFolders();
const FOLDER = `onnxruntime-node-${ONNX_RUNTIME_VERSION}`;

/** An npm that installs a package of one line, with binaries of every machine; or fails. */
function npmThat(folder: string, ends: 'well' | 'badly'): string {
  const file = join(folder, 'npm-cli.js');
  const code = `const { mkdirSync, writeFileSync } = require('node:fs');
    const { join } = require('node:path');
    if (!process.argv.includes('--ignore-scripts') || process.env.ONNXRUNTIME_NODE_INSTALL !== 'skip') process.exit(7);
    const place = join(process.cwd(), 'node_modules/onnxruntime-node');
    for (const machine of ['linux/x64', 'linux/arm64', 'darwin/arm64', 'win32/x64', process.platform + '/' + process.arch])
      mkdirSync(join(place, 'bin/napi-v6', machine), { recursive: true });
    writeFileSync(join(place, 'index.js'), 'exports.InferenceSession = {};');`;
  writeFileSync(file, ends === 'well' ? code : 'process.exit(1);');
  return file;
}

function setUp(cache: string, npm: string, ...args: readonly string[]) {
  const env = { ...process.env, CONTACT_DQN_CACHE: cache, npm_execpath: npm };
  const script = shipped('dist/scripts/setup-onnx.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    env,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

it('says what it brings, keeps what this machine needs, and does nothing the second time', () => {
  const folder = freshFolder();
  const cache = join(folder, 'cache');
  const first = setUp(cache, npmThat(folder, 'well'));
  expect(first).toMatchObject({ status: 0, stdout: `ONNX Runtime ${ONNX_RUNTIME_VERSION} works\n` });
  expect(first.stderr).toContain(`downloads onnxruntime-node ${ONNX_RUNTIME_VERSION}`);
  const binaries = join(cache, FOLDER, 'node_modules/onnxruntime-node/bin/napi-v6');
  expect(readdirSync(binaries)).toEqual([process.platform]);
  expect(readdirSync(join(binaries, process.platform))).toEqual([process.arch]);
  const second = setUp(cache, npmThat(folder, 'badly'));
  expect(second.stdout).toContain('nothing to do');
  expect(setUp(cache, npmThat(folder, 'badly'), '--remove').status).toBe(0);
  expect(existsSync(join(cache, FOLDER))).toBe(false);
});

it('leaves nothing behind where npm fails, and what works where it is', () => {
  const folder = freshFolder();
  const cache = join(folder, 'cache');
  const { status, stderr } = setUp(cache, npmThat(folder, 'badly'));
  expect(status).toBe(2);
  expect(stderr).toContain(`npm ci of onnxruntime-node ${ONNX_RUNTIME_VERSION} failed`);
  expect(readdirSync(cache)).toEqual([]);
  // One that does not load, as of another machine, is brought anew.
  mkdirSync(join(cache, FOLDER, 'node_modules/onnxruntime-node'), { recursive: true });
  writeFileSync(join(cache, FOLDER, 'package.json'), '{}');
  writeFileSync(join(cache, FOLDER, 'node_modules/onnxruntime-node/index.js'), 'throw new Error("broken");');
  expect(setUp(cache, npmThat(folder, 'well')).stdout).toContain('works');
  expect(readdirSync(cache)).toEqual([FOLDER]);
});
