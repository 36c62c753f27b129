/** What every way of choosing actions offers, learned or not. */
import type { Decisions } from '../env/environment';

export interface Policy {
  /** Name in commands and reports, such as `always-email`. */
  readonly name: string;
  /** One line for the reader of a report: what the policy does. */
  readonly description: string;
  /**
   * Probability of each action.
   *
   * @param decisions n moments
   * @param out [n, actions] overwritten; every row sums to 1 and is 0 where an action is not allowed
   */
  probabilities(decisions: Decisions, out: Float32Array): void | Promise<void>;
}

/** Values of all actions, as agents supply them. */
export interface QFunction {
  /** @returns [n, actions] value of each action, in the units of the reward; the caller owns the array */
  qValues(observations: Float32Array): Promise<Float32Array>;
}
