/** What customer models say of whoever is decided on, where a log was enriched by them: numbers, whoever computed them. */
import { reordered } from '../../../dataset/contacts/row-order';

export interface CustomerScores {
  /** What each action changes of an outcome over No Action, and what is expected of it by each; null without such a model. */
  readonly uplift: {
    /** [n, actions] 0 of No Action; NaN where nothing is known */
    readonly changes: Float64Array;
    /** [n, actions] NaN where nothing is known */
    readonly responses: Float64Array;
  } | null;
  /** [n] what a customer is expected to spend; NaN where nothing is known; null without such a model */
  readonly values: Float64Array | null;
  /** [n, width] all columns that were added, encoded */
  readonly columns: Float32Array;
  readonly width: number;
  /** [n] what was done cost */
  readonly costs: Float64Array;
  /** [n] rewards before costs, where these were taken off them */
  readonly grossRewards: Float64Array;
}

/** Those of some rows, in their order. @param actionCount numbers of a row that actions have each one of */
export function scoresOfRows(
  { uplift, values, columns, width, costs, grossRewards }: CustomerScores,
  rows: Int32Array,
  actionCount: number,
): CustomerScores {
  return {
    uplift: uplift && {
      changes: reordered(uplift.changes, rows, actionCount),
      responses: reordered(uplift.responses, rows, actionCount),
    },
    values: values && reordered(values, rows),
    columns: reordered(columns, rows, width),
    ...{ width, costs: reordered(costs, rows), grossRewards: reordered(grossRewards, rows) },
  };
}
