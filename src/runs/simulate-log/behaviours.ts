/** Who writes a simulated log. */
import { biasedPolicy, contactsOnlyPolicy, exploring } from '../../policies/behaviour';
import type { Policy } from '../../policies/policy';
import { baselinesOf } from '../../worlds/baselines';
import type { BaselineContext, OpenWorld } from '../../worlds/world';
import { policyNamed } from '../policy-named';

/**
 * `uniform`, `contacts-only`, `biased`, or a baseline of the world.
 *
 * @param explore share of decisions left to chance; without it none of the first three, a fifth of a baseline's
 * @throws InputError for another name, with those there are
 */
export async function behaviourNamed(
  name: string,
  world: OpenWorld,
  context: BaselineContext,
  explore?: number,
): Promise<Policy> {
  const { actions, features, scaling } = world;
  const scale = scaling?.observationScale ?? features.map(() => 1);
  const own = [contactsOnlyPolicy(actions), biasedPolicy(actions, scale, context.random.fork('biased'))];
  const baselines = baselinesOf(world, context);
  const chosen = policyNamed(name, [
    ...own.map((policy) => ({ name: policy.name, make: () => policy })),
    ...baselines,
  ]);
  const policy = await chosen.make();
  const isRandom = name === 'uniform' || own.some((one) => one.name === name);
  const share = explore ?? (isRandom ? 0 : 0.2);
  return share === 0 ? policy : exploring(policy, actions, share);
}
