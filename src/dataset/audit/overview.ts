/** What a log holds, column by column and action by action: to be looked at before anything is concluded. */
import { groupNames, type ContactLog } from '../contacts/contact-log';
import type { LoggedDecisions } from '../decisions/decisions';
import type { LeftOut } from '../decisions/kept-rows';
import type { LogSchema } from '../schema/log-schema';
import { weightsOf } from './audit-input';
import { columnOverviews, type ColumnOverview } from './column-overviews';
import { actionPeriods, histogram, type Bin, type Period } from './distributions';
import { customersPerAction } from './size';
import { timeText } from './times';

export interface ActionOverview {
  readonly name: string;
  readonly decisions: number;
  /** Different customers who met it; null where no column says who. */
  readonly customers: number | null;
  readonly share: number;
  /** Of the company's decisions, each row as many as it stands for; null where it was never logged. */
  readonly meanReward: number | null;
}

export interface GroupOverview {
  /** random, usual or holdout, with how the log calls it; or other. */
  readonly name: string;
  readonly rows: number;
  /** Different customers in it; null where no column says who. */
  readonly customers: number | null;
}

export interface DataOverview {
  readonly rows: number;
  /** null where no column says who */
  readonly customers: number | null;
  /** null where no column says when */
  readonly time: { readonly from: string; readonly to: string } | null;
  readonly decisions: number;
  /** Decisions that the calendar made. */
  readonly made: number;
  readonly leftOut: Readonly<Record<LeftOut, number>>;
  readonly columns: readonly ColumnOverview[];
  readonly actions: readonly ActionOverview[];
  /** Empty where no column says how a row came to be treated. */
  readonly groups: readonly GroupOverview[];
  readonly rewards: readonly Bin[];
  /** Empty where no column says when. */
  readonly periods: readonly Period[];
}

function actionOverviews(log: ContactLog, decided: LoggedDecisions): ActionOverview[] {
  const { count, actions, rewards, actionNames } = decided;
  const customers = log.customers === null ? null : customersPerAction(decided);
  const weights = weightsOf(log, decided);
  const sums = actionNames.map(() => ({ decisions: 0, weight: 0, reward: 0 }));
  actions.forEach((action, i) => {
    sums[action]!.decisions += 1;
    sums[action]!.weight += weights[i]!;
    sums[action]!.reward += weights[i]! * rewards[i]!;
  });
  return sums.map(({ decisions, weight, reward }, action) => ({
    ...{
      name: actionNames[action]!,
      decisions,
      customers: customers?.[action] ?? null,
      share: decisions / Math.max(1, count),
    },
    meanReward: decisions === 0 ? null : reward / weight,
  }));
}

/** The groups that the schema declares, and rows of none of them where there are some. */
function groupOverviews({ groups, customers }: ContactLog, { group }: LogSchema): GroupOverview[] {
  if (groups === null || group === undefined) return [];
  return groupNames.flatMap((role, index) => {
    const value = role === 'other' ? undefined : group[role];
    const seen = new Set<number>();
    let rows = 0;
    for (let row = 0; row < groups.length; row += 1) {
      if (groups[row] !== index) continue;
      rows += 1;
      if (customers !== null) seen.add(customers.codes[row]!);
    }
    if (value === undefined && rows === 0) return [];
    const name = value === undefined || value === role ? role : `${role} (${value})`;
    return [{ name, rows, customers: customers === null ? null : seen.size }];
  });
}

export function overviewOf(log: ContactLog, decisions: LoggedDecisions, schema: LogSchema): DataOverview {
  const { times } = log;
  const ends =
    times === null || log.rows === 0
      ? null
      : [times.reduce((a, b) => Math.min(a, b)), times.reduce((a, b) => Math.max(a, b))];
  return {
    rows: log.rows,
    customers: log.customers?.names.length ?? null,
    time: ends === null ? null : { from: timeText(ends[0]!, schema), to: timeText(ends[1]!, schema) },
    decisions: decisions.count,
    made: decisions.made?.reduce((sum, one) => sum + one, 0) ?? 0,
    leftOut: {
      'outcome not known yet': decisions.leftOut['outcome not known yet'].length,
      'after the customer was gone': decisions.leftOut['after the customer was gone'].length,
      'no later row with its outcome': decisions.leftOut['no later row with its outcome'].length,
    },
    columns: columnOverviews(log, decisions, schema),
    actions: actionOverviews(log, decisions),
    groups: groupOverviews(log, schema),
    rewards: histogram(decisions.rewards),
    periods: actionPeriods(decisions, schema),
  };
}
