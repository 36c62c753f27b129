/** Measures that hang on the action alone, such as contacts and fixed costs: what a policy brings of them without weights. */
import { ratioOfSums } from '../../stats/ratio-of-sums';
import type { Statistic } from '../../stats/statistic';
import type { Histories } from './histories';
import type { ShapeOfHistories } from './histories-of';
import type { Measure, OffPolicyRequest } from './request';
import { decisionCounts, unitSums } from './unit-sums';

/** [n] what a policy's own probabilities say of a measure; null where one of its actions does not say what it brings. */
function knownValues(
  { actionCount }: Pick<Histories, 'actionCount'>,
  probabilities: Float64Array,
  known: Measure['known'],
): Float64Array | null {
  if (known === null) return null;
  const values = new Float64Array(probabilities.length / actionCount);
  for (let at = 0; at < probabilities.length; at += 1) {
    const brings = known[at % actionCount]!;
    if (probabilities[at] === 0) continue;
    if (brings === null) return null;
    values[Math.floor(at / actionCount)]! += probabilities[at]! * brings;
  }
  return values;
}

/**
 * What needs no outcome of the log, so no weights: contacts and costs at single decisions. Over a history they hang on what
 * the policy leads to, but for what is 0 at every decision.
 */
export function knownMean(
  { histories, estimand }: Pick<OffPolicyRequest, 'estimand'> & { readonly histories: ShapeOfHistories },
  probabilities: Float64Array,
  known: Measure['known'],
): Statistic | null {
  const values = knownValues(histories, probabilities, known);
  if (values === null || (estimand === 'history' && values.some((value) => value !== 0))) return null;
  const { sampleWeights } = histories;
  return ratioOfSums(
    unitSums(histories, (i) => sampleWeights[i]! * values[i]!),
    decisionCounts(histories),
  );
}
