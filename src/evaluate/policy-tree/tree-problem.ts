/** What a tree is sought for: what each action would bring where, and what may stand in a leaf. */
import { allowedActions } from '../../rl/action-probabilities';
import type { CutColumn } from './cuts';

export interface TreeProblem {
  readonly columns: readonly CutColumn[];
  readonly actionCount: number;
  /** Indices of the actions that may stand in a leaf, ascending; one at least. */
  readonly candidates: readonly number[];
  /** [n, actions] what a leaf with the action brings at a decision, times the decisions that it stands for */
  readonly gains: Float64Array;
  /**
   * [n, actions] decisions at which it would do what the log does not support, less those at which it may: a leaf whose sum
   * is above 0 may not have the action. null where the log supports everything everywhere.
   */
  readonly excess: Float64Array | null;
  /** [n] one divided by the decisions of the customer, so that they sum to one: a lower bound of how many a leaf holds */
  readonly customers: Float64Array;
  /** Customers of a leaf at least. */
  readonly leastCustomers: number;
}

export interface Doings {
  readonly actionCount: number;
  /** [n, actions] */
  readonly scores: Float64Array;
  /** [n] decisions of the company's own that each stands for */
  readonly sampleWeights: Float64Array;
  /** [n, actions] 1 where allowed; null where everything is */
  readonly allowed: Uint8Array | null;
  /** [n, actions] 1 where the log tells enough of the action */
  readonly supported: Uint8Array;
  /** [n, actions] 1 where the company could not have taken it, by the probabilities that it logged; null where it has none */
  readonly impossible: Uint8Array | null;
  /** Share of a leaf's decisions at which it may do what the log hardly tells of. */
  readonly toleratedShare: number;
}

/**
 * Where rules or eligibility bar the action of a leaf, what counts is what would be done: the lowest allowed action, as
 * `rulesPolicy` does it. One decision at which the log says that something was impossible is too many, for it has no value.
 */
export function gainsOf(doings: Doings): Pick<TreeProblem, 'gains' | 'excess'> {
  const { actionCount, scores, sampleWeights, allowed, supported, impossible, toleratedShare } = doings;
  const n = sampleWeights.length;
  const gains = new Float64Array(n * actionCount);
  const excess = new Float64Array(n * actionCount);
  const total = sampleWeights.reduce((sum, weight) => sum + weight, 0);
  const done = new Int32Array(n);
  let isLimited = false;
  for (let action = 0; action < actionCount; action += 1) {
    done.fill(action);
    allowedActions(done, actionCount, allowed);
    for (let i = 0; i < n; i += 1) {
      const [at, does] = [i * actionCount + action, i * actionCount + done[i]!];
      const weight = sampleWeights[i]!;
      gains[at] = weight * scores[does]!;
      const lacks = impossible?.[does] === 1 ? total : supported[does] === 1 ? 0 : weight;
      excess[at] = lacks - toleratedShare * weight;
      isLimited ||= lacks > 0;
    }
  }
  return { gains, excess: isLimited ? excess : null };
}

/** [n] what `TreeProblem.customers` says. @param starts [units + 1] where each customer's decisions begin */
export function customerShares(starts: Int32Array): Float64Array {
  const shares = new Float64Array(starts.at(-1)!);
  for (let unit = 0; unit + 1 < starts.length; unit += 1)
    shares.fill(1 / (starts[unit + 1]! - starts[unit]!), starts[unit], starts[unit + 1]);
  return shares;
}
