/** What follows a decision, added up along its history. */
import { expectLength } from '../core/shape';

/**
 * Discounted return of each decision: its reward and, times its discount, the return of the decision after it. A
 * regression on these, with nothing to bootstrap from, gives the value of the policy that logged them.
 *
 * A history that goes on where the log ends is cut off there: its returns are of what is left of the log, and the last
 * ones of a long history too small for a policy that goes on.
 *
 * @param rewards   [n] in any unit
 * @param discounts [n] in [0, 1]; 0 where nothing follows
 * @param next      [n] index of the decision that follows, which comes later; -1 where there is none
 * @returns [n] in the unit of the rewards
 * @throws ShapeError if the columns differ in length
 * @throws RangeError naming the decision whose next one does not come later
 * @see Brandfonbrener et al. (2021), https://arxiv.org/abs/2106.08909
 */
export function returnsOf(rewards: Float32Array, discounts: Float32Array, next: Int32Array): Float32Array {
  const { length } = rewards;
  expectLength('discounts', discounts, length);
  expectLength('next', next, length);
  const returns = rewards.slice();
  // From the last on, so that what follows is known.
  for (let i = length - 1; i >= 0; i -= 1) {
    const follower = next[i]!;
    if (follower === -1) continue;
    if (!(follower > i && follower < length))
      throw new RangeError(
        `returns: expected decision ${i} to be followed by a later one of ${length}, got ${follower}`,
      );
    returns[i]! += discounts[i]! * returns[follower]!;
  }
  return returns;
}
