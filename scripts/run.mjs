// Runs a compiled entry of this checkout, compiling first when a source is newer than the last build:
//   node scripts/run.mjs src/cli/main -- train --help
//   node scripts/run.mjs --build
// Types are not checked here (that is `npm run check`), so a first build takes seconds.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const stamp = join(dist, '.built');

function newest(path) {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function isStale() {
  if (!existsSync(stamp)) return true;
  const sources = ['src', 'scripts', 'tsconfig.json', 'package.json'].map((name) => newest(join(root, name)));
  return Math.max(...sources) > statSync(stamp).mtimeMs;
}

/** Compiles into a folder of its own and swaps it in, so that a second command never sees half a build. */
function build() {
  const fresh = join(root, `dist.${process.pid}`);
  const tsc = compiler();
  // A folder's time stamp is later than that of every source read below, also if one is edited meanwhile.
  mkdirSync(fresh, { recursive: true });
  writeFileSync(join(fresh, '.built'), '');
  const result = spawnSync(process.execPath, [tsc, '-p', root, '--outDir', fresh, '--noCheck'], {
    stdio: ['ignore', 2, 2],
  });
  if (result.status !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    process.exit(1);
  }
  const old = `${fresh}.old`;
  try {
    if (existsSync(dist)) renameSync(dist, old);
    renameSync(fresh, dist);
  } catch (error) {
    // Another command built at the same time and won the swap: its build is as good as ours.
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(stamp) || error.code in REASONS) throw error;
  }
  rmSync(old, { recursive: true, force: true });
}

/** The native TypeScript, in seconds what the one written in JavaScript takes a quarter of a minute for. */
function compiler() {
  try {
    const packageFile = createRequire(import.meta.url).resolve('typescript-native/package.json');
    return join(dirname(packageFile), 'bin/tsc');
  } catch {
    refuse('there is no compiler; first type: npm ci');
  }
}

const REASONS = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left on the device',
  EDQUOT: 'the disk quota is used up',
};

/** One line and the exit code of what the user can mend. */
function refuse(reason) {
  process.stderr.write(`${root}: expected a build as new as its sources, cannot build: ${reason}\n`);
  process.exit(2);
}

function buildOrRefuse() {
  try {
    build();
  } catch (error) {
    const reason = REASONS[error.code];
    if (reason === undefined) throw error;
    refuse(`${reason}; who may write there types: npm run build`);
  }
}

const [entry, ...args] = process.argv.slice(2);
if (entry === undefined) {
  process.stderr.write('usage: node scripts/run.mjs --build | ENTRY [arguments]\n');
  process.exit(2);
}
if (isStale()) {
  if (entry !== '--build') process.stderr.write('building…\n');
  buildOrRefuse();
}
if (entry !== '--build') {
  process.argv = [process.argv[0], join(dist, `${entry}.js`), ...(args[0] === '--' ? args.slice(1) : args)];
  await import(pathToFileURL(process.argv[1]).href);
}
