/** `scripts/run.mjs` in a checkout of its own, with a compiler that writes one file. */
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { useFreshFolders } from '../support/fresh-folders';

const freshFolder = useFreshFolders();

/** Writes what source.txt says as the program. */
const COMPILER = `
  const { readFileSync, writeFileSync } = require('node:fs');
  const out = process.argv[process.argv.indexOf('--outDir') + 1];
  writeFileSync(out + '/entry.js', readFileSync('src/source.txt', 'utf8'));`;

function checkout(): string {
  const root = freshFolder();
  for (const folder of ['src', 'scripts', 'node_modules/typescript-native/bin']) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  copyFileSync(resolve(__dirname, '../../scripts/run.mjs'), join(root, 'scripts/run.mjs'));
  writeFileSync(join(root, 'package.json'), '{}');
  writeFileSync(join(root, 'tsconfig.json'), '{}');
  writeFileSync(join(root, 'node_modules/typescript-native/package.json'), '{}');
  writeFileSync(join(root, 'node_modules/typescript-native/bin/tsc'), COMPILER);
  write(root, 'first');
  return root;
}

/** Changes the source, a second later than whatever was built. */
function write(root: string, text: string): void {
  const source = join(root, 'src/source.txt');
  writeFileSync(source, `console.log(${JSON.stringify(text)}, process.argv.slice(2).join());`);
  const later = Date.now() / 1000 + 1;
  utimesSync(source, later, later);
}

/** As a user who owns nothing here, where the tests are run by one who may write everywhere. */
function run(root: string, ...args: readonly string[]) {
  const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/run.mjs', ...args], {
    ...{ cwd: root, encoding: 'utf8', ...nobody },
  });
  return { status, stdout, stderr };
}

function setWritable(root: string, writable: boolean): void {
  chmodSync(root, writable ? 0o777 : 0o555);
}

it('builds when a source is newer, and runs what was built with its arguments', () => {
  const root = checkout();
  setWritable(root, true);
  const first = run(root, 'entry', '--', 'a', 'b');
  expect(first).toEqual({ status: 0, stdout: 'first a,b\n', stderr: 'building…\n' });
  write(root, 'second');
  expect(run(root, 'entry')).toEqual({ status: 0, stdout: 'second \n', stderr: 'building…\n' });
  expect(readdirSync(root).filter((name) => name.startsWith('dist'))).toEqual(['dist']);
});

it.each([
  ['without a build', false],
  ['with an old one', true],
])('says in one line what to do in a checkout %s that it may not write', (_which, built) => {
  const root = checkout();
  if (built) {
    setWritable(root, true);
    expect(run(root, '--build').status).toBe(0);
    write(root, 'second');
  }
  setWritable(root, false);
  const reason = 'permission denied; who may write there types: npm run build';
  expect(run(root, 'entry')).toEqual({
    status: 2,
    stdout: '',
    stderr: `building…\n${root}: expected a build as new as its sources, cannot build: ${reason}\n`,
  });
  setWritable(root, true);
});

it('says in one line that the compiler is missing', () => {
  const root = checkout();
  setWritable(root, true);
  rmSync(join(root, 'node_modules'), { recursive: true });
  const { status, stderr } = run(root, '--build');
  expect(status).toBe(2);
  expect(stderr).toBe(
    `${root}: expected a build as new as its sources, cannot build: there is no compiler; first type: npm ci\n`,
  );
});
