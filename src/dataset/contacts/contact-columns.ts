/** The readers that a schema asks for, each by what its column means. */
import { InputError, show } from '../../core/errors';
import { NameColumn, type ColumnReader } from '../read/columns';
import {
  FlagColumn,
  OptionalNameColumn,
  OptionalNumberColumn,
  OutcomeColumn,
  TimeColumn,
  WeightsColumn,
  type CellRules,
} from '../read/contact-columns';
import { zoneOffset } from '../read/times';
import type { FeatureKind, FeatureSpec } from '../schema/feature-schema';
import type { LogSchema } from '../schema/log-schema';

/** Milliseconds that 1 stands for. */
const UNITS = { milliseconds: 1, seconds: 1000, hours: 3_600_000, days: 86_400_000, step: 1 } as const;

/** What must be there: no cell counts as missing. */
const REQUIRED = { missing: new Set<string>(), decimal: '.' } as const;

export type FeatureReader = OptionalNumberColumn | OptionalNameColumn | FlagColumn | TimeColumn;

export interface ContactReaders {
  readonly all: readonly ColumnReader[];
  readonly customer: NameColumn | null;
  readonly time: TimeColumn | null;
  readonly sequence: OptionalNumberColumn | null;
  readonly action: NameColumn;
  readonly reward: OutcomeColumn | null;
  /** Those that make the reward, and those that are reported alone. */
  readonly outcomes: ReadonlyMap<string, OutcomeColumn>;
  readonly propensity: OptionalNumberColumn | null;
  /** By action. */
  readonly propensities: ReadonlyMap<string, OptionalNumberColumn>;
  readonly weightsOfActions: WeightsColumn | null;
  readonly group: OptionalNameColumn | null;
  readonly eligibleList: OptionalNameColumn | null;
  /** By action. */
  readonly eligibleFlags: ReadonlyMap<string, FlagColumn>;
  readonly cost: OptionalNumberColumn | null;
  readonly weight: OptionalNumberColumn | null;
  readonly terminal: FlagColumn | null;
  readonly features: readonly {
    readonly name: string;
    readonly spec: FeatureSpec;
    readonly reader: FeatureReader;
  }[];
  readonly ruleColumns: ReadonlyMap<string, OptionalNameColumn>;
}

function mapped<Value, Result>(
  record: Readonly<Record<string, Value>>,
  make: (value: Value, key: string) => Result,
): Map<string, Result> {
  return new Map(Object.entries(record).map(([key, value]) => [key, make(value, key)]));
}

/** Columns that opt-out rules ask for. */
function ruleColumnNames({ rules = [] }: LogSchema): string[] {
  return [...new Set(rules.flatMap((rule) => ('never' in rule ? Object.keys(rule.where) : [])))];
}

/**
 * Readers for every column that a schema names.
 *
 * @param features the schema's, or those that were guessed
 * @throws InputError for a time zone that is none
 */
export function contactReaders(
  schema: LogSchema,
  features: Readonly<Record<string, FeatureSpec>>,
): ContactReaders {
  const rules: CellRules = { missing: new Set(schema.missing), decimal: schema.decimal };
  const required: CellRules = { ...REQUIRED, decimal: schema.decimal };
  const ahead = zoneOffset(schema.timeZone);
  if (ahead === null) {
    throw new InputError(
      `schema timeZone: expected UTC, an offset such as +01:00 or a zone such as Europe/Zurich, got ${show(schema.timeZone)}`,
    );
  }
  const number = (column: string) => new OptionalNumberColumn(column, required);
  const outcome = (column: string) => new OutcomeColumn(column, required);
  const optional = <Result>(column: string | undefined, make: (name: string) => Result): Result | null =>
    column === undefined ? null : make(column);
  const unit = schema.timeUnit === undefined ? null : UNITS[schema.timeUnit];
  const featureReader: Readonly<Record<FeatureKind, (column: string) => FeatureReader>> = {
    number: (column) => new OptionalNumberColumn(column, rules),
    count: (column) => new OptionalNumberColumn(column, rules),
    'days-since': (column) => new OptionalNumberColumn(column, rules),
    flag: (column) => new FlagColumn(column, rules),
    category: (column) => new OptionalNameColumn(column, rules),
    date: (column) => new TimeColumn(column, rules, null, ahead),
  };
  const { propensities, eligible, cost } = schema;
  const outcomeNames = new Set([...Object.keys(schema.rewards ?? {}), ...(schema.outcomes ?? [])]);
  const readers: Omit<ContactReaders, 'all'> = {
    customer: optional(schema.customer, (column) => new NameColumn(column)),
    time: optional(schema.time, (column) => new TimeColumn(column, REQUIRED, unit, ahead)),
    sequence: optional(schema.sequence, number),
    action: new NameColumn(schema.action),
    reward: optional(schema.reward, outcome),
    outcomes: new Map([...outcomeNames].map((column) => [column, outcome(column)])),
    propensity: optional(schema.propensity, number),
    propensities: typeof propensities === 'object' ? mapped(propensities, number) : new Map(),
    weightsOfActions: typeof propensities === 'string' ? new WeightsColumn(propensities) : null,
    group: optional(schema.group?.column, (column) => new OptionalNameColumn(column, rules)),
    eligibleList: typeof eligible === 'string' ? new OptionalNameColumn(eligible, rules) : null,
    eligibleFlags:
      typeof eligible === 'object' ? mapped(eligible, (column) => new FlagColumn(column, rules)) : new Map(),
    cost: typeof cost === 'string' ? number(cost) : null,
    weight: optional(schema.weight, number),
    terminal: optional(schema.terminal, (column) => new FlagColumn(column, REQUIRED)),
    features: Object.entries(features).map(([name, spec]) => ({
      ...{ name, spec },
      reader: featureReader[spec.kind](name),
    })),
    ruleColumns: new Map(
      ruleColumnNames(schema).map((column) => [column, new OptionalNameColumn(column, rules)]),
    ),
  };
  return { ...readers, all: allOf(readers) };
}

function allOf(readers: Omit<ContactReaders, 'all'>): ColumnReader[] {
  const { outcomes, propensities, eligibleFlags, features, ruleColumns, ...single } = readers;
  return [
    ...Object.values(single).filter((reader) => reader !== null),
    ...outcomes.values(),
    ...propensities.values(),
    ...eligibleFlags.values(),
    ...features.map(({ reader }) => reader),
    ...ruleColumns.values(),
  ];
}
