/** Judging a model on logged rows: the published lines, beside those of every baseline. */
import type { LoggedRows } from '../../dataset/logged-rows';
import { loggedBaselines } from '../../evaluate/logged/baselines';
import { matchedActions, type MatchedActions } from '../../evaluate/logged/matched-actions';
import { GreedyPolicy } from '../../policies/greedy';
import type { QFunction } from '../../policies/policy';

/** The published lines of the model and of all baselines on these rows. */
export function judgeOnLog(model: QFunction, rows: LoggedRows): Promise<MatchedActions> {
  return matchedActions(rows, [new GreedyPolicy(model, rows.actions), ...loggedBaselines(rows)]);
}
