/** What a policy takes of what is scarce where each decision is as the log has it. */
import type { Estimate } from '../../core/estimate';
import { tInterval } from '../../stats/statistic';
import type { ShapeOfHistories } from './histories-of';
import { knownMean } from './known-mean';

/**
 * What decisions take on average where each is as the log has it, whatever was done before it.
 *
 * @param probabilities [n, actions] of the policy
 * @param use [actions] what each action takes
 */
export function takenOn(
  histories: ShapeOfHistories,
  probabilities: Float64Array,
  use: readonly number[],
  level: number,
): Estimate {
  return tInterval(knownMean({ histories, estimand: 'decision' }, probabilities, use)!, level);
}
