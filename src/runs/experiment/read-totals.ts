/** What each customer of a file of outcomes brought: the sum of all its rows. */
import { InputError, show } from '../../core/errors';
import { OutcomeColumn, TimeColumn } from '../../dataset/read/contact-columns';
import { filesOf } from '../../dataset/read/files-of';
import { readTable } from '../../dataset/read/read-table';
import { zoneOffset } from '../../core/zone-offset';
import { momentOf, unitMilliseconds } from '../../dataset/schema/time-units';
import { customerReader, type CustomerColumns } from './customer-columns';
import { repeatedRows } from './repeated-rows';

/** No cell is missing: a row without its outcome is not one of 0. */
const REQUIRED = new Set<string>();

/** Columns that are there. */
export interface OutcomeColumns extends Omit<CustomerColumns, 'customer' | 'outcome'> {
  readonly customer: string;
  readonly outcome: string;
}

export interface CustomerTotals {
  readonly customers: readonly string[];
  /** [customers] sum of the outcomes */
  readonly totals: Float64Array;
  /** [customers] rows that count */
  readonly rows: Int32Array;
  /** Rows at or after the end, which do not count. */
  readonly after: number;
  /** Rows with customer, time and outcome of another one, which count all the same; null where rows have no time. */
  readonly repeated: number | null;
  /** SHA-256 of what was read. */
  readonly dataHash: string;
}

function endOf(until: string | undefined, columns: OutcomeColumns): number {
  if (until === undefined) return Infinity;
  if (columns.time === undefined)
    throw new InputError('--until: expected --time too, the column that says when a row was');
  const end = momentOf(until, columns);
  if (Number.isNaN(end))
    throw new InputError(
      `--until: expected a moment as the column ${columns.time} has it, got ${show(until)}`,
    );
  return end;
}

/**
 * @param data a CSV or Parquet file of outcomes, or a pattern of several; a customer may have any number of rows
 * @param until a moment; rows at or after it do not count
 * @throws InputError with file, line, column, expectation and value
 */
export async function readTotals(
  data: string,
  columns: OutcomeColumns,
  until?: string,
): Promise<CustomerTotals> {
  const { time, timeUnit, timeZone, decimal, format } = columns;
  const end = endOf(until, columns);
  const customer = customerReader(columns.customer);
  const outcome = new OutcomeColumn(columns.outcome, { missing: REQUIRED, decimal });
  const unit = timeUnit === undefined ? null : unitMilliseconds[timeUnit];
  // The schema has been checked for its zone.
  const moments =
    time === undefined ? null : new TimeColumn(time, { missing: REQUIRED }, unit, zoneOffset(timeZone)!);
  const readers = [customer, outcome, ...(moments === null ? [] : [moments])];
  const { dataHash } = await readTable(await filesOf(data), readers, format);
  const found = { codes: customer.codes(), outcomes: outcome.values(), times: moments?.values() ?? null };
  const customers = customer.names();
  const totals = new Float64Array(customers.length);
  const rows = new Int32Array(customers.length);
  let after = 0;
  found.codes.forEach((code, row) => {
    if (found.times !== null && found.times[row]! >= end) after += 1;
    else {
      totals[code]! += found.outcomes[row]!;
      rows[code]! += 1;
    }
  });
  return { customers, totals, rows, after, repeated: repeatedRows(found, customers.length, end), dataHash };
}
