/**
 * The binding: tfjs-node, compiled against a TensorFlow library where it lies. It is made in `.native.partial` and takes
 * the place of `.native` when it is proven, so that a set-up that fails leaves the one that works.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { InputError } from '../../src/core/errors';
import { readJsonFile } from '../../src/core/files';
import { nativeFolder } from '../../src/tensor/native/library';
import { headersPrefix } from './requirements';
import { lastLines, runLogged, say } from './shell';
import { libraryFiles } from './tensorflow-library';

/** package.json and lock file of the binding. */
const PACKAGE = join(dirname(nativeFolder()), 'scripts/setup-native/package');
/** Where the binding is made. */
export const partialFolder = `${nativeFolder()}.partial`;
const LOG = join(partialFolder, 'setup.log');
const BINDING = join(partialFolder, 'node_modules/@tensorflow/tfjs-node');
const NODE_GYP = join(partialFolder, 'node_modules/node-gyp/bin/node-gyp.js');
const PRE_GYP = join(partialFolder, 'node_modules/@mapbox/node-pre-gyp/bin/node-pre-gyp');

/** Version of the binding that is installed. */
export const tfjsNode = (
  readJsonFile(join(PACKAGE, 'package.json')) as { dependencies: Record<string, string> }
).dependencies['@tensorflow/tfjs-node']!;

/** Runs a step into the log. @throws InputError after the log's last lines */
function step(
  what: string,
  command: string,
  args: readonly string[],
  place: Parameters<typeof runLogged>[3],
): void {
  if (runLogged(LOG, command, args, place)) return;
  say(lastLines(LOG, 15));
  throw new InputError(`${what} failed: its last lines are above, all of it is in ${LOG}`);
}

/** npm as it runs this script, else the one in the PATH. */
function npm(): { readonly command: string; readonly args: readonly string[] } {
  const running = process.env.npm_execpath;
  return running?.endsWith('npm-cli.js') === true
    ? { command: process.execPath, args: [running] }
    : { command: 'npm', args: [] };
}

/** Puts the locked packages into `.native.partial` anew, without their install scripts. */
export function installPackages(): void {
  rmSync(partialFolder, { recursive: true, force: true });
  mkdirSync(partialFolder, { recursive: true });
  for (const file of ['package.json', 'package-lock.json'])
    cpSync(join(PACKAGE, file), join(partialFolder, file));
  const { command, args } = npm();
  const options = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', partialFolder];
  step(`npm ci of tfjs-node ${tfjsNode}`, command, [...args, ...options], { cwd: partialFolder });
  // Without a tfjs of its own the binding finds ours by walking up, and registers its backend there.
  const scope = dirname(BINDING);
  for (const name of readdirSync(scope).filter((one) => one !== basename(BINDING)))
    rmSync(join(scope, name), { recursive: true });
}

/**
 * Where Node's headers are, fetched by node-gyp if they are nowhere.
 *
 * @returns its option; none where it has fetched them itself
 * @throws InputError naming the packages that bring them
 */
export function headersOption(): string[] {
  const prefix = headersPrefix();
  if (prefix !== null) return [`--nodedir=${prefix}`];
  say(`downloads the headers of Node ${process.version}, which are not on this machine`);
  if (runLogged(LOG, process.execPath, [NODE_GYP, 'install'], { cwd: partialFolder })) return [];
  throw new InputError(
    'setup:native needs the headers of Node: apt-get install libnode-dev (Debian, Ubuntu) or ' +
      'dnf install nodejs-devel (RHEL, Fedora)',
  );
}

/** Compiles the binding against a library. @param headers from `headersOption` @param python runs the build tool */
export function buildBinding(library: string, headers: readonly string[], python: string): void {
  const { main, framework, include } = libraryFiles(library)!;
  const folder = join(BINDING, 'deps/lib');
  mkdirSync(folder, { recursive: true });
  symlinkSync(include, join(BINDING, 'deps/include'));
  // Names for the linker only. With a soname as its name a link would be opened at run time, and the library would look
  // for CUDA beside the link; so the run path leads to the library itself.
  symlinkSync(main, join(folder, 'libtensorflow.so'));
  symlinkSync(framework, join(folder, 'libtensorflow_framework.so'));
  step('building the binding', process.execPath, [PRE_GYP, 'install', '--build-from-source', ...headers], {
    cwd: BINDING,
    env: {
      ...process.env,
      npm_config_node_gyp: NODE_GYP,
      NODE_GYP_FORCE_PYTHON: python,
      LDFLAGS: `-Wl,-rpath,${library}`,
    },
  });
  // Makefiles and objects know where they were made; the binding itself, copied out of them, does not.
  for (const name of readdirSync(BINDING).filter((one) => one.startsWith('build-tmp-')))
    rmSync(join(BINDING, name), { recursive: true });
}

/** Lets the package fetch its own library and binding, as its install script does. */
export function downloadOfficial(): void {
  const programs = join(partialFolder, 'node_modules/.bin');
  step('the download of tfjs-node', process.execPath, ['scripts/install.js', 'cpu', 'download'], {
    cwd: BINDING,
    env: {
      ...process.env,
      npm_config_node_gyp: NODE_GYP,
      PATH: `${programs}${delimiter}${process.env.PATH ?? ''}`,
    },
  });
}

/** Gives the proven binding its place, and removes the one that was there. */
export function putInPlace(): void {
  const old = `${nativeFolder()}.old`;
  rmSync(old, { recursive: true, force: true });
  try {
    if (existsSync(nativeFolder())) renameSync(nativeFolder(), old);
  } catch {
    // A folder of a container image's lower layer can be removed, not renamed.
    rmSync(nativeFolder(), { recursive: true });
  }
  renameSync(partialFolder, nativeFolder());
  rmSync(old, { recursive: true, force: true });
}
