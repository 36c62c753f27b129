/** What policies really earn in the weeks of a campaign, by simulation on common random numbers. */
import { Random } from '../../src/core/random';
import { rollout } from '../../src/evaluate/simulated/rollout';
import { exploring } from '../../src/policies/behaviour';
import type { Policy } from '../../src/policies/policy';
import { openModel } from '../../src/runs/open-model';
import { quietHost } from '../../src/runs/quiet-host';
import type { OpenWorld } from '../../src/worlds/world';
import { differenceOf, meanOf, type Mean } from '../study-logged/true-values';
import { encoderOf, policyInWorld } from '../study-logged/world-policy';

const LANES = 1000;

export interface Truth {
  readonly world: OpenWorld;
  readonly gamma: number;
  /** Decisions of a customer that count. */
  readonly weeks: number;
  /** Customers simulated, a multiple of a thousand. */
  readonly episodes: number;
}

/** A saved model at work in the world, seeing what a row of its log shows. */
export async function modelPolicy(folder: string, { world }: Truth): Promise<Policy> {
  const { qFunction, model, manifest } = await openModel(folder, { backend: 'wasm' }, quietHost());
  return policyInWorld(qFunction, encoderOf(world, manifest.raw!, model.actions), model.actions);
}

/** Mostly the policy, now and then any allowed action, as the service tries them. */
export function trying(policy: Policy, { world }: Truth, epsilon: number): Policy {
  return exploring(policy, world.actions, epsilon);
}

/** [episodes] discounted rewards of a customer in these weeks; episode e of every policy meets the same luck. */
export async function campaignValues(
  policy: Policy,
  { world, gamma, weeks, episodes }: Truth,
): Promise<Float64Array> {
  const random = Random.fromSeed(1).fork('true values of the loop');
  const { discountedReward } = await rollout(policy, (lanes, stream) => world.make(lanes, stream), {
    ...{ episodes, gamma, random, lanes: LANES, periods: weeks },
  });
  return discountedReward;
}

export { differenceOf, meanOf, type Mean };
