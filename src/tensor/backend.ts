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

/**
 * Every backend there is, the best first. Native TensorFlow runs whole updates as one graph. wasm comes before webgpu:
 * at the nets of contact policies a call per operation costs a GPU more than the arithmetic takes wasm.
 */
export const backendLadder: readonly BackendLoader[] = [
  tensorflowLoader,
  wasmLoader,
  webgpuLoader,
  cpuLoader,
];

/** The same for updates so small that issuing TensorFlow's operations takes longer than wasm does in all. */
export const smallUpdatesLadder: readonly BackendLoader[] = [
  wasmLoader,
  ...backendLadder.filter((loader) => loader !== wasmLoader),
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

const reasons = {
  tensorflow: 'native TensorFlow: whole updates as one graph; train takes wasm for small nets',
  wasm: 'the fastest that npm alone brings',
  webgpu: 'a GPU without CUDA; neither TensorFlow nor wasm works here',
  cpu: 'plain JavaScript; nothing else works here',
} as const;

/** Why `auto` takes a backend. */
export function reasonFor({ name, gpu }: BackendInfo): string {
  if (gpu && name === 'tensorflow') return 'TensorFlow itself says that it computes on a GPU';
  return reasons[name];
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

export interface ChoiceOptions extends LoadOptions {
  /** Refuse unless the backend itself says that it computes on a GPU. */
  readonly requireGpu?: boolean;
  readonly ladder?: readonly BackendLoader[];
}

/** Whether a backend will do. `auto` takes no software driver of a GPU, and for the GPU that is required only CUDA's. */
function suits({ name, gpu }: BackendInfo, requested: BackendName | 'auto', needsGpu: boolean): boolean {
  if (requested !== 'auto') return gpu || !needsGpu;
  return needsGpu ? gpu && name === 'tensorflow' : gpu || name !== 'webgpu';
}

/** Tries every backend; whichever was loaded last is active afterwards. @returns also what `auto` takes, if any */
export async function tryBackends({
  gpuId,
  ladder = backendLadder,
}: Omit<ChoiceOptions, 'requireGpu'> = {}): Promise<{
  readonly best: BackendInfo | null;
  readonly attempts: readonly BackendAttempt[];
}> {
  const attempts: BackendAttempt[] = [];
  for (const loader of ladder) attempts.push(await tryBackend(loader, { gpuId }));
  const best = attempts.find(({ info }) => info !== null && suits(info, 'auto', false))?.info ?? null;
  return { best, attempts };
}

/**
 * Makes a backend the active one.
 *
 * @param requested a backend's name, or `auto` for the first of the ladder that works
 * @param options whoever names a GPU requires one
 * @throws InputError if the requested backend cannot be used here
 * @throws RequirementError if a GPU is required and not used
 */
export async function chooseBackend(
  requested: BackendName | 'auto',
  { requireGpu = false, ladder = backendLadder, ...options }: ChoiceOptions = {},
): Promise<BackendChoice> {
  const { gpuId } = options;
  const needsGpu = requireGpu || gpuId !== undefined;
  const attempts: BackendAttempt[] = [];
  for (const loader of ladder) {
    if (requested !== 'auto' && requested !== loader.name) continue;
    const attempt = await tryBackend(loader, options);
    attempts.push(attempt);
    const { info } = attempt;
    if (info !== null && suits(info, requested, needsGpu)) return { info, attempts };
  }
  const tried = attempts.map(describeAttempt).join('; ');
  if (needsGpu && attempts.some(({ info }) => info !== null)) {
    const flag = gpuId === undefined ? '--require-gpu' : `--gpu-id ${gpuId}`;
    throw new RequirementError(`${flag}: no GPU in use: ${tried}`);
  }
  throw new InputError(`--backend ${requested}: not available here: ${tried}`);
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
