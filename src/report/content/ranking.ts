/** Who is compared with whom: policies by the objective the model was trained for. */
import type { Estimate } from '../../core/estimate';
import type { IntervalRow } from '../charts/interval-axis';
import { bestFirst } from '../charts/intervals';
import type { PolicyResult, ReportData } from '../report';
import type { ShortList } from './short-list';
import { shortList } from './short-list';

/** Policies that an objective puts in order. */
export interface Ranking {
  /** Name of the metric. */
  readonly objective: string;
  /** Those that are shown. */
  readonly policies: readonly PolicyResult[];
  readonly shortList: ShortList;
}

/** Undefined where the report has no objective, or nothing to rank. */
export function rankingOf(report: ReportData): Ranking | undefined {
  const { objective } = report;
  if (objective === undefined || report.policies.length === 0) return undefined;
  const shown = shortList(report);
  const policies = report.policies.filter(({ name }) => shown.names.has(name));
  return { objective, policies, shortList: shown };
}

/** The policy that was trained, if there is one (a judged baseline has none). */
export function modelOf({ policies }: Pick<ReportData, 'policies'>): PolicyResult | undefined {
  return policies.find((policy) => policy.role === 'model');
}

export function objectiveOf({ objective }: Ranking, policy: PolicyResult): Estimate | undefined {
  return policy.metrics[objective];
}

/** Policies by the objective, best first; those without a value last. */
export function rankedPolicies(ranking: Ranking): PolicyResult[] {
  const value = (policy: PolicyResult): number => objectiveOf(ranking, policy)?.value ?? -Infinity;
  return [...ranking.policies].sort((a, b) => (value(a) === value(b) ? 0 : value(b) - value(a)));
}

/** The baseline with the highest objective, or undefined if there is none with a value. */
export function bestBaseline(ranking: Ranking): PolicyResult | undefined {
  return rankedPolicies(ranking).find(
    (policy) => policy.role === 'baseline' && (objectiveOf(ranking, policy)?.value ?? null) !== null,
  );
}

/** Rows of the policy comparison chart. */
export function intervalRows(ranking: Ranking): IntervalRow[] {
  const rows = ranking.policies.flatMap((policy) => {
    const estimate = objectiveOf(ranking, policy);
    return estimate ? [{ name: policy.name, estimate, highlighted: policy.role === 'model' }] : [];
  });
  return bestFirst(rows);
}
