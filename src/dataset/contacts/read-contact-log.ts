/** Files to a contact log: every column read by what it means, checked, and put in order. */
import type { ColumnReader } from '../read/columns';
import type { OnProgress } from '../read/csv';
import { readTable } from '../read/read-table';
import type { TableSource } from '../read/table-source';
import type { FeatureSpec } from '../schema/feature-schema';
import type { LogSchema } from '../schema/log-schema';
import {
  costsOf,
  eligibleOf,
  groupsOf,
  loggedActionsOf,
  propensitiesOf,
  withMeanCosts,
} from './action-columns';
import { expectAll } from './cell-checks';
import { cellCounts } from './cell-counts';
import { contactReaders, ruleNames, type ContactReaders } from './contact-columns';
import type { ContactLog } from './contact-log';
import type { Columns } from './content-hashes';
import { rawColumn, sortedNames } from './feature-columns';
import { expectLaterOutcomes } from './later-outcomes';
import { inOrder } from './order-log';

export interface ReadLogOptions {
  /** A model's actions, to number the rows by. @default those of the schema, or of the log */
  readonly actions?: readonly string[] | undefined;
  /** Whether rows may lack what was done and what came of it, as those that are still to be decided. */
  readonly isOpen?: boolean | undefined;
  /** Of further columns, which stay in the order of the files. */
  readonly beside?: readonly ColumnReader[] | undefined;
  /** Told of what was read so far. */
  readonly onProgress?: OnProgress | undefined;
}

function rewardsOf(
  { rows }: TableSource,
  readers: ContactReaders,
  schema: LogSchema,
  outcomes: ReadonlyMap<string, Float64Array>,
): Float64Array {
  if (readers.reward !== null) return readers.reward.values();
  // Of an open log nobody may ask what its rows earned.
  if (schema.rewards === undefined) return new Float64Array(rows);
  const parts = Object.entries(schema.rewards).map(([name, worth]) => ({
    worth,
    values: outcomes.get(name)!,
  }));
  return parts[0]!.values.map((_, row) =>
    parts.reduce((sum, { worth, values }) => sum + worth * values[row]!, 0),
  );
}

function assembled(
  source: TableSource,
  readers: ContactReaders,
  schema: LogSchema,
  given?: readonly string[],
): Columns {
  const acted = loggedActionsOf(source, readers, schema, given);
  const outcomes = new Map([...readers.outcomes].map(([name, reader]) => [name, reader.values()]));
  const { customer, weight, terminal } = readers;
  return {
    ...source,
    customers: customer === null ? null : { codes: customer.codes(), names: customer.names() },
    times: readers.time?.values() ?? null,
    ...acted,
    rewards: rewardsOf(source, readers, schema, outcomes),
    outcomes,
    ...propensitiesOf(source, readers, schema, acted),
    groups: groupsOf(readers, schema),
    eligible: eligibleOf(source, readers, schema, acted.actions),
    ...costsOf(source, readers, schema, acted),
    weights:
      weight === null
        ? null
        : expectAll(source, weight.name, weight.values(), (value) => value > 0, 'a weight above 0'),
    terminal: terminal === null ? null : Uint8Array.from(terminal.values()),
    features: readers.features.map(({ name, spec, reader }) => rawColumn(source, name, spec, reader)),
    cellCounts: cellCounts(readers),
    ruleColumns: new Map(
      [...readers.ruleColumns].map(([name, reader]) => [name, sortedNames(ruleNames(reader))]),
    ),
  };
}

/**
 * Reads a contact log.
 *
 * @param files CSV or Parquet, each with the columns that the schema names
 * @param features the schema's, or those that were guessed where it names none
 * @throws InputError with file, line, column, expectation and value
 */
export async function readContactLog(
  files: readonly string[],
  schema: LogSchema,
  features: Readonly<Record<string, FeatureSpec>>,
  options: ReadLogOptions = {},
): Promise<ContactLog> {
  // What the readers hold beside their columns is not held while these are put in order.
  const { columns, sequence } = await readColumns(files, schema, features, options);
  const log = inOrder(columns, schema, sequence);
  return withMeanCosts(options.isOpen === true ? log : expectLaterOutcomes(log, schema), schema);
}

async function readColumns(
  files: readonly string[],
  schema: LogSchema,
  features: Readonly<Record<string, FeatureSpec>>,
  { actions, isOpen, beside = [], onProgress }: ReadLogOptions,
): Promise<{ readonly columns: Columns; readonly sequence: Float64Array | null }> {
  const readers = contactReaders(schema, features, isOpen);
  const { encoding, separator } = schema;
  const source = await readTable(files, [...readers.all, ...beside], { encoding, separator, onProgress });
  const columns = assembled(source, readers, schema, actions);
  return { columns, sequence: readers.sequence?.values() ?? null };
}
