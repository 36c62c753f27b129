/**
 * What models of customers read: a row per customer as of a moment of its own, told from that moment back, so that rows of
 * different moments stand side by side.
 */
import type { RawColumn } from '../../dataset/contacts/contact-log';
import type { DatedAmounts, PurchaseHistories } from '../models/purchases/histories';
import { gathered } from '../tables/gathered';

export interface CustomersAsOf {
  /** [rows] */
  readonly customers: readonly string[];
  /** [rows] each: the profile, what was bought in the last window before the moment, and counts that fade */
  readonly columns: readonly RawColumn[];
  /** [rows] purchases before the moment; day 0 is the last one that is known, days before it are below 0 */
  readonly histories: () => PurchaseHistories;
}

/** Some rows of a column, in the order asked for. */
export function chosenCells(column: RawColumn, rows: Int32Array): RawColumn {
  if (column.kind === 'category') return { ...column, codes: gathered(column.codes, rows) };
  return { ...column, values: gathered(column.values, rows) };
}

function chosenAmounts(all: DatedAmounts, rows: Int32Array): DatedAmounts {
  const parts = Array.from(rows, (row) => [all.starts[row]!, all.starts[row + 1]!] as const);
  const starts = new Int32Array(parts.length + 1);
  parts.forEach(([from, to], row) => (starts[row + 1] = starts[row]! + to - from));
  const cut = (values: Float64Array) => {
    const chosen = new Float64Array(starts.at(-1)!);
    parts.forEach(([from, to], row) => chosen.set(values.subarray(from, to), starts[row]));
    return chosen;
  };
  return { starts, days: cut(all.days), amounts: cut(all.amounts) };
}

function chosenHistories(all: PurchaseHistories, rows: Int32Array): PurchaseHistories {
  return { ...chosenAmounts(all, rows), customers: rows.length, refunds: chosenAmounts(all.refunds, rows) };
}

/** Some of the rows, in the order asked for. */
export function chosenCustomers(all: CustomersAsOf, rows: Int32Array): CustomersAsOf {
  return {
    customers: Array.from(rows, (row) => all.customers[row]!),
    columns: all.columns.map((column) => chosenCells(column, rows)),
    histories: () => chosenHistories(all.histories(), rows),
  };
}

/** [rows] of a column of numbers; null where there is none of that name */
export function numbersOf({ columns }: CustomersAsOf, name: string): Float64Array | null {
  const column = columns.find((one) => one.name === name);
  return column === undefined || column.kind === 'category' ? null : column.values;
}
