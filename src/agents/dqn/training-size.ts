/**
 * What the size of a training says about the fastest way to run it. These are rules of the settings alone, so that a
 * run is made in one way whatever else the machine does: ways differ in the last digits. Their numbers were measured on
 * 2 cores.
 */
import type { DqnConfig } from './dqn-config';

/** Updates from which on the second that compilation takes comes back with certainty: it saves .05 to .15 ms of each. */
const LEAST_UPDATES = 20_000;

/** Multiplications in the widest layer, a batch over, beyond which TensorFlow's own operations are as fast. */
const MOST_WORK = 2 ** 20;

/** Such multiplications from which on native TensorFlow, whose operations have a price of their own, overtakes wasm. */
const SMALL_WORK = 2 ** 20;

/** Updates per call below which the call itself takes the time. */
const LEAST_PER_CALL = 2;

export interface TrainingSize {
  /** Environment transitions of the run. */
  readonly steps: number;
  /** Lanes of the environment. */
  readonly environments: number;
  readonly dqn: DqnConfig;
}

/** Multiplications of the widest layer that there could be, a batch over. */
function widestLayer({ hiddenLayers, batchSize }: DqnConfig): number {
  return Math.max(...hiddenLayers) ** 2 * batchSize;
}

/** Whether updates take less time in WebAssembly than in native TensorFlow. */
export function wasmIsFaster({ dqn }: Pick<TrainingSize, 'dqn'>): boolean {
  return widestLayer(dqn) < SMALL_WORK;
}

/** Whether compiling the updates by XLA is worth its time. */
export function xlaPaysBack({ steps, environments, dqn }: TrainingSize): boolean {
  const updates = (steps - dqn.learningStarts) * dqn.updatesPerTransition;
  const perCall = environments * dqn.updatesPerTransition;
  return updates >= LEAST_UPDATES && widestLayer(dqn) <= MOST_WORK && perCall >= LEAST_PER_CALL;
}
