/**
 * Doubly robust estimation of histories,
 * V = (1/n) Σ_i Σ_t g^t [ w_it (r_it − Q(s_it, a_it)) + w_i,t−1 Σ_a p(a|s_it) Q(s_it, a) ], with w_i,−1 = 1.
 *
 * Right if the probabilities of the logged actions are, or the model Q of the policy's value; Q is cross-fitted. With Q = 0
 * it is per-decision importance sampling.
 *
 * @see Jiang & Li (2016), https://arxiv.org/abs/1511.03722
 */
import { ratioOfSums } from '../../../stats/ratio-of-sums';
import { combined } from '../../../stats/statistic';
import { needed, type Estimator } from '../estimator';
import type { JudgedPolicy } from '../histories';
import { stepRatios } from '../step-ratios';
import { expectedValue, lastProducts, loggedValue, unitSums, unitWeights } from '../unit-sums';

/** [n] discounted: what a reward exceeds the model by, what the model expects, and the product before the decision */
function parts(judged: JudgedPolicy) {
  const { histories, products, rewards } = judged;
  const { starts, units, worths } = histories;
  const model = needed(judged, 'valueModel');
  const before = new Float64Array(products.length);
  for (let unit = 0; unit < units; unit += 1)
    for (let i = starts[unit]!; i < starts[unit + 1]!; i += 1)
      before[i] = i === starts[unit] ? 1 : products[i - 1]!;
  return {
    before,
    surprises: rewards.map((reward, i) => worths[i]! * (reward - loggedValue(histories, model, i))),
    expected: rewards.map((_, i) => worths[i]! * expectedValue(judged, model, i)),
  };
}

export const sequentialDoublyRobust: Estimator = {
  name: 'sequentialDr',
  label: 'Sequential doubly robust',
  estimand: 'history',
  needs: ['valueModel'],
  estimate(judged) {
    const { histories, products } = judged;
    const { before, surprises, expected } = parts(judged);
    const weights = unitWeights(histories);
    const sums = unitSums(histories, (i) => products[i]! * surprises[i]! + before[i]! * expected[i]!);
    return ratioOfSums(
      sums.map((sum, unit) => sum * weights[unit]!),
      weights,
    );
  },
};

/**
 * Weighted doubly robust estimation: at each step w / n becomes w / Σ w, in both parts.
 *
 * @see Thomas & Brunskill (2016), https://arxiv.org/abs/1604.00923
 */
export const weightedDoublyRobust: Estimator = {
  name: 'wdr',
  label: 'Weighted doubly robust',
  estimand: 'history',
  needs: ['valueModel'],
  estimate(judged) {
    const { histories, products } = judged;
    const { before, surprises, expected } = parts(judged);
    const carried = lastProducts(judged);
    return combined([
      { factor: 1, statistic: stepRatios(histories, { weights: products, carried }, surprises) },
      { factor: 1, statistic: stepRatios(histories, { weights: before, carried }, expected) },
    ]);
  },
};
