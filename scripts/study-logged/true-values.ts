/** What policies really earn, by simulation on common random numbers, and how far one goes from another to a third. */
import { Random } from '../../src/core/random';
import { rollout } from '../../src/evaluate/simulated/rollout';
import type { Policy } from '../../src/policies/policy';
import { moments } from '../../src/stats/moments';
import type { OpenWorld } from '../../src/worlds/world';

export interface Mean {
  readonly value: number;
  readonly standardError: number;
}

export interface Simulation {
  readonly world: OpenWorld;
  readonly gamma: number;
  readonly episodes: number;
  readonly seed: number;
}

/** Customers side by side: a policy is asked about all of them at once. */
const LANES = 1000;

/**
 * [episodes] discounted rewards of one episode each, in the mean of each week's luck; episode e of every policy meets the same
 * random numbers.
 */
export async function episodeValues(
  policy: Policy,
  { world, gamma, episodes, seed }: Simulation,
): Promise<Float64Array> {
  const random = Random.fromSeed(seed).fork('true values');
  const { discountedReward } = await rollout(policy, (lanes, stream) => world.make(lanes, stream), {
    ...{ episodes, gamma, random, lanes: LANES },
  });
  return discountedReward;
}

export function meanOf(values: Float64Array): Mean {
  const { count, mean, variance } = moments(values);
  return { value: mean, standardError: Math.sqrt(variance / count) };
}

/** Mean of the differences, episode by episode: luck that both meet cancels. */
export function differenceOf(values: Float64Array, others: Float64Array): Mean {
  return meanOf(values.map((value, episode) => value - others[episode]!));
}

/**
 * How far a policy goes on the way from one to another, 1 where it earns as much as that one. The error is of the ratio of
 * two means of the same episodes, by the delta method.
 *
 * @param policy @param from @param to [episodes] values
 */
export function shareOfWay(policy: Float64Array, from: Float64Array, to: Float64Array): Mean {
  const way = differenceOf(to, from).value;
  const value = differenceOf(policy, from).value / way;
  const rests = policy.map(
    (own, episode) => (own - from[episode]! - value * (to[episode]! - from[episode]!)) / way,
  );
  return { value, standardError: meanOf(rests).standardError };
}
