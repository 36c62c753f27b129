/** Policies that are learned from rows, judged on the same rows where there are no others. */
import { reordered } from '../../../dataset/contacts/row-order';
import type { TargetingPolicy } from './baselines';
import { scoresOfRows } from './customer-scores';
import type { TargetingRows } from './response-model';

function rowsOf(rows: TargetingRows, chosen: Int32Array): TargetingRows {
  const { observations, width, actionCount, allowed, customers } = rows;
  return {
    ...{ width, actionCount },
    observations: reordered(observations, chosen, width),
    allowed: allowed && reordered(allowed, chosen, actionCount),
    actions: reordered(rows.actions, chosen),
    rewards: reordered(rows.rewards, chosen),
    laterRewards: reordered(rows.laterRewards, chosen),
    sampleWeights: reordered(rows.sampleWeights, chosen),
    customers: customers && scoresOfRows(customers, chosen, actionCount),
  };
}

/**
 * Each fold of customers by what the other folds teach.
 *
 * @param folds [n] fold of each row
 * @param learn policies on the second rows, learned from the first
 */
export function crossFitted<Policy extends Pick<TargetingPolicy, 'probabilities'>>(
  rows: TargetingRows,
  folds: Uint8Array,
  learn: (fit: TargetingRows, judged: TargetingRows) => Policy[],
): Policy[] {
  const all = Int32Array.from(folds.keys());
  const { actionCount } = rows;
  let merged: Policy[] = [];
  for (const fold of [...new Set(folds)].sort((a, b) => a - b)) {
    const own = all.filter((row) => folds[row] === fold);
    const learned = learn(
      rowsOf(
        rows,
        all.filter((row) => folds[row] !== fold),
      ),
      rowsOf(rows, own),
    );
    if (merged.length === 0)
      merged = learned.map((one) => ({ ...one, probabilities: new Float64Array(all.length * actionCount) }));
    learned.forEach(({ probabilities }, k) =>
      own.forEach((row, i) =>
        merged[k]!.probabilities.set(
          probabilities.subarray(i * actionCount, (i + 1) * actionCount),
          row * actionCount,
        ),
      ),
    );
  }
  return merged;
}
