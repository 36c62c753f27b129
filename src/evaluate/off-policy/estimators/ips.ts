/**
 * Inverse propensity scoring, V = (1/n) Σ ρ_i r_i.
 *
 * Unbiased where every action of the policy was possible, nothing but the features decided, and the probabilities of the
 * logged actions are right; its variance grows with the mean of ρ² r².
 *
 * @see Horvitz & Thompson (1952), https://doi.org/10.1080/01621459.1952.10483446
 */
import { ratioOfSums } from '../../../stats/ratio-of-sums';
import type { Estimator } from '../estimator';
import { decisionCounts, unitSums } from '../unit-sums';

export const ips: Estimator = {
  name: 'ips',
  label: 'Inverse propensity scoring',
  estimand: 'decision',
  needs: [],
  estimate: ({ histories, ratios, rewards }) =>
    ratioOfSums(
      unitSums(histories, (i) => histories.sampleWeights[i]! * ratios[i]! * rewards[i]!),
      decisionCounts(histories),
    ),
};
