/** The best policy for whoever sees the hidden state and has a long time left, as a table look-up. */
import { certainPolicy } from '../../policies/certain';
import type { Policy } from '../../policies/policy';
import { stateIndex } from './dynamics';
import { solveExactly } from './exact';
import type { CustomersConfig } from './settings';

/**
 * Takes in every period the action that is best while all periods are still to come: it does not see how many are left.
 * With a discount the last periods hardly count, and the policy is the best one but for them.
 *
 * @param config one that shows the hidden state
 */
export function exactPolicy(config: CustomersConfig, gamma: number): Policy {
  const { actions } = solveExactly(config, { gamma, periods: config.periods });
  const channels = config.channels.length;
  const levels = { interests: config.interest.levels, fatigues: config.fatigue.levels };
  const width = 2 + 2 * channels;
  return certainPolicy(
    'dynamic-programming',
    'takes what is best in the hidden state while all periods are still to come',
    channels + 1,
    ({ observations }, out) => {
      for (let lane = 0, at = 0; lane < out.length; lane += 1, at += width) {
        const preference = observations.subarray(at + 2, at + 2 + channels).indexOf(1);
        let optIns = 0;
        for (let c = 0; c < channels; c += 1) optIns |= observations[at + 2 + channels + c]! << c;
        const row = optIns * channels + preference;
        out[lane] = actions[stateIndex(levels, row, observations[at]!, observations[at + 1]!)]!;
      }
    },
  );
}
