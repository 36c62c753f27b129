/** Chooses the backend: the best that really trains, with what was tried and why it was passed over. */
import * as tf from '@tensorflow/tfjs';
import { InputError, RequirementError } from '../core/errors';
import { cpuLoader } from './backends/cpu';
import {
  BackendUnavailable,
  type BackendInfo,
  type BackendLoader,
  type BackendName,
  type LoadOptions,
} from './backends/loader';
import { tensorflowLoader } from './backends/tensorflow';
import { wasmLoader } from './backends/wasm';
import { webgpuLoader } from './backends/webgpu';
import { probeTraining } from './training-probe';

/** Every backend there is. */
export const backendLadder: readonly BackendLoader[] = [
  tensorflowLoader,
  webgpuLoader,
  wasmLoader,
  cpuLoader,
];

export interface BackendAttempt {
  readonly name: BackendName;
  /** What was loaded; null if it cannot be used here. */
  readonly info: BackendInfo | null;
  /** Why it cannot be used here; null if it can. */
  readonly reason: string | null;
  /** Seconds of its first training step, compiling of its kernels included; null if it made none that was right. */
  readonly probeSeconds: number | null;
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
  if (gpu) return name === 'tensorflow' ? 0 : 1;
  return ['wasm', 'tensorflow', 'cpu', 'webgpu'].indexOf(name) + 2;
}

const reasons = {
  gpu: 'the library itself says that it computes on a GPU',
  wasm: 'the fastest here: native TensorFlow on a CPU takes longer, operation by operation',
  tensorflow: 'native TensorFlow on the CPU; wasm does not work here',
  cpu: 'plain JavaScript; nothing else works here',
  webgpu: 'a software driver; nothing else works here',
} as const;

/** Why `auto` takes a backend. */
export function reasonFor({ name, gpu }: BackendInfo): string {
  return reasons[gpu ? 'gpu' : name];
}

/** Loads a backend and lets it train one step. */
export async function tryBackend(loader: BackendLoader, options: LoadOptions = {}): Promise<BackendAttempt> {
  // Without tfjs's checks of every tensor, and without its banner that recommends its native package.
  tf.enableProdMode();
  const passedOver = (reason: string) => ({ name: loader.name, info: null, reason, probeSeconds: null });
  let info: BackendInfo;
  try {
    info = await loader.load(options);
  } catch (error) {
    if (!(error instanceof BackendUnavailable)) throw error;
    return passedOver(error.message);
  }
  try {
    const started = performance.now();
    const right = await probeTraining();
    const probeSeconds = (performance.now() - started) / 1000;
    if (right) return { name: loader.name, info, reason: null, probeSeconds };
    return passedOver('it loads, but its training step gives a wrong number');
  } catch (error) {
    // A driver or a native library that does not fit may load and fail only when it is used.
    return passedOver(`it loads, but its training step fails: ${(error as Error).message.split('\n')[0]!}`);
  }
}

export interface TryOptions extends LoadOptions {
  readonly ladder?: readonly BackendLoader[];
}

/** Tries a backend, or with `auto` all of them; whichever was loaded last is active afterwards. */
export async function tryBackends(
  requested: BackendName | 'auto',
  { gpuId, ladder = backendLadder }: TryOptions = {},
): Promise<{ readonly best: BackendInfo | null; readonly attempts: readonly BackendAttempt[] }> {
  const attempts: BackendAttempt[] = [];
  for (const loader of ladder) {
    if (requested === 'auto' || requested === loader.name) attempts.push(await tryBackend(loader, { gpuId }));
  }
  const working = attempts.flatMap(({ info }) => (info === null ? [] : [info]));
  return { best: [...working].sort((a, b) => rank(a) - rank(b))[0] ?? null, attempts };
}

/**
 * Makes a backend the active one.
 *
 * @param requested a backend's name, or `auto` for the best that works: a GPU, then wasm, then native TensorFlow on
 *   the CPU, then plain JavaScript
 * @param requireGpu refuse unless the backend itself says that it computes on a GPU
 * @param gpuId which GPU; whoever names one requires one
 * @throws InputError if the requested backend cannot be used here
 * @throws RequirementError if a GPU is required and not used
 */
export async function chooseBackend(
  requested: BackendName | 'auto',
  { requireGpu = false, gpuId, ladder = backendLadder }: TryOptions & { readonly requireGpu?: boolean } = {},
): Promise<BackendChoice> {
  const { best, attempts } = await tryBackends(requested, { gpuId, ladder });
  const tried = attempts.map(describeAttempt).join('; ');
  if (best === null) throw new InputError(`--backend ${requested}: not available here: ${tried}`);
  if ((requireGpu || gpuId !== undefined) && !best.gpu) {
    const flag = gpuId === undefined ? '--require-gpu' : `--gpu-id ${gpuId}`;
    throw new RequirementError(`${flag}: no GPU in use: ${tried}`);
  }
  // The last one tried is active now; make it the chosen one.
  if (attempts.length > 1) await ladder.find(({ name }) => name === best.name)!.load({ gpuId });
  return { info: best, attempts };
}

/** Seconds from which on a first step on a GPU is explained. */
const SLOW_START = 5;

/** Why a GPU took long to start; null where it did not. */
export function slowStartNote({ info, attempts }: BackendChoice): string | null {
  const seconds = attempts.find(({ name }) => name === info.name)?.probeSeconds ?? 0;
  if (!info.gpu || info.name !== 'tensorflow' || seconds < SLOW_START) return null;
  return (
    `the first step took ${seconds.toFixed(0)} s: CUDA compiled TensorFlow's kernels for this GPU, and keeps them ` +
    '(in CUDA_CACHE_PATH, else ~/.nv/ComputeCache) for the next start'
  );
}

/** One line: what the backend is, or why it cannot be used. */
export function describeAttempt({ name, info, reason }: BackendAttempt): string {
  if (info === null) return `${name}: ${reason ?? 'unknown'}`;
  return `${name}: ${info.device}${info.tensorflow === null ? '' : `, TensorFlow ${info.tensorflow}`}`;
}
