/**
 * The campaign with the best profit of the period at hand. Effects come after the reward, so this is the price of
 * thinking one period ahead: it never finds a campaign worth its cost.
 */
import { certainProbabilities, greedyActions } from '../../rl/action-probabilities';
import { segmentDynamics } from './dynamics';
import type { SegmentConfig } from './settings';
import { segmentColumns } from './columns';
import type { Policy } from '../../policies/policy';

export const GREEDY_ONE_STEP = 'takes the action with the highest profit in this period';

/** Exact, for the reward of a period is a function of the counts and the action. Ties go to the lowest index. */
export function greedyOneStepPolicy(config: SegmentConfig): Policy {
  const { actions, features, arrivals, margin } = segmentDynamics(config);
  const columns = segmentColumns(features);
  return {
    name: 'greedy-one-step',
    description: GREEDY_ONE_STEP,
    probabilities: ({ observations, allowed }, out) => {
      const rewards = new Float32Array(out.length);
      for (let i = 0; i < rewards.length; i += 1) {
        const row = Math.floor(i / actions.length) * features.length;
        const prices = (i % actions.length) * columns.length;
        columns.forEach((column, segment) => {
          rewards[i]! += margin[prices + segment]! * (observations[row + column]! + arrivals[segment]!);
        });
      }
      certainProbabilities(greedyActions(rewards, actions.length, allowed), actions.length, allowed, out);
    },
  };
}
