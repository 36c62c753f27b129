/**
 * The difference of two policies at single decisions with a control variate:
 * V_new − V_old = mean[ (w_new − w_old)(r − β) ] with β = Σ (Δw)² r / Σ (Δw)², which makes the variance least, for Δw has the
 * mean 0. β comes from the other half of the units, so that the mean stays unbiased. A shift of all rewards changes nothing.
 *
 * Assumes what IPS does of both policies; the weights of what was done are 1.
 *
 * @see Jeunen & Ustimenko (2024), https://arxiv.org/abs/2405.10024
 */
import { ratioOfSums } from '../../stats/ratio-of-sums';
import type { Statistic } from '../../stats/statistic';
import type { Folds } from './folds';
import type { Histories } from './histories';
import { decisionCounts, ofDecisions, unitSums } from './unit-sums';

/** [folds] β of the units outside each fold; 0 where the policies never differ */
function controlVariates(
  { starts, units, sampleWeights }: Histories,
  differences: Float64Array,
  rewards: Float64Array,
  folds: Folds,
): Float64Array {
  const [above, below] = [new Float64Array(folds.count), new Float64Array(folds.count)];
  for (let unit = 0; unit < units; unit += 1)
    for (let i = starts[unit]!; i < starts[unit + 1]!; i += 1) {
      const square = sampleWeights[i]! * differences[i]! ** 2;
      for (let fold = 0; fold < folds.count; fold += 1) {
        if (folds.of[unit] === fold) continue;
        above[fold]! += square * rewards[i]!;
        below[fold]! += square;
      }
    }
  return above.map((sum, fold) => (below[fold]! > 0 ? sum / below[fold]! : 0));
}

/**
 * @param differences [n] w_new − w_old of the logged actions
 * @returns its resamples keep β, as they keep every model
 */
export function deltaOpe(
  histories: Histories,
  differences: Float64Array,
  rewards: Float64Array,
  folds: Folds,
): Statistic {
  const { sampleWeights } = histories;
  const betas = controlVariates(histories, differences, rewards, folds);
  const foldOf = ofDecisions(histories, folds.of);
  return ratioOfSums(
    unitSums(histories, (i) => sampleWeights[i]! * differences[i]! * (rewards[i]! - betas[foldOf[i]!]!)),
    decisionCounts(histories),
  );
}
