/** Judging a policy on logged rows: the published lines, beside those of every baseline. */
import { version } from '../core/version';
import type { LoggedRows } from '../dataset/logged-rows';
import type { DataWarning } from '../evaluate/logged/data-warnings';
import { loggedBaselines } from '../evaluate/logged/baselines';
import { matchedActions, type MatchedActions } from '../evaluate/logged/matched-actions';
import { GreedyPolicy } from '../policies/greedy';
import type { QFunction } from '../policies/policy';
import type { OffPolicy, PolicyResult, Verdict } from '../report/report';

/** Warnings that would leave any estimator without support. */
const NO_SUPPORT = ['action-in-state', 'no-overlap', 'unlogged-action'];

/** The published lines of the model and of all baselines on these rows. */
export function judgeOnLog(model: QFunction, rows: LoggedRows): Promise<MatchedActions> {
  return matchedActions(rows, [new GreedyPolicy(model, rows.actions), ...loggedBaselines(rows)]);
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

/**
 * No policy's value is identified: this version has no off-policy estimator, and says so instead of passing matched
 * actions off as one. Where the data would not let one work either, its warnings are named too.
 */
export function offPolicyOf(policies: readonly PolicyResult[], warnings: readonly DataWarning[]): OffPolicy {
  const codes = warnings.map(({ code }) => code).filter((code) => NO_SUPPORT.includes(code));
  const reasons = [
    `contact-dqn ${version} has no off-policy estimator`,
    ...codes.map((code) => `the log: ${code}`),
  ];
  const result = { identified: false, reasons, effectiveSampleSize: null, estimates: {} };
  return { unit: 'row', policies: Object.fromEntries(policies.map(({ name }) => [name, result])) };
}

/** Matched rows alone never show what another action would have earned, whatever the lines say. */
export function loggedVerdict(warnings: readonly DataWarning[]): Verdict {
  const limits = warnings.map(({ code }) => code).join(', ');
  return {
    decision: 'cannot tell',
    baseline: null,
    reasons: [
      'matched actions count what the log earned where the model agrees with it; they do not estimate what the model would earn',
      ...(warnings.length > 0 ? [`the data has limits of its own: ${limits}`] : []),
    ],
  };
}
