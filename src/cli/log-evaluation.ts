/** Judging a policy on logged rows: the published lines, beside those of every baseline. */
import type { LoggedRows } from '../dataset/logged-rows';
import type { DataWarning } from '../evaluate/data-warnings';
import type { MatchedActions } from '../evaluate/matched-actions';
import { loggedBaselines, matchedActions } from '../evaluate/logged-baselines';
import type { QFunction } from '../policies/policy';
import type { PolicyResult, Verdict } from '../report/report';
import { greedyActions } from '../rl/action-probabilities';

/** The published lines of the model and of all baselines on these rows. */
export async function judgeOnLog(model: QFunction, rows: LoggedRows): Promise<MatchedActions> {
  const chosen = greedyActions(await model.qValues(rows.observations), rows.actions.length, null);
  return matchedActions(rows, { model: chosen });
}

/** Name and meaning of each policy that `judgeOnLog` speaks of. */
export function loggedPolicies(rows: LoggedRows): PolicyResult[] {
  const episodes = rows.loggedActions.length;
  const model: PolicyResult = {
    name: 'model',
    role: 'model',
    description: 'takes the action with the highest learned value',
    episodes,
    metrics: {},
  };
  const baselines = loggedBaselines(rows).map(({ name, description }): PolicyResult => {
    return { name, role: name === 'logged' ? 'logged' : 'baseline', description, episodes, metrics: {} };
  });
  return [model, ...baselines];
}

/** Matched rows alone never show what another action would have earned, whatever the lines say. */
export function loggedVerdict(warnings: readonly DataWarning[]): Verdict {
  const limits = warnings.map(({ code }) => code).join(', ');
  return {
    decision: 'cannot tell',
    reasons: [
      'matched actions count what the log earned where the model agrees with it; they do not estimate what the model would earn',
      ...(warnings.length > 0 ? [`the data has limits of its own: ${limits}`] : []),
    ],
  };
}
