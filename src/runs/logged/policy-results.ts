/** The policies of a log's report. */
import type { LoggedRows } from '../../dataset/logged-rows';
import { loggedBaselines } from '../../evaluate/logged/baselines';
import type { OffPolicy, PolicyResult } from '../../report/report';

/** Every policy as reports list them: those of the evaluation, and those that only the published lines know. */
export function policyResults({ policies, decisions }: OffPolicy, rows: LoggedRows): PolicyResult[] {
  const judged = Object.entries(policies).map(([name, result]): PolicyResult => {
    const { role, description, metrics, difference } = result;
    const lead = difference && { modelMinusPolicy: { reward: difference.interval } };
    return { ...{ name, role, description, episodes: decisions, metrics }, ...lead };
  });
  const others = loggedBaselines(rows).filter(({ name }) => policies[name] === undefined);
  return [
    ...judged,
    ...others.map(({ name, description }): PolicyResult => {
      return { name, role: 'baseline', description, episodes: decisions, metrics: {} };
    }),
  ];
}
