/** Chooses the backend: the best that really trains, with what was tried and why it was passed over. */
import * as tf from '@tensorflow/tfjs';
import { InputError, RequirementError } from '../core/errors';
import { cpuLoader } from './backends/cpu';
import {
  BackendUnavailable,
  type BackendInfo,
  type BackendLoader,
  type BackendName,
} from './backends/loader';
import { tensorflowLoader } from './backends/tensorflow';
import { wasmLoader } from './backends/wasm';
import { probeTraining } from './training-probe';

/** Every backend there is. */
export const backendLadder: readonly BackendLoader[] = [tensorflowLoader, wasmLoader, cpuLoader];

export interface BackendAttempt {
  readonly name: BackendName;
  /** What was loaded; null if it cannot be used here. */
  readonly info: BackendInfo | null;
  /** Why it cannot be used here; null if it can. */
  readonly reason: string | null;
}

export interface BackendChoice {
  readonly info: BackendInfo;
  /** Everything tried, in order. */
  readonly attempts: readonly BackendAttempt[];
}

/**
 * Best first. Operation by operation, native TensorFlow on a CPU makes about 100 calls of 40 to 100 microseconds an
 * update, whatever the net: 5 times the time of wasm at the default net, level with it at 512-256.
 */
function rank({ name, gpu }: BackendInfo): number {
  if (gpu) return 0;
  return ['wasm', 'tensorflow', 'cpu'].indexOf(name) + 1;
}

/** Loads a backend and lets it train one step. */
export async function tryBackend(loader: BackendLoader): Promise<BackendAttempt> {
  // Without tfjs's checks of every tensor, and without its banner that recommends its native package.
  tf.enableProdMode();
  const passedOver = (reason: string) => ({ name: loader.name, info: null, reason });
  let info: BackendInfo;
  try {
    info = await loader.load();
  } catch (error) {
    if (!(error instanceof BackendUnavailable)) throw error;
    return passedOver(error.message);
  }
  try {
    if (await probeTraining()) return { name: loader.name, info, reason: null };
    return passedOver('it loads, but its training step gives a wrong number');
  } catch (error) {
    // A driver or a native library that does not fit may load and fail only when it is used.
    return passedOver(`it loads, but its training step fails: ${(error as Error).message.split('\n')[0]!}`);
  }
}

/**
 * Makes a backend the active one.
 *
 * @param requested a backend's name, or `auto` for the best that works: a GPU, then wasm, then native TensorFlow on
 *   the CPU, then plain JavaScript
 * @param requireGpu refuse unless the backend itself says that it computes on a GPU
 * @throws InputError if the requested backend cannot be used here
 * @throws RequirementError if a GPU is required and not used
 */
export async function chooseBackend(
  requested: BackendName | 'auto',
  {
    requireGpu = false,
    ladder = backendLadder,
  }: { requireGpu?: boolean; ladder?: readonly BackendLoader[] } = {},
): Promise<BackendChoice> {
  const attempts: BackendAttempt[] = [];
  for (const loader of ladder) {
    if (requested === 'auto' || requested === loader.name) attempts.push(await tryBackend(loader));
  }
  const tried = attempts.map(describeAttempt).join('; ');
  const working = attempts.flatMap(({ info }) => (info === null ? [] : [info]));
  const [best, ...others] = [...working].sort((a, b) => rank(a) - rank(b));
  if (best === undefined) throw new InputError(`--backend ${requested}: not available here: ${tried}`);
  if (requireGpu && !best.gpu) throw new RequirementError(`--require-gpu: no GPU in use: ${tried}`);
  // The last one tried is active now; make it the chosen one.
  if (others.length > 0) await ladder.find(({ name }) => name === best.name)!.load();
  return { info: best, attempts };
}

/** One line: what the backend is, or why it cannot be used. */
export function describeAttempt({ name, info, reason }: BackendAttempt): string {
  if (info === null) return `${name}: ${reason ?? 'unknown'}`;
  return `${name}: ${info.device}${info.tensorflow === null ? '' : `, TensorFlow ${info.tensorflow}`}`;
}
