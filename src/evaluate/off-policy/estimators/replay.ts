/**
 * Replay: the mean reward of decisions where the policy would have done what was logged,
 * V = Σ p(a_i|s_i) r_i / Σ p(a_i|s_i).
 *
 * Assumes that every action was logged with the same probability; for any other logging policy it is the value of nobody.
 *
 * @see Li, Chu, Langford & Wang (2011), https://arxiv.org/abs/1003.5956
 */
import { ratioOfSums } from '../../../stats/ratio-of-sums';
import type { Estimator } from '../estimator';
import { unitSums } from '../unit-sums';

export const replay: Estimator = {
  name: 'replay',
  label: 'Replay (matching decisions only)',
  estimand: 'decision',
  needs: [],
  estimate({ histories, probabilities, rewards }) {
    const { actions, actionCount, sampleWeights } = histories;
    const agrees = (i: number) => sampleWeights[i]! * probabilities[i * actionCount + actions[i]!]!;
    return ratioOfSums(
      unitSums(histories, (i) => agrees(i) * rewards[i]!),
      unitSums(histories, agrees),
    );
  },
};
