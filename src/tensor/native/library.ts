/**
 * Where native TensorFlow lies and how it is loaded. `npm run setup:native` builds the binding into `.native` of this
 * package, so that `npm ci` neither needs nor loses it, and keeps the library itself in a cache that checkouts share.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import util from 'node:util';
import { z } from 'zod';
import { isCheckout } from '../../core/version';
import { BackendUnavailable } from '../backends/loader';

const TFJS_NODE = '@tensorflow/tfjs-node';
/** Packages that somebody may have installed beside ours, best first. */
const INSTALLED = ['@tensorflow/tfjs-node-gpu', TFJS_NODE] as const;
const AGAIN = 'run npm run setup:native again';
/** An installed package has not got the script. */
const FIRST = isCheckout ? 'npm run setup:native' : 'that works in a checkout of contact-dqn';

const nativeSetupSchema = z
  .strictObject({
    tensorflow: z.string().min(1).describe('version of the library'),
    variant: z.enum(['cpu', 'gpu', 'directory', 'official']).describe('where the library comes from'),
    library: z.string().min(1).describe('folder of the libtensorflow files'),
    tfjsNode: z.string().min(1).describe('version of the binding'),
  })
  .readonly();

/** What `npm run setup:native` built. */
export type NativeSetup = z.infer<typeof nativeSetupSchema>;

/** The folder above this file that holds package.json, in a checkout as in an installed package. */
function packageFolder(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}

let provenFolder: string | null = null;

/** Lets this process load a binding that has not got its place yet: setup:native proves it before it gets it. */
export function useNativeFolder(folder: string): void {
  provenFolder = folder;
}

/** Folder of the binding: this package's own. */
export function nativeFolder(): string {
  return provenFolder ?? join(packageFolder(), '.native');
}

/** Folder of TensorFlow libraries: `CONTACT_DQN_CACHE`, else where the desktop standard keeps a user's caches. */
export function cacheFolder(): string {
  const { CONTACT_DQN_CACHE: own, XDG_CACHE_HOME: caches } = process.env;
  if (own !== undefined && own !== '') return own;
  return join(caches !== undefined && caches !== '' ? caches : join(homedir(), '.cache'), 'contact-dqn');
}

/** What the last complete setup built; null if there was none, or one that this version does not understand. */
export function readNativeSetup(folder = nativeFolder()): NativeSetup | null {
  let text: string;
  try {
    text = readFileSync(join(folder, 'setup.json'), 'utf8');
  } catch {
    return null;
  }
  try {
    return nativeSetupSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function isMissing(error: unknown, name: string): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'MODULE_NOT_FOUND' && message.includes(`'${name}'`);
}

/** Requires a package as the module `from` would. @returns the reason if that fails, else null */
function tryRequire(name: string, from: string): string | null {
  try {
    createRequire(from)(name);
    return null;
  } catch (error) {
    return isMissing(error, name) ? 'is not installed' : (error as Error).message.trim().split('\n')[0]!;
  }
}

/**
 * tfjs-node 4.22 calls this function in every operation; Node 23 removed it. It must be set on the module itself, which
 * is what the default import gives: `import * as util` would be a copy.
 */
function restoreIsNullOrUndefined(): void {
  (util as { isNullOrUndefined?: (value: unknown) => boolean }).isNullOrUndefined ??= (value) =>
    value === null || value === undefined;
}

/** Folder of the TensorFlow that a set-up was built against; null without one. */
export function tensorflowFolder(setup: NativeSetup | null): string | null {
  const { library = null } = setup ?? {};
  return library;
}

/** Why the binding of `.native` cannot be loaded; null after it was. */
function loadOwn(folder: string): string | null {
  if (!existsSync(folder)) return `is not set up: ${FIRST}`;
  const tensorflow = tensorflowFolder(readNativeSetup(folder));
  if (tensorflow === null) return `is not complete: ${AGAIN}`;
  if (!existsSync(tensorflow)) return `misses its library ${tensorflow}: ${AGAIN}`;
  return tryRequire(TFJS_NODE, join(folder, 'package.json'));
}

/**
 * Loads the first native package that works: the one that `npm run setup:native` built, else one that was installed
 * beside ours. Settings that TensorFlow reads at its start must be made before.
 *
 * @returns what was loaded, in words
 * @throws BackendUnavailable with the reason of each
 */
export function loadNativePackage(folder = nativeFolder()): string {
  restoreIsNullOrUndefined();
  const own = loadOwn(folder);
  if (own === null) return '.native';
  const reasons = [`.native ${own}`];
  for (const name of INSTALLED) {
    const reason = tryRequire(name, __filename);
    if (reason === null) return name;
    reasons.push(`${name} ${reason}`);
  }
  throw new BackendUnavailable(reasons.join('; '));
}
