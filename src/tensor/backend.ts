/** Chooses the backend: the first of the ladder that really trains, with what was tried and why it was passed over. */
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

/** Fastest first. */
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
  /** Everything tried, in order; the last one is the choice. */
  readonly attempts: readonly BackendAttempt[];
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
 * @param requested a backend's name, or `auto` for the best that works
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
    if (requested !== 'auto' && requested !== loader.name) continue;
    const attempt = await tryBackend(loader);
    attempts.push(attempt);
    if (attempt.info === null) continue;
    if (requireGpu && !attempt.info.gpu) {
      throw new RequirementError(`--require-gpu: no GPU in use: ${attempts.map(describeAttempt).join('; ')}`);
    }
    return { info: attempt.info, attempts };
  }
  throw new InputError(
    `--backend ${requested}: not available here: ${attempts.map(describeAttempt).join('; ')}`,
  );
}

/** One line: what the backend is, or why it cannot be used. */
export function describeAttempt({ name, info, reason }: BackendAttempt): string {
  if (info === null) return `${name}: ${reason ?? 'unknown'}`;
  return `${name}: ${info.device}${info.tensorflow === null ? '' : `, TensorFlow ${info.tensorflow}`}`;
}
