/**
 * Clipped inverse propensity scoring, V = (1/n) Σ min(ρ_i, L) r_i with L = √n.
 *
 * Assumes what IPS does, and takes off what weights beyond L would add: too low for rewards of at least 0.
 *
 * @see Ionides (2008), Truncated importance sampling, https://doi.org/10.1198/106186008X320456
 */
import { ratioOfSums } from '../../../stats/ratio-of-sums';
import type { Estimator } from '../estimator';
import { largestRatio } from '../largest-ratio';
import { decisionCounts, unitSums } from '../unit-sums';

export const clippedIps: Estimator = {
  name: 'clippedIps',
  label: 'Clipped inverse propensity scoring',
  estimand: 'decision',
  needs: [],
  estimate({ histories, ratios, rewards }) {
    const largest = largestRatio(histories);
    return ratioOfSums(
      unitSums(histories, (i) => histories.sampleWeights[i]! * Math.min(ratios[i]!, largest) * rewards[i]!),
      decisionCounts(histories),
    );
  },
};
