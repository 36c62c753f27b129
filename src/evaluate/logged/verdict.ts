/** What a log alone can say about a policy: nothing yet, with the reasons. */
import type { Estimate } from '../../core/estimate';
import { version } from '../../core/version';
import type { DataWarning } from '../../dataset/audit/finding';
import { rowCount, type LoggedRows } from '../../dataset/logged-rows';
import type { PolicyResult } from '../policy-result';
import type { Verdict } from '../verdict';
import { loggedBaselines } from './baselines';

export interface OffPolicyResult {
  /** Whether the log determines what the policy would earn. */
  readonly identified: boolean;
  /** Why not. */
  readonly reasons: readonly string[];
  /** null where nothing is estimated */
  readonly effectiveSampleSize: number | null;
  readonly estimates: Readonly<Record<string, Estimate>>;
}

export interface OffPolicy {
  /** What is drawn independently. */
  readonly unit: 'customer' | 'row';
  readonly policies: Readonly<Record<string, OffPolicyResult>>;
}

/** Warnings that would leave any estimator without support. */
const NO_SUPPORT = ['action-in-state', 'no-overlap', 'unlogged-action'];

/** Name and meaning of each policy that is judged on a log: the model and every baseline. */
export function loggedPolicies(rows: LoggedRows): PolicyResult[] {
  const episodes = rowCount(rows);
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

/** Each code once, in the order of the warnings. */
function codesOf(warnings: readonly DataWarning[]): string[] {
  return [...new Set(warnings.map(({ code }) => code))];
}

/**
 * No policy's value is identified: this version has no off-policy estimator, and says so instead of passing matched
 * actions off as one. Where the data would not let one work either, its warnings are named too.
 */
export function offPolicyOf(policies: readonly PolicyResult[], warnings: readonly DataWarning[]): OffPolicy {
  const codes = codesOf(warnings).filter((code) => NO_SUPPORT.includes(code));
  const reasons = [
    `contact-dqn ${version} has no off-policy estimator`,
    ...codes.map((code) => `the log: ${code}`),
  ];
  const result = { identified: false, reasons, effectiveSampleSize: null, estimates: {} };
  return { unit: 'row', policies: Object.fromEntries(policies.map(({ name }) => [name, result])) };
}

/** Matched rows alone never show what another action would have earned, whatever the lines say. */
export function loggedVerdict(warnings: readonly DataWarning[]): Verdict {
  const limits = codesOf(warnings).join(', ');
  return {
    decision: 'cannot tell',
    baseline: null,
    reasons: [
      'matched actions count what the log earned where the model agrees with it; they do not estimate what the model would earn',
      ...(warnings.length > 0 ? [`the data has limits of its own: ${limits}`] : []),
    ],
    guaranteed: null,
    comparisons: [],
  };
}
