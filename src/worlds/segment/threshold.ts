/** A rule that fits in one sentence: contact when too many customers are inactive, else leave them alone. */
import { certainProbabilities } from '../../rl/action-probabilities';
import { segmentColumns } from './columns';
import type { Policy } from '../../policies/policy';

export interface ThresholdRule {
  /** Index of the campaign. */
  readonly action: number;
  /** Share of customers, in [0, 1]: the campaign runs while nonActive / total is above it. */
  readonly theta: number;
}

/**
 * @param features names of the observation's columns
 * @param actions names; index 0 is No Action
 * @throws RangeError for an action outside the list or a missing feature
 */
export function thresholdPolicy(
  features: readonly string[],
  actions: readonly string[],
  { action, theta }: ThresholdRule,
): Policy {
  const campaign = actions[action];
  if (campaign === undefined) {
    throw new RangeError(`thresholdPolicy: expected an action in 0..${actions.length - 1}, got ${action}`);
  }
  const [active, semiActive, nonActive] = segmentColumns(features);
  return {
    name: 'threshold',
    description: `takes ${campaign} while nonActive / total > ${theta}, else No Action`,
    probabilities: ({ observations, allowed }, out) => {
      const wanted = Int32Array.from({ length: observations.length / features.length }, (_, lane) => {
        const row = lane * features.length;
        const inactive = observations[row + nonActive]!;
        const total = observations[row + active]! + observations[row + semiActive]! + inactive;
        return inactive > theta * total ? action : 0;
      });
      certainProbabilities(wanted, actions.length, allowed, out);
    },
  };
}
