/** The table of customers: who there is, since when, and what is known of them. */
import type { RawColumn } from '../../dataset/contacts/contact-log';
import { featureReader } from '../../dataset/contacts/contact-columns';
import { rawColumn } from '../../dataset/contacts/feature-columns';
import { NameColumn } from '../../dataset/read/columns';
import { TimeColumn } from '../../dataset/read/contact-columns';
import { readTable } from '../../dataset/read/read-table';
import type { CompanySchema } from './company-schema';
import type { Attributes } from './company-tables';
import { expectOnce } from './expect-once';
import { expectBefore } from './table-ends';
import type { TableForm, Unordered } from './unordered';

/** [customers] values in the order of their numbers, and what is said of those who are not listed. */
function placed(values: Float64Array, numberOf: Int32Array, count: number): Float64Array {
  const all = new Float64Array(count).fill(NaN);
  values.forEach((value, row) => (all[numberOf[row]!] = value));
  return all;
}

function placedColumn(column: RawColumn, numberOf: Int32Array, count: number): RawColumn {
  if (column.kind !== 'category') return { ...column, values: placed(column.values, numberOf, count) };
  const codes = new Int32Array(count).fill(-1);
  column.codes.forEach((code, row) => (codes[numberOf[row]!] = code));
  return { ...column, codes };
}

/** @throws InputError with file, line, column, expectation and value */
export async function readAttributes(
  files: readonly string[],
  spec: NonNullable<CompanySchema['customers']>,
  { cells, timeZone, ahead, unit, ends, format, onProgress }: TableForm,
): Promise<Unordered<Attributes>> {
  const customer = new NameColumn(spec.customer);
  const since = spec.since === undefined ? null : new TimeColumn(spec.since, cells, unit, ahead);
  const columns = Object.entries(spec.columns).map(([name, kind]) => ({
    ...{ name, spec: { kind } },
    reader:
      kind === 'date' ? new TimeColumn(name, cells, unit, ahead) : featureReader(name, kind, cells, ahead),
  }));
  const readers = [customer, ...(since === null ? [] : [since]), ...columns.map(({ reader }) => reader)];
  const source = await readTable(files, readers, { ...format, onProgress });
  expectOnce(source, customer, 'customer');
  if (since !== null) expectBefore(source, spec.since!, since.values(), ends.customers, timeZone);
  const names = customer.names();
  const raw = columns.map(({ name, spec: of, reader }) => rawColumn(source, name, of, reader));
  return {
    names,
    finish: ({ of, count }) => {
      const numberOf = of(names);
      const listed = new Uint8Array(count);
      for (const number of numberOf) listed[number] = 1;
      return {
        listed,
        since: since && placed(since.values(), numberOf, count),
        columns: raw.map((column) => placedColumn(column, numberOf, count)),
      };
    },
  };
}
