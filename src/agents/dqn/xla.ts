/** Whether compiling the updates by XLA is worth its time. */
import type { DqnConfig } from './dqn-config';

/** Updates from which on the second that compilation takes comes back with certainty: it saves .05 to .15 ms of each. */
const LEAST_UPDATES = 20_000;

/** Multiplications in the widest layer, a batch over, beyond which TensorFlow's own operations are as fast. */
const MOST_WORK = 2 ** 20;

/** Updates per call below which the call itself takes the time. */
const LEAST_PER_CALL = 2;

export interface TrainingSize {
  /** Environment transitions of the run. */
  readonly steps: number;
  /** Lanes of the environment. */
  readonly environments: number;
  readonly dqn: DqnConfig;
}

/**
 * A rule of the settings alone, so that a run is compiled or not whatever else the machine does: compiled updates
 * round differently. Its numbers were measured on 2 cores: with nets of 64-64 and 128-128, batches of 32 to 4096 and 1
 * to 16 updates per call.
 */
export function xlaPaysBack({ steps, environments, dqn }: TrainingSize): boolean {
  const updates = (steps - dqn.learningStarts) * dqn.updatesPerTransition;
  const work = Math.max(...dqn.hiddenLayers) ** 2 * dqn.batchSize;
  const perCall = environments * dqn.updatesPerTransition;
  return updates >= LEAST_UPDATES && work <= MOST_WORK && perCall >= LEAST_PER_CALL;
}
