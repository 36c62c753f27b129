/** How large a value can be by the rewards there are: what is larger was not learned from them. */

export interface ValueLimits {
  /** Largest absolute reward of a decision, in any unit. */
  readonly largestReward: number;
  /** Largest discount from a decision to the next, in [0, 1]. */
  readonly gamma: number;
  /** Decisions of the longest history. */
  readonly longestHistory: number;
}

/**
 * Largest absolute return, in the unit of the reward: the largest reward at every decision, of which
 * 1 + gamma + gamma² + … count. That is at most 1 / (1 − gamma), and at most one for each.
 */
export function valueBound({ largestReward, gamma, longestHistory }: ValueLimits): number {
  return largestReward * Math.min(1 / (1 - gamma), longestHistory);
}

/** A network that is right but for its error may be as far beyond: a constant reward is its own bound. */
const SLACK = 0.1;

/**
 * Whether learning diverges: a mean of Q-values is beyond what rewards and discounts allow.
 *
 * @param meanQ in the unit of the bound
 * @param bound of `valueBound`; 0, where all rewards are 0, is no scale to measure by
 * @returns why, as the end of a sentence; null if it does not
 */
export function divergenceOf(meanQ: number, bound: number): string | null {
  if (bound === 0 || Math.abs(meanQ) <= (1 + SLACK) * bound) return null;
  const [value, limit] = [meanQ, bound].map((number) => Number(number.toPrecision(4)));
  return `the mean Q-value is ${value}, and rewards and discounts allow ±${limit} at most`;
}
