/**
 * SWITCH, V = (1/n) Σ_i [ ρ_i r_i 1(ρ_i ≤ L) + Σ_a p(a|s_i) q(s_i, a) 1(ρ(s_i, a) > L) ] with L = √n: weights where they
 * are small, the model of rewards where they would be large.
 *
 * Assumes right probabilities of all actions, and a right model where weights are large.
 *
 * @see Wang, Agarwal & Dudík (2017), https://arxiv.org/abs/1612.01205
 */
import { ratioOfSums } from '../../../stats/ratio-of-sums';
import { needed, type Estimator } from '../estimator';
import { largestRatio } from '../largest-ratio';
import { decisionCounts, unitSums } from '../unit-sums';

export const switchEstimator: Estimator = {
  name: 'switch',
  label: 'SWITCH (weights where small, else the model)',
  estimand: 'decision',
  needs: ['rewardModel', 'actionPropensities'],
  estimate(judged) {
    const { histories, probabilities, ratios, rewards } = judged;
    const { actionCount, actionPropensities, sampleWeights } = histories;
    if (actionPropensities === null)
      throw new RangeError('actionPropensities: expected [n, actions], got null');
    const model = needed(judged, 'rewardModel');
    const largest = largestRatio(histories);
    return ratioOfSums(
      unitSums(histories, (i) => {
        let sum = ratios[i]! <= largest ? ratios[i]! * rewards[i]! : 0;
        for (let at = i * actionCount; at < (i + 1) * actionCount; at += 1)
          if (probabilities[at]! > largest * actionPropensities[at]!) sum += probabilities[at]! * model[at]!;
        return sampleWeights[i]! * sum;
      }),
      decisionCounts(histories),
    );
  },
};
