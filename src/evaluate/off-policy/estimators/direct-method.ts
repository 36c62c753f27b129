/**
 * Direct method, V = (1/n) Σ_i Σ_a p(a|s_i) q(s_i, a).
 *
 * As right as the model q of rewards is; its interval says how much states vary, not how wrong the model is.
 *
 * @see Dudík, Langford & Li (2011), https://arxiv.org/abs/1103.4601
 */
import { ratioOfSums } from '../../../stats/ratio-of-sums';
import { needed, type Estimator } from '../estimator';
import { decisionCounts, expectedValue, unitSums } from '../unit-sums';

export const directMethod: Estimator = {
  name: 'dm',
  label: 'Direct method (model alone)',
  estimand: 'decision',
  needs: ['rewardModel'],
  isModelAlone: true,
  estimate(judged) {
    const { histories } = judged;
    const model = needed(judged, 'rewardModel');
    return ratioOfSums(
      unitSums(histories, (i) => histories.sampleWeights[i]! * expectedValue(judged, model, i)),
      decisionCounts(histories),
    );
  },
};
