/**
 * Self-normalised inverse propensity scoring, V = Σ ρ_i r_i / Σ ρ_i.
 *
 * Assumes what IPS does. Slightly biased and much less variable: it lies between the least and the largest reward, and
 * adding a constant to all rewards adds it to the value.
 *
 * @see Swaminathan & Joachims (2015), https://papers.nips.cc/paper/5748-the-self-normalized-estimator-for-counterfactual-learning
 */
import { ratioOfSums } from '../../../stats/ratio-of-sums';
import type { Estimator } from '../estimator';
import { unitSums } from '../unit-sums';

export const snips: Estimator = {
  name: 'snips',
  label: 'Self-normalised inverse propensity scoring',
  estimand: 'decision',
  needs: [],
  estimate: ({ histories, ratios, rewards }) =>
    ratioOfSums(
      unitSums(histories, (i) => histories.sampleWeights[i]! * ratios[i]! * rewards[i]!),
      unitSums(histories, (i) => histories.sampleWeights[i]! * ratios[i]!),
    ),
};
