/** Files to a contact log: every column read by what it means, checked, and put in order. */
import { readTable, type TableSource } from '../read/read-table';
import type { FeatureSpec } from '../schema/feature-schema';
import type { LogSchema } from '../schema/log-schema';
import { costsOf, eligibleOf, groupsOf, loggedActionsOf, propensitiesOf } from './action-columns';
import { expectAll } from './cell-checks';
import { contactReaders, type ContactReaders } from './contact-columns';
import type { ContactLog } from './contact-log';
import { rawColumn, sortedNames } from './feature-columns';
import { inOrder } from './order-log';
import { RowHashes } from './row-hashes';

export interface ReadLogOptions {
  /** A model's actions, to number the rows by. @default those of the schema, or of the log */
  readonly actions?: readonly string[] | undefined;
  /** Told the rows read so far. */
  readonly onProgress?: ((rows: number) => void) | undefined;
}

type Unordered = Omit<ContactLog, 'contentHashes'>;

function rewardsOf(
  readers: ContactReaders,
  schema: LogSchema,
  outcomes: ReadonlyMap<string, Float64Array>,
): Float64Array {
  if (readers.reward !== null) return readers.reward.values();
  const parts = Object.entries(schema.rewards!).map(([name, worth]) => ({
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
): Unordered {
  const acted = loggedActionsOf(source, readers, schema, given);
  const outcomes = new Map([...readers.outcomes].map(([name, reader]) => [name, reader.values()]));
  const { customer, weight, terminal } = readers;
  return {
    ...source,
    customers: customer === null ? null : { codes: customer.codes(), names: customer.names() },
    times: readers.time?.values() ?? null,
    ...acted,
    rewards: rewardsOf(readers, schema, outcomes),
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
    ruleColumns: new Map(
      [...readers.ruleColumns].map(([name, reader]) => [
        name,
        sortedNames({ codes: reader.codes(), names: reader.names() }),
      ]),
    ),
  };
}

/** [rows] equal where every column is */
function contentHashes(log: Unordered): Float64Array {
  const hashes = new RowHashes(log.rows);
  if (log.customers !== null) hashes.addNames(log.customers);
  const numbers = [
    log.times,
    log.loggedActions,
    log.rewards,
    log.propensities,
    log.groups,
    log.costs,
    log.weights,
    log.terminal,
  ];
  for (const values of [...numbers, ...log.outcomes.values()]) if (values !== null) hashes.addNumbers(values);
  for (const column of log.features) {
    if (column.kind === 'category') hashes.addNames(column);
    else hashes.addNumbers(column.values);
  }
  return hashes.hashes();
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
  { actions, onProgress }: ReadLogOptions = {},
): Promise<ContactLog> {
  const readers = contactReaders(schema, features);
  const { encoding, separator } = schema;
  const source = await readTable(files, readers.all, { encoding, separator, onProgress });
  const log = assembled(source, readers, schema, actions);
  return inOrder({ ...log, contentHashes: contentHashes(log) }, schema, readers.sequence?.values() ?? null);
}
