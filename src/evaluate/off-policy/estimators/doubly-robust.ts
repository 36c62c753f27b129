/**
 * Doubly robust estimation, V = (1/n) Σ_i [ Σ_a p(a|s_i) q(s_i, a) + ρ_i (r_i − q(s_i, a_i)) ], and three that
 * differ in the weight of the correction.
 *
 * Right if the probabilities of the logged actions are, or the model q of rewards; q is cross-fitted, so that no
 * decision corrects a model that knew it.
 *
 * @see Dudík, Langford & Li (2011), https://arxiv.org/abs/1103.4601
 */
import { ratioOfSums } from '../../../stats/ratio-of-sums';
import { combined } from '../../../stats/statistic';
import { needed, type Estimator } from '../estimator';
import type { JudgedPolicy } from '../histories';
import { largestRatio } from '../largest-ratio';
import { decisionCounts, expectedValue, loggedValue, unitSums } from '../unit-sums';

type CorrectionWeight = (ratio: number, largest: number) => number;

/** The model's part plus the correction, each a mean over decisions. */
function corrected(judged: JudgedPolicy, weightOf: CorrectionWeight) {
  const { histories, ratios, rewards } = judged;
  const { sampleWeights } = histories;
  const model = needed(judged, 'rewardModel');
  const largest = largestRatio(histories);
  return ratioOfSums(
    unitSums(
      histories,
      (i) =>
        sampleWeights[i]! *
        (expectedValue(judged, model, i) +
          weightOf(ratios[i]!, largest) * (rewards[i]! - loggedValue(histories, model, i))),
    ),
    decisionCounts(histories),
  );
}

export const doublyRobust: Estimator = {
  name: 'dr',
  label: 'Doubly robust',
  estimand: 'decision',
  needs: ['rewardModel'],
  estimate: (judged) => corrected(judged, (ratio) => ratio),
};

/** The correction divided by the mean weight instead of 1. */
export const selfNormalisedDoublyRobust: Estimator = {
  name: 'selfNormalisedDr',
  label: 'Doubly robust, self-normalised',
  estimand: 'decision',
  needs: ['rewardModel'],
  estimate(judged) {
    const { histories, ratios, rewards } = judged;
    const { sampleWeights } = histories;
    const model = needed(judged, 'rewardModel');
    const modelPart = ratioOfSums(
      unitSums(histories, (i) => sampleWeights[i]! * expectedValue(judged, model, i)),
      decisionCounts(histories),
    );
    const correction = ratioOfSums(
      unitSums(
        histories,
        (i) => sampleWeights[i]! * ratios[i]! * (rewards[i]! - loggedValue(histories, model, i)),
      ),
      unitSums(histories, (i) => sampleWeights[i]! * ratios[i]!),
    );
    return combined([
      { factor: 1, statistic: modelPart },
      { factor: 1, statistic: correction },
    ]);
  },
};

/**
 * No correction where the weight is beyond L = √n.
 *
 * @see Wang, Agarwal & Dudík (2017), https://arxiv.org/abs/1612.01205
 */
export const switchDoublyRobust: Estimator = {
  name: 'switchDr',
  label: 'Doubly robust, switched off for large weights',
  estimand: 'decision',
  needs: ['rewardModel'],
  estimate: (judged) => corrected(judged, (ratio, largest) => (ratio <= largest ? ratio : 0)),
};

/**
 * Weights shrunk to λ ρ / (ρ² + λ) with λ = n, so that one of √n counts half.
 *
 * @see Su, Dimakopoulou, Krishnamurthy & Dudík (2020), https://arxiv.org/abs/1907.09623
 */
export const shrunkDoublyRobust: Estimator = {
  name: 'drShrinkage',
  label: 'Doubly robust with shrinkage',
  estimand: 'decision',
  needs: ['rewardModel'],
  estimate: (judged) =>
    corrected(judged, (ratio, largest) => (largest ** 2 * ratio) / (ratio ** 2 + largest ** 2)),
};
