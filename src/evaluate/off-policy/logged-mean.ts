/** What was logged, which needs no weights. */
import { ratioOfSums } from '../../stats/ratio-of-sums';
import type { Statistic } from '../../stats/statistic';
import type { Estimand } from './estimator';
import type { Histories } from './histories';
import { decisionCounts, unitSums, unitWeights } from './unit-sums';

/** What was done, on average: per decision, or per history. */
export function loggedMean({
  histories,
  estimand,
}: {
  readonly histories: Histories;
  readonly estimand: Estimand;
}): (values: Float64Array) => Statistic {
  if (estimand === 'decision') {
    const counts = decisionCounts(histories);
    return (values) =>
      ratioOfSums(
        unitSums(histories, (i) => histories.sampleWeights[i]! * values[i]!),
        counts,
      );
  }
  const weights = unitWeights(histories);
  return (values) =>
    ratioOfSums(
      unitSums(histories, (i) => histories.worths[i]! * values[i]!).map((sum, unit) => weights[unit]! * sum),
      weights,
    );
}
