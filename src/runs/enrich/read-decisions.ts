/** The rows of a contact log as they stand in its files, with whose they are and when. */
import { InputError, show } from '../../core/errors';
import { logHashOf, rowsHashOf } from '../../dataset/contacts/log-hash';
import { TimeColumn } from '../../dataset/read/contact-columns';
import { NameColumn } from '../../dataset/read/columns';
import { filesOf } from '../../dataset/read/files-of';
import { readTable } from '../../dataset/read/read-table';
import { zoneOffset } from '../../core/zone-offset';
import { profileColumns } from '../../dataset/schema/column-profile';
import { guessFeatures } from '../../dataset/schema/draft-schema';
import type { FeatureSpec } from '../../dataset/schema/feature-schema';
import { unitMilliseconds, type TimeUnit } from '../../dataset/schema/time-units';
import type { LogSchema } from '../../dataset/schema/log-schema';
import { isStudySchema, readSchemaFile } from '../../dataset/schema/read-schema';

export interface DecisionRows {
  readonly schema: LogSchema;
  readonly files: readonly string[];
  readonly rows: number;
  /** SHA-256 of the log, as it was before any column was added to it. */
  readonly logHash: string;
  /** Of whose the rows are, and when. */
  readonly rowsHash: string;
  /** Every column of the files, as text. */
  readonly columns: readonly NameColumn[];
  /** Names of customers, each once, and [rows] which one. */
  readonly customers: { readonly names: readonly string[]; readonly codes: Int32Array };
  /** [rows] milliseconds since 1970 in UTC */
  readonly times: Float64Array;
  /** Those of the schema, or those guessed where it names none. */
  readonly features: Readonly<Record<string, FeatureSpec>>;
}

/** @param timeUnit of the company @throws InputError for a schema whose rows have no customer or no date */
function decisionSchema(file: string, timeUnit: TimeUnit | undefined): LogSchema {
  const schema = readSchemaFile(file);
  if (isStudySchema(schema))
    throw new InputError(`${file}: expected the schema of a contact log, got one of rows with a state`);
  const refuse = (key: string, expected: string, found: unknown) => {
    throw new InputError(`${file} ${key}: expected ${expected}, got ${show(found)}`);
  };
  if (schema.customer === undefined)
    refuse('customer', 'a column, by which rows find their customer', undefined);
  if (schema.time === undefined) refuse('time', 'a column, as of which customers are told of', undefined);
  if (schema.timeUnit !== timeUnit)
    refuse(
      'timeUnit',
      `${timeUnit ?? 'dates and times'}, as company.yaml says of the tables`,
      schema.timeUnit,
    );
  return schema;
}

/**
 * @param data a file, or a pattern of several with the same columns
 * @param timeUnit of the company's times; absent where they are dates and times
 * @throws InputError with file, line, column
 */
export async function readDecisions(
  data: string,
  schemaFile: string,
  timeUnit: TimeUnit | undefined,
): Promise<DecisionRows> {
  const schema = decisionSchema(schemaFile, timeUnit);
  const unit = timeUnit === undefined ? null : unitMilliseconds[timeUnit];
  const files = await filesOf(data);
  const { encoding, separator } = schema;
  const profile = await profileColumns(files[0]!, { encoding, separator });
  const columns = profile.columns.map(({ name }) => new NameColumn(name, true));
  const customer = new NameColumn(schema.customer!);
  // The schema has been checked for its zone.
  const time = new TimeColumn(schema.time!, { missing: new Set() }, unit, zoneOffset(schema.timeZone)!);
  const source = await readTable(files, [...columns, customer, time], { encoding, separator });
  const customers = { names: customer.names(), codes: customer.codes() };
  const log = { ...source, customers, times: time.values() };
  return {
    ...{ schema, files, rows: log.rows, columns, customers, times: log.times },
    ...{ logHash: logHashOf(schema, log), rowsHash: rowsHashOf(log) },
    features: schema.features ?? guessFeatures(profile, schema),
  };
}
