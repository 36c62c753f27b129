/** What a sequence of rewards is worth. */

/**
 * Sum of gamma^t times the reward of step t, t from 0.
 *
 * @param rewards [steps] of one episode, in order
 * @param gamma in [0, 1]
 * @throws RangeError for another gamma
 */
export function discountedReturn(rewards: ArrayLike<number>, gamma: number): number {
  if (!(gamma >= 0 && gamma <= 1)) throw new RangeError(`gamma: expected 0 to 1, got ${gamma}`);
  // From the end, as Bellman's equation has it: no powers, and small terms are added first.
  let value = 0;
  for (let t = rewards.length - 1; t >= 0; t -= 1) value = rewards[t]! + gamma * value;
  return value;
}
