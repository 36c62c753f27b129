/** Trying what is not best, so that the next log tells of it: as settings, and as probabilities. */
import { InputError } from '../core/errors';
import { certainProbabilities, epsilonGreedyProbabilities } from '../rl/action-probabilities';
import { inverseGapProbabilities } from '../rl/inverse-gap';

/** What is tried beside the best action: any allowed one alike, or rather those of nearly as good a value. */
export type Exploration =
  | { readonly kind: 'epsilon'; readonly epsilon: number }
  | { readonly kind: 'inverse gap'; readonly scale: number; readonly floor: number };

/**
 * @param values [n, actions] by which is chosen
 * @param allowed [n, actions] what may be tried: all that no rule bars, supported or not, or what the log lacks would
 * never be learned of
 * @param supported [n, actions] what the log tells of
 * @param greedy [n] what is done without trying
 * @returns [n, actions] each row sums to 1
 */
export function explorationProbabilities(
  exploration: Exploration,
  values: Float32Array | Float64Array,
  actions: number,
  allowed: Uint8Array | null,
  supported: Uint8Array | null,
  greedy: Int32Array,
): Float64Array {
  if (exploration.kind === 'inverse gap')
    return inverseGapProbabilities(exploration, values, actions, allowed, supported, greedy);
  // The greedy action is given: among those that are supported, and one alone of several that are as good.
  const preferred = new Float32Array(greedy.length * actions);
  certainProbabilities(greedy, actions, allowed, preferred);
  const out = new Float64Array(preferred.length);
  epsilonGreedyProbabilities(preferred, actions, exploration.epsilon, allowed, out);
  return out;
}

/** @throws InputError unless it leaves every row a probability for each action */
export function expectExploration(exploration: Exploration, actions: number): void {
  if (exploration.kind === 'epsilon') {
    if (exploration.epsilon >= 0 && exploration.epsilon <= 1) return;
    throw new InputError(`epsilon: expected 0 to 1, got ${exploration.epsilon}`);
  }
  const { scale, floor } = exploration;
  if (!(scale >= 0 && scale < Infinity)) throw new InputError(`scale: expected 0 or more, got ${scale}`);
  if (floor >= 0 && floor * actions <= 1) return;
  throw new InputError(`floor: expected 0 to ${1 / actions} for ${actions} actions, got ${floor}`);
}
