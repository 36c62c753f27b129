/**
 * Brings ONNX Runtime for Node: its pinned packages with npm, without their install scripts, of which one downloads
 * libraries for GPUs. Running it again does nothing; an interrupted run leaves nothing in place.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import yargs from 'yargs';
import { InputError } from '../src/core/errors';
import { isCheckout } from '../src/core/version';
import { onnxRuntime, onnxRuntimeFolder, ONNX_RUNTIME_VERSION } from '../src/tensor/onnx/session';
import { runShown, say } from './setup-native/shell';

/** Compiled, this file lies in dist/scripts. */
const PACKAGE = join(__dirname, '../../scripts/setup-onnx/package');

/** Binaries of other machines, which are nine tenths of the package. */
function removeForeign(folder: string): void {
  const binaries = join(folder, 'node_modules/onnxruntime-node/bin');
  for (const version of readdirSync(binaries)) {
    for (const system of readdirSync(join(binaries, version))) {
      const own = join(binaries, version, system);
      if (system !== process.platform) rmSync(own, { recursive: true });
      else
        for (const machine of readdirSync(own))
          if (machine !== process.arch) rmSync(join(own, machine), { recursive: true });
    }
  }
}

function install(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) cpSync(join(PACKAGE, file), join(folder, file));
  const { npm_execpath: npm } = process.env;
  const isNpm = npm?.endsWith('npm-cli.js') === true;
  const options = [
    'ci',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    '--prefix',
    folder,
  ];
  // Its own word for the same, for whatever should still run it.
  const env = { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' };
  const ok = runShown(isNpm ? process.execPath : 'npm', [...(isNpm ? [npm] : []), ...options], {
    cwd: folder,
    env,
  });
  if (!ok) throw new InputError(`npm ci of onnxruntime-node ${ONNX_RUNTIME_VERSION} failed: see above`);
  removeForeign(folder);
}

/** @returns what to tell the user */
async function setUp(): Promise<string> {
  const folder = onnxRuntimeFolder();
  if (existsSync(folder) && (await onnxRuntime(folder)) !== null)
    return `ONNX Runtime ${ONNX_RUNTIME_VERSION} is set up in ${folder}: nothing to do`;
  if (!isCheckout) throw new InputError('setup:onnx: expected a checkout of contact-dqn');
  say(
    `downloads onnxruntime-node ${ONNX_RUNTIME_VERSION} (some 100 MB from npm) into ${folder}, for every checkout;`,
  );
  say('keeps what this machine needs of it, and runs none of its scripts: computes on the CPU');
  const partial = `${folder}.partial-${process.pid}`;
  try {
    install(partial);
    if ((await onnxRuntime(partial)) === null)
      throw new InputError(
        `onnxruntime-node ${ONNX_RUNTIME_VERSION} does not load on ${process.platform} ${process.arch}`,
      );
    rmSync(folder, { recursive: true, force: true });
    renameSync(partial, folder);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  return `ONNX Runtime ${ONNX_RUNTIME_VERSION} works`;
}

async function main(): Promise<void> {
  const { remove } = await yargs(process.argv.slice(2))
    .scriptName('npm run setup:onnx --')
    .usage(
      '$0 [flags]\n\nBrings ONNX Runtime for Node, by which exports are checked and files scored faster.',
    )
    .option('remove', { type: 'boolean', default: false, describe: 'remove it' })
    .epilogue('Kept in $CONTACT_DQN_CACHE, else $XDG_CACHE_HOME/contact-dqn or ~/.cache/contact-dqn.')
    .version(false)
    .locale('en')
    .strict().argv;
  if (!remove) process.stdout.write(`${await setUp()}\n`);
  else {
    rmSync(onnxRuntimeFolder(), { recursive: true, force: true });
    process.stdout.write(`removed ${onnxRuntimeFolder()}\n`);
  }
}

main().catch((error: unknown) => {
  const isMendable = error instanceof InputError;
  process.exitCode = isMendable ? 2 : 1;
  process.stderr.write(`${isMendable ? error.message : (error as Error).stack!}\n`);
});
