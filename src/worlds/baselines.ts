/** The policies that a learned one is held against. */
import { constantPolicy } from '../policies/constant';
import { uniformPolicy } from '../policies/uniform';
import type { Baseline, BaselineContext, OpenWorld } from './world';

/** Every baseline of a world: what can be tried in any world first, then its own. */
export function baselinesOf(world: OpenWorld, context: BaselineContext): readonly Baseline[] {
  const { actions } = world;
  const { constantActions = actions.map((_, action) => action) } = world;
  const constants = constantActions.map((action) => constantPolicy(actions, action));
  const uniform = uniformPolicy(actions);
  return [
    ...[...constants, uniform].map((policy) => ({
      ...{ name: policy.name, description: policy.description },
      make: () => policy,
    })),
    ...(world.baselines?.(context) ?? []),
  ];
}
