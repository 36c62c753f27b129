/**
 * Importance sampling of whole histories, V = (1/n) Σ_i w_i Σ_t g^t r_it, where w_i is the product of all ratios of a
 * history. Unbiased as IPS is; its variance grows exponentially with the length of histories.
 *
 * @see Precup, Sutton & Singh (2000), Eligibility traces for off-policy policy evaluation, https://scholarworks.umass.edu/cs_faculty_pubs/80
 */
import { ratioOfSums } from '../../../stats/ratio-of-sums';
import type { Estimator } from '../estimator';
import type { JudgedPolicy } from '../histories';
import { lastProducts, unitSums, unitWeights } from '../unit-sums';

/** [units] what each history brought times its weight, and the weights */
function weightedReturns(judged: JudgedPolicy) {
  const { histories, rewards } = judged;
  const weights = unitWeights(histories);
  const products = lastProducts(judged).map((product, unit) => product * weights[unit]!);
  const returns = unitSums(histories, (i) => histories.worths[i]! * rewards[i]!);
  return { weights, products, weighted: returns.map((value, unit) => value * products[unit]!) };
}

export const importanceSampling: Estimator = {
  name: 'is',
  label: 'Importance sampling of histories',
  estimand: 'history',
  needs: [],
  estimate(judged) {
    const { weights, weighted } = weightedReturns(judged);
    return ratioOfSums(weighted, weights);
  },
};

/**
 * Weighted importance sampling: divided by Σ w_i instead of n. Slightly biased, consistent, far less variable. A history
 * that has ended keeps its weight.
 */
export const weightedImportanceSampling: Estimator = {
  name: 'wis',
  label: 'Weighted importance sampling',
  estimand: 'history',
  needs: [],
  estimate(judged) {
    const { products, weighted } = weightedReturns(judged);
    return ratioOfSums(weighted, products);
  },
};
