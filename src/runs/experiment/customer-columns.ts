/** Which columns of a file say who, when and what came of it; from flags, or from the schema of a log. */
import { InputError } from '../../core/errors';
import { NameColumn } from '../../dataset/read/columns';
import type { CsvFormat } from '../../dataset/read/csv';
import type { LogSchema } from '../../dataset/schema/log-schema';
import { isStudySchema, readSchemaFile } from '../../dataset/schema/read-schema';
import type { TimeForm } from '../../dataset/schema/time-units';

export interface ColumnFlags {
  /** A schema file; the names below go before it. */
  readonly schema?: string | undefined;
  readonly customer?: string | undefined;
  readonly outcome?: string | undefined;
  readonly time?: string | undefined;
}

export interface CustomerColumns extends TimeForm {
  /** Undefined where nobody said. */
  readonly customer: string | undefined;
  readonly outcome: string | undefined;
  readonly time: string | undefined;
  readonly decimal: '.' | ',';
  readonly format: CsvFormat;
}

/** Of a log of contacts. @throws InputError if the file is none, or describes rows without customers */
function contactSchema(file: string): LogSchema {
  const schema = readSchemaFile(file);
  if (isStudySchema(schema))
    throw new InputError(`${file}: expected the schema of a contact log, got one of rows with a state`);
  return schema;
}

/** Where nobody says. */
export const CUSTOMER = 'customer';

/** Takes the customers of a file; where it has no such column, the message says how another is named. */
export const customerReader = (name: string) => new NameColumn(name, false, '--customer or --schema');

/** @throws InputError if the schema file is none */
export function customerColumns({ schema: file, ...flags }: ColumnFlags): CustomerColumns {
  const schema = file === undefined ? undefined : contactSchema(file);
  return {
    customer: flags.customer ?? schema?.customer,
    outcome: flags.outcome ?? schema?.reward,
    time: flags.time ?? schema?.time,
    timeUnit: schema?.timeUnit,
    timeZone: schema?.timeZone ?? 'UTC',
    decimal: schema?.decimal ?? '.',
    format: { encoding: schema?.encoding, separator: schema?.separator },
  };
}
