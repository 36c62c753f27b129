/**
 * What the size of a training says about the fastest way to run it. These are rules of the settings alone, so that a
 * run is made in one way whatever else the machine does: ways differ in the last digits. Their numbers were measured on
 * 2 cores, with nets from 64-64 to 512-256 and batches of 32 to 4096.
 */
import type { DqnConfig } from './dqn-config';

/** Updates from which on the second that compilation takes comes back with certainty: it saves .05 ms of each, or more. */
const LEAST_UPDATES = 20_000;

/** Updates per call below which the call itself takes the time. */
const LEAST_PER_CALL = 2;

/** Wider layers are computed as fast without XLA, unless batches are as large as LARGE_BATCH. */
const MOST_WIDTH = 256;
const LARGE_BATCH = 1024;

/** Multiplications of the widest layer, a batch over, from which on native TensorFlow overtakes wasm. */
const SMALL_WORK = 2 ** 20;

export interface TrainingSize {
  /** Environment transitions of the run. */
  readonly steps: number;
  /** Lanes of the environment. */
  readonly environments: number;
  readonly dqn: DqnConfig;
}

/**
 * Whether updates take less time in WebAssembly than in native TensorFlow, whose every operation has a price of its own.
 */
export function wasmIsFaster({ dqn }: Pick<TrainingSize, 'dqn'>): boolean {
  return Math.max(...dqn.hiddenLayers) ** 2 * dqn.batchSize < SMALL_WORK;
}

/** Whether compiling the updates of native TensorFlow by XLA is worth its time. */
export function xlaPaysBack({ steps, environments, dqn }: TrainingSize): boolean {
  const updates = (steps - dqn.learningStarts) * dqn.updatesPerTransition;
  const perCall = environments * dqn.updatesPerTransition;
  const gains = Math.max(...dqn.hiddenLayers) <= MOST_WIDTH || dqn.batchSize >= LARGE_BATCH;
  return updates >= LEAST_UPDATES && perCall >= LEAST_PER_CALL && gains;
}
