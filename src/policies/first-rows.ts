/** Asks a policy for some lanes only, where the others play to no purpose. */
import type { VectorEnvironment } from '../env/environment';
import { certainProbabilities } from '../rl/action-probabilities';
import type { Policy } from './policy';

/**
 * Lanes draw their random numbers together, so all of them must be stepped; a policy that plans for seconds in every
 * state need not be asked for those that nobody looks at.
 *
 * @param rows how many lanes, the first ones, act by the policy; the others take their lowest allowed action
 * @param environment the one in which it acts
 */
export function firstRows(
  policy: Pick<Policy, 'probabilities'>,
  rows: number,
  { lanes, actions, observationSpec }: Pick<VectorEnvironment, 'lanes' | 'actions' | 'observationSpec'>,
): Pick<Policy, 'probabilities'> {
  const count = actions.length;
  const lowest = new Int32Array(lanes);
  return {
    probabilities({ observations, allowed }, out) {
      certainProbabilities(lowest, count, allowed, out);
      const asked = {
        observations: observations.subarray(0, rows * observationSpec.features.length),
        allowed: allowed === null ? null : allowed.subarray(0, rows * count),
      };
      return policy.probabilities(asked, out.subarray(0, rows * count));
    },
  };
}
