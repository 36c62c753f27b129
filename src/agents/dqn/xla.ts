/** Whether compiling the updates by XLA is worth its time. */
import type { DqnConfig } from './dqn-config';

/** Updates from which on the seconds of compilation come back. */
const LEAST_UPDATES = 50_000;

/** Hidden units beyond which XLA's matrix products are slower than TensorFlow's own. */
const WIDEST = 128;

/**
 * A rule of the settings alone, so that a run is compiled or not whatever else the machine does: compiled updates
 * round differently.
 *
 * @param steps environment transitions of the run
 */
export function xlaPaysBack(steps: number, config: DqnConfig): boolean {
  const updates = (steps - config.learningStarts) * config.updatesPerTransition;
  return updates >= LEAST_UPDATES && Math.max(...config.hiddenLayers) <= WIDEST;
}
