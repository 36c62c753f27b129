/** What a policy really earns in a world whose best value is known exactly. */
import type { Random } from '../../core/random';
import { rollout } from '../../evaluate/simulated/rollout';
import type { Policy } from '../../policies/policy';
import { moments } from '../../stats/moments';
import { baselinesOf } from '../../worlds/baselines';
import type { OpenWorld } from '../../worlds/world';

export interface TrueValue {
  readonly value: number;
  /** 0 where it is exact. */
  readonly standardError: number;
  /** How it is known. */
  readonly source: string;
}

/** The best policy of a world, and its exact value. */
export interface BestPolicy {
  readonly policy: Policy;
  readonly value: number;
}

/**
 * The rule of the next-best-action world that no policy beats, and its exact value.
 *
 * @throws RangeError in a world that has no such rule, or does not know its best value
 */
export async function bestPolicy(world: OpenWorld, random: Random): Promise<BestPolicy> {
  const best = baselinesOf(world, { gamma: 1, random }).find(
    ({ name }) => name === 'advertise-then-discount',
  );
  const known = world.known?.('totalReward', 1) ?? null;
  if (best === undefined || known === null)
    throw new RangeError('bestPolicy: expected a world whose best policy is known');
  return { policy: await best.make(), value: known.value };
}

const LANES = 1000;

/**
 * The exact value of the best policy minus what is lost against it, customer by customer, on the same random numbers: a
 * policy that is nearly the best is known nearly exactly.
 *
 * @param episodes customers that both are played on
 */
export async function trueValueBeside(
  { policy: best, value }: BestPolicy,
  policy: Policy,
  world: OpenWorld,
  episodes: number,
  random: Random,
): Promise<TrueValue> {
  const options = { episodes, gamma: 1, random, lanes: LANES };
  const make = (lanes: number, stream: Random) => world.make(lanes, stream);
  const [own, others] = [await rollout(policy, make, options), await rollout(best, make, options)];
  const { mean, variance } = moments(own.totalReward.map((reward, i) => reward - others.totalReward[i]!));
  return {
    value: value + mean,
    standardError: Math.sqrt(variance / episodes),
    source: `exact value of ${best.name}, and the difference to it over ${episodes.toLocaleString('en-US')} simulated customers`,
  };
}
