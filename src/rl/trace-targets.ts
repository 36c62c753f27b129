/**
 * Targets of Q-learning that look along a whole logged history, not one decision ahead: what came of later decisions is told
 * to earlier ones at once, and what an observation hides, such as how interested a customer is, shows in what came.
 */

/** Decisions in order, each before what follows it. */
export interface TracedHistories {
  readonly actionCount: number;
  /** [n] */
  readonly actions: Int32Array;
  /** [n] */
  readonly rewards: Float32Array;
  /** [n] gamma folded in; 0 where nothing follows */
  readonly discounts: Float32Array;
  /** [n] index of the next decision; -1 where there is none */
  readonly next: Int32Array;
  /** [n, actions] 1 where an action may be taken; null: everywhere */
  readonly allowed: Uint8Array | null;
}

/** Largest value of an allowed action of a row. */
function bestOf(qValues: Float32Array, row: number, actions: number, allowed: Uint8Array | null): number {
  let best = -Infinity;
  for (let at = row * actions; at < (row + 1) * actions; at += 1)
    if (allowed?.[at] !== 0 && qValues[at]! > best) best = qValues[at]!;
  return best;
}

/**
 * G_t = r_t + g_t [ max_a Q(s', a) + lambda (G_{t+1} − Q(s', a')) ], a' the logged action: the best action is taken at s' as in
 * Q-learning, and the surprise about the logged one is added. Where Q is right on average, the surprise of any action is 0
 * on average, and no propensity is asked for. lambda 0 is Q-learning.
 *
 * @param qValues [n, actions] of all decisions, in the units of the rewards
 * @param isUnknown whether it is not known what follows a decision: it then has no surprise, and is not to be learned from
 * @param lambda in [0, 1]
 * @returns [n]
 * @throws RangeError if a decision comes after what follows it
 * @see Harutyunyan et al. (2016), Q(lambda) with off-policy corrections, https://arxiv.org/abs/1602.04951
 */
export function traceTargets(
  { actionCount, actions, rewards, discounts, next, allowed }: TracedHistories,
  qValues: Float32Array,
  isUnknown: (row: number) => boolean,
  lambda: number,
): Float32Array {
  const targets = new Float32Array(rewards.length);
  const logged = (row: number) => qValues[row * actionCount + actions[row]!]!;
  for (let row = targets.length - 1; row >= 0; row -= 1) {
    const follower = next[row]!;
    if (isUnknown(row) || follower === -1) {
      targets[row] = isUnknown(row) ? logged(row) : rewards[row]!;
      continue;
    }
    if (follower <= row)
      throw new RangeError(`decision ${row}: expected a later one to follow, got ${follower}`);
    const surprise = targets[follower]! - logged(follower);
    const value = bestOf(qValues, follower, actionCount, allowed) + lambda * surprise;
    targets[row] = rewards[row]! + discounts[row]! * value;
  }
  return targets;
}
