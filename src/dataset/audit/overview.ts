/** What a log holds, column by column and action by action: to be looked at before anything is concluded. */
import type { ContactLog, RawColumn } from '../contacts/contact-log';
import type { LoggedDecisions } from '../decisions/decisions';
import type { LeftOut } from '../decisions/kept-rows';
import type { LogSchema } from '../schema/log-schema';
import { weightsOf } from './audit-input';
import { missingShare } from './columns';
import { actionPeriods, histogram, type Bin, type Period } from './distributions';
import { customersPerAction } from './size';
import { timeText } from './times';

export interface ColumnOverview {
  readonly name: string;
  /** What the schema says it is: customer, time, action, reward, outcome, propensity, feature. */
  readonly meaning: string;
  readonly kind: string;
  readonly missingShare: number;
  readonly distinct: number;
  /** Least and largest value, or the most frequent levels. */
  readonly range: string;
}

export interface ActionOverview {
  readonly name: string;
  readonly decisions: number;
  /** Different customers who met it; null where no column says who. */
  readonly customers: number | null;
  readonly share: number;
  /** Of the company's decisions, each row as many as it stands for; null where it was never logged. */
  readonly meanReward: number | null;
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
  readonly rewards: readonly Bin[];
  /** Empty where no column says when. */
  readonly periods: readonly Period[];
}

const LEVELS = 4;

function number(value: number): string {
  return String(Number(value.toPrecision(5)));
}

function numbersOverview(values: Float64Array, text: (value: number) => string = number) {
  // In order, with what is missing at the end: a set of millions of numbers takes ten times as long.
  const sorted = values.slice().sort();
  let distinct = 0;
  let last = 0;
  for (; last < sorted.length && !Number.isNaN(sorted[last]!); last += 1)
    if (last === 0 || sorted[last] !== sorted[last - 1]) distinct += 1;
  return { distinct, range: distinct === 0 ? '' : `${text(sorted[0]!)} to ${text(sorted[last - 1]!)}` };
}

function levelsOverview(codes: Int32Array, names: readonly string[]) {
  const counts = new Int32Array(names.length);
  for (const code of codes) if (code >= 0) counts[code]! += 1;
  const seen = [...counts.keys()]
    .filter((code) => counts[code]! > 0)
    .sort((a, b) => counts[b]! - counts[a]! || a - b);
  const shown = seen.slice(0, LEVELS).map((code) => names[code]!);
  return { distinct: seen.length, range: `${shown.join(', ')}${seen.length > LEVELS ? ', …' : ''}` };
}

function featureOverview(column: RawColumn, schema: LogSchema): ColumnOverview {
  const date = (value: number) => timeText(value, { ...schema, timeUnit: undefined });
  const found =
    column.kind === 'category'
      ? levelsOverview(column.codes, column.names)
      : numbersOverview(column.values, column.kind === 'date' ? date : number);
  return {
    name: column.name,
    meaning: 'feature',
    kind: column.kind,
    missingShare: missingShare(column),
    ...found,
  };
}

/** Columns that are no features, as far as the schema names them. */
function otherColumns(log: ContactLog, schema: LogSchema): ColumnOverview[] {
  const column = (
    name: string,
    meaning: string,
    kind: string,
    found: { distinct: number; range: string },
  ) => ({
    ...{ name, meaning, kind, missingShare: 0 },
    ...found,
  });
  const numbers = (name: string | undefined, meaning: string, values: Float64Array | null) =>
    name === undefined || values === null ? [] : [column(name, meaning, 'number', numbersOverview(values))];
  const { customers, times, actions, loggedActions } = log;
  return [
    ...(customers === null
      ? []
      : [column(schema.customer!, 'customer', 'text', { distinct: customers.names.length, range: '' })]),
    ...(times === null
      ? []
      : [
          column(
            schema.time!,
            'time',
            'time',
            numbersOverview(times, (time) => timeText(time, schema)),
          ),
        ]),
    column(schema.action, 'action', 'category', levelsOverview(loggedActions, actions)),
    ...numbers(schema.reward, 'reward', log.rewards),
    ...[...log.outcomes].flatMap(([name, values]) =>
      numbers(name, schema.rewards?.[name] === undefined ? 'outcome' : 'reward part', values),
    ),
    ...numbers(schema.propensity, 'propensity', log.propensities),
    ...numbers(schema.weight, 'weight', log.weights),
  ];
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
    },
    columns: [
      ...otherColumns(log, schema),
      ...decisions.features.map((column) => featureOverview(column, schema)),
    ],
    actions: actionOverviews(log, decisions),
    rewards: histogram(decisions.rewards),
    periods: actionPeriods(decisions, schema),
  };
}
