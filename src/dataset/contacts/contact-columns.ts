/** The readers that a schema asks for, each by what its column means. */
import { NameColumn, type ColumnReader } from '../read/columns';
import type { Names } from './contact-log';
import {
  FLAG_NAMES,
  FlagColumn,
  OptionalNameColumn,
  OptionalNumberColumn,
  OutcomeColumn,
  TimeColumn,
  WeightsColumn,
  type CellRules,
} from '../read/contact-columns';
import { zoneOffset, type ZoneOffset } from '../../core/zone-offset';
import type { FeatureKind, FeatureSpec } from '../schema/feature-schema';
import type { LogSchema } from '../schema/log-schema';
import { unitMilliseconds } from '../schema/time-units';

/** What must be there: no cell counts as missing. */
const REQUIRED = { missing: new Set<string>(), decimal: '.' } as const;

/** Of what is not decided or not known yet: an empty cell alone says so. Words that are missing elsewhere may be names of actions. */
const NOT_YET = new Set(['']);

/** Of a column that an opt-out asks for. */
export type RuleReader = OptionalNameColumn | FlagColumn;

export type FeatureReader = OptionalNumberColumn | OptionalNameColumn | FlagColumn | TimeColumn;

export interface ContactReaders {
  readonly all: readonly ColumnReader[];
  readonly customer: NameColumn | null;
  readonly time: TimeColumn | null;
  readonly sequence: OptionalNumberColumn | null;
  readonly action: NameColumn | OptionalNameColumn;
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
  readonly ruleColumns: ReadonlyMap<string, RuleReader>;
}

function mapped<Value, Result>(
  record: Readonly<Record<string, Value>>,
  make: (value: Value, key: string) => Result,
): Map<string, Result> {
  return new Map(Object.entries(record).map(([key, value]) => [key, make(value, key)]));
}

/** Columns that opt-out rules ask for. */
function ruleColumns({ rules = [] }: LogSchema, cells: CellRules): Map<string, RuleReader> {
  const asked = rules.flatMap((rule) => ('never' in rule ? Object.entries(rule.where) : []));
  // Yes and no are read as such: an opt-out must not hang on its spelling.
  return new Map(
    asked.map(([column, value]) => [
      column,
      typeof value === 'boolean' ? new FlagColumn(column, cells) : new OptionalNameColumn(column, cells),
    ]),
  );
}

/** What an opt-out is asked of: names, those of a flag being `no` and `yes`. */
export function ruleNames(reader: RuleReader): Names {
  if (reader instanceof OptionalNameColumn) return { codes: reader.codes(), names: reader.names() };
  const codes = Int32Array.from(reader.values(), (value) => (Number.isNaN(value) ? -1 : value));
  return { codes, names: FLAG_NAMES };
}

export function featureReader(
  column: string,
  kind: FeatureKind,
  rules: CellRules,
  ahead: ZoneOffset,
): FeatureReader {
  if (kind === 'flag') return new FlagColumn(column, rules);
  if (kind === 'category') return new OptionalNameColumn(column, rules);
  if (kind === 'date') return new TimeColumn(column, rules, null, ahead);
  return new OptionalNumberColumn(column, rules);
}

/**
 * Readers for every column that a schema names.
 *
 * @param features the schema's, or those that were guessed
 * @param isOpen whether rows may lack what was done and what came of it, as those that are still to be decided
 */
export function contactReaders(
  schema: LogSchema,
  features: Readonly<Record<string, FeatureSpec>>,
  isOpen = false,
): ContactReaders {
  const rules: CellRules = { missing: new Set(schema.missing), decimal: schema.decimal };
  const always: CellRules = { ...REQUIRED, decimal: schema.decimal };
  const required: CellRules = isOpen ? { ...always, missing: NOT_YET } : always;
  // The schema has been checked for it.
  const ahead = zoneOffset(schema.timeZone)!;
  const number = (column: string) => new OptionalNumberColumn(column, required);
  // Before a customer's first row nothing was done of which it could be the outcome.
  const told: CellRules = schema.rewardOf === 'previous row' ? { ...always, missing: NOT_YET } : required;
  const outcome = (column: string) => new OutcomeColumn(column, told);
  const optional = <Result>(column: string | undefined, make: (name: string) => Result): Result | null =>
    column === undefined ? null : make(column);
  const unit = schema.timeUnit === undefined ? null : unitMilliseconds[schema.timeUnit];
  const { propensities, eligible, cost } = schema;
  const outcomeNames = new Set([...Object.keys(schema.rewards ?? {}), ...(schema.outcomes ?? [])]);
  const readers: Omit<ContactReaders, 'all'> = {
    customer: optional(schema.customer, (column) => new NameColumn(column)),
    time: optional(schema.time, (column) => new TimeColumn(column, REQUIRED, unit, ahead)),
    sequence: optional(schema.sequence, (column) => new OptionalNumberColumn(column, always)),
    action: isOpen ? new OptionalNameColumn(schema.action, required) : new NameColumn(schema.action),
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
    terminal: optional(schema.terminal, (column) => new FlagColumn(column, required)),
    features: Object.entries(features).map(([name, spec]) => ({
      ...{ name, spec },
      reader: featureReader(name, spec.kind, rules, ahead),
    })),
    ruleColumns: ruleColumns(schema, rules),
  };
  return { ...readers, all: allOf(readers) };
}

function allOf(readers: Omit<ContactReaders, 'all'>): ColumnReader[] {
  const { outcomes, propensities, eligibleFlags, features, ruleColumns: asked, ...single } = readers;
  return [
    ...Object.values(single).filter((reader) => reader !== null),
    ...outcomes.values(),
    ...propensities.values(),
    ...eligibleFlags.values(),
    ...features.map(({ reader }) => reader),
    ...asked.values(),
  ];
}
