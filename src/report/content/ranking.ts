/** Who is compared with whom: policies by the objective the model was trained for. */
import type { Estimate } from '../../core/estimate';
import type { IntervalRow } from '../charts/intervals';
import { bestFirst } from '../charts/intervals';
import type { PolicyResult, Report, SimulationReport } from '../report';

/** The policy that was trained, if the report has one (a judged baseline has none). */
export function modelOf(report: Report): PolicyResult | undefined {
  return report.policies.find((policy) => policy.role === 'model');
}

export function objectiveOf(report: SimulationReport, policy: PolicyResult): Estimate | undefined {
  return policy.metrics[report.objective];
}

/** Policies by the objective, best first; those without a value last. */
export function rankedPolicies(report: SimulationReport): PolicyResult[] {
  const value = (policy: PolicyResult): number => objectiveOf(report, policy)?.value ?? -Infinity;
  return [...report.policies].sort((a, b) => (value(a) === value(b) ? 0 : value(b) - value(a)));
}

/** The baseline with the highest objective, or undefined if there is none with a value. */
export function bestBaseline(report: SimulationReport): PolicyResult | undefined {
  return rankedPolicies(report).find(
    (policy) => policy.role === 'baseline' && (objectiveOf(report, policy)?.value ?? null) !== null,
  );
}

/** Rows of the policy comparison chart. */
export function intervalRows(report: SimulationReport): IntervalRow[] {
  const rows = report.policies.flatMap((policy) => {
    const estimate = objectiveOf(report, policy);
    return estimate ? [{ name: policy.name, estimate, highlighted: policy.role === 'model' }] : [];
  });
  return bestFirst(rows);
}
