/** What each column of a log holds, by what the schema says it is. */
import type { CellCounts, ContactLog, RawColumn } from '../contacts/contact-log';
import type { LoggedDecisions } from '../decisions/decisions';
import type { LogSchema } from '../schema/log-schema';
import { distinctSorted } from '../distinct-sorted';
import { missingShare } from './columns';
import { timeText } from './times';

export interface ColumnOverview {
  readonly name: string;
  /** What the schema says it is: customer, time, action, reward, outcome, propensity, cost, weight, eligible, group, terminal, feature. */
  readonly meaning: string;
  readonly kind: string;
  readonly missingShare: number;
  readonly distinct: number;
  /** Least and largest value, or the most frequent levels, some with their rows. */
  readonly range: string;
}

const LEVELS = 4;

function number(value: number): string {
  return String(Number(value.toPrecision(5)));
}

function numbersOverview(values: Float64Array, text: (value: number) => string = number) {
  const distinct = distinctSorted(values.filter((value) => !Number.isNaN(value)));
  const [low, high] = [distinct[0], distinct.at(-1)];
  const range = low === undefined || high === undefined ? '' : `${text(low)} to ${text(high)}`;
  return { distinct: distinct.length, range };
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

function countsOverview(
  { name, meaning, kind, values, distinct, missing }: CellCounts,
  rows: number,
): ColumnOverview {
  const shown = values.slice(0, LEVELS).map((one) => `${one.text} ${one.rows.toLocaleString('en-US')}`);
  return {
    ...{ name, meaning, kind, distinct, missingShare: rows === 0 ? 0 : missing / rows },
    range: `${shown.join(', ')}${distinct > LEVELS ? ', …' : ''}`,
  };
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
    name === undefined || values === null
      ? []
      : [
          {
            ...column(name, meaning, 'number', numbersOverview(values)),
            missingShare: missingShare({ name, kind: 'number', values }),
          },
        ];
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
    ...numbers(typeof schema.cost === 'string' ? schema.cost : undefined, 'cost', log.costs),
    ...numbers(schema.weight, 'weight', log.weights),
    ...log.cellCounts.map((counts) => countsOverview(counts, log.rows)),
  ];
}

export function columnOverviews(
  log: ContactLog,
  { features }: LoggedDecisions,
  schema: LogSchema,
): ColumnOverview[] {
  return [...otherColumns(log, schema), ...features.map((column) => featureOverview(column, schema))];
}
