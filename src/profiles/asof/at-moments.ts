/** Customers at moments of their own, such as those of decisions: each row knows what happened strictly before its moment. */
import { InputError } from '../../core/errors';
import { once } from '../../core/once';
import type { RawColumn } from '../../dataset/contacts/contact-log';
import { profilesAsOf } from '../profile/profiles-as-of';
import type { CompanyTables } from '../tables/company-tables';
import { historiesBefore, type Moments } from './bought';
import type { CustomersAsOf } from './customers-as-of';
import { recentColumns } from './recent-columns';
import { isKnownBefore, tablesOfSome } from './some-customers';

/** Rows of one moment, those of the lowest customers first. */
function* byMoment({ customers, moments }: Moments, rows: Int32Array): Generator<Int32Array> {
  const order = rows.slice().sort((a, b) => moments[a]! - moments[b]! || customers[a]! - customers[b]!);
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && moments[order[to]!] === moments[order[from]!]) to += 1;
    yield order.subarray(from, to);
  }
}

/** As another column, of so many rows of which nothing is known. */
function emptyColumn(column: RawColumn, rows: number): RawColumn {
  if (column.kind === 'category') return { ...column, codes: new Int32Array(rows).fill(-1) };
  return { ...column, values: new Float64Array(rows).fill(NaN) };
}

function setCell(column: RawColumn, row: number, from: RawColumn, place: number): void {
  if (column.kind === 'category') column.codes[row] = from.kind === 'category' ? from.codes[place]! : -1;
  else if (from.kind !== 'category') column.values[row] = from.values[place]!;
}

export interface CustomersAtMoments extends CustomersAsOf {
  /** Rows of whoever was known; of all others nothing is. */
  readonly known: Int32Array;
}

/**
 * @param tell told the rows done so far
 * @throws InputError if nobody was known at any moment
 */
export async function customersAtMoments(
  tables: CompanyTables,
  rows: Moments,
  window: number,
  tell: (done: number) => Promise<void>,
): Promise<CustomersAtMoments> {
  const { customers, moments } = rows;
  const known = Int32Array.from(customers.keys()).filter((row) =>
    isKnownBefore(tables, customers[row]!, moments[row]!),
  );
  let columns: RawColumn[] | null = null;
  let done = 0;
  for (const own of byMoment(rows, known)) {
    const moment = moments[own[0]!]!;
    const numbers = [...new Set(Array.from(own, (row) => customers[row]!))];
    const profiles = profilesAsOf(tablesOfSome(tables, Int32Array.from(numbers), moment), moment);
    columns ??= profiles.columns.map((column) => emptyColumn(column, customers.length));
    let place = 0;
    for (const row of own) {
      while (numbers[place] !== customers[row]) place += 1;
      for (let j = 0; j < columns.length; j += 1) setCell(columns[j]!, row, profiles.columns[j]!, place);
    }
    done += own.length;
    await tell(done);
  }
  if (columns === null)
    throw new InputError(
      `decisions: expected customers of whom the tables know something before, got none in ${customers.length} rows`,
    );
  const recent = recentColumns(tables, rows, window).map((column) => {
    const masked = emptyColumn(column, customers.length);
    for (const row of known) setCell(masked, row, column, row);
    return masked;
  });
  return {
    known,
    customers: Array.from(customers, (customer) => tables.customers[customer]!),
    columns: [...columns, ...recent],
    histories: once(() => historiesBefore(tables, rows)),
  };
}
