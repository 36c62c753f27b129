/**
 * Fitted Q evaluation, V = (1/n) Σ_i Σ_a p(a|s_i0) Q(s_i0, a): what the model of the policy's value expects at the first
 * decision of each history.
 *
 * As right as the model is, where the log covers what the policy visits; its interval says how much first decisions vary,
 * not how wrong the model is.
 *
 * @see Le, Voloshin & Yue (2019), https://arxiv.org/abs/1903.08738
 */
import { ratioOfSums } from '../../../stats/ratio-of-sums';
import { needed, type Estimator } from '../estimator';
import { expectedValue, unitWeights } from '../unit-sums';

export const fittedQ: Estimator = {
  name: 'fqe',
  label: 'Fitted Q evaluation (model alone)',
  estimand: 'history',
  needs: ['valueModel'],
  isModelAlone: true,
  estimate(judged) {
    const { starts } = judged.histories;
    const model = needed(judged, 'valueModel');
    const weights = unitWeights(judged.histories);
    return ratioOfSums(
      weights.map((weight, unit) => weight * expectedValue(judged, model, starts[unit]!)),
      weights,
    );
  },
};
