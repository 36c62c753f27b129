/**
 * Per-decision importance sampling, V = (1/n) Σ_i Σ_t g^t w_it r_it: a reward needs the ratios up to its own decision
 * only. Unbiased as IPS is.
 *
 * @see Precup, Sutton & Singh (2000), Eligibility traces for off-policy policy evaluation, https://scholarworks.umass.edu/cs_faculty_pubs/80
 */
import { ratioOfSums } from '../../../stats/ratio-of-sums';
import type { Estimator } from '../estimator';
import { stepRatios } from '../step-ratios';
import { lastProducts, unitSums, unitWeights } from '../unit-sums';

export const perDecisionImportanceSampling: Estimator = {
  name: 'pdis',
  label: 'Per-decision importance sampling',
  estimand: 'history',
  needs: [],
  estimate({ histories, products, rewards }) {
    const weights = unitWeights(histories);
    const sums = unitSums(histories, (i) => histories.worths[i]! * products[i]! * rewards[i]!);
    return ratioOfSums(
      sums.map((sum, unit) => sum * weights[unit]!),
      weights,
    );
  },
};

/**
 * Weighted by step, V = Σ_t g^t Σ_i w_it r_it / Σ_i w_it; who is gone keeps the last weight and brings 0. Slightly biased,
 * consistent, far less variable.
 */
export const perDecisionWeighted: Estimator = {
  name: 'perDecisionWis',
  label: 'Per-decision weighted importance sampling',
  estimand: 'history',
  needs: [],
  estimate(judged) {
    const { histories, products, rewards } = judged;
    return stepRatios(
      histories,
      { weights: products, carried: lastProducts(judged) },
      rewards.map((reward, i) => histories.worths[i]! * reward),
    );
  },
};
