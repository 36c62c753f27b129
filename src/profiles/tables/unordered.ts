/** A table as its files have it, and how its rows are put in order once the customers of all tables are known. */
import type { CsvFormat, OnProgress } from '../../dataset/read/csv';
import type { CellRules } from '../../dataset/read/contact-columns';
import type { ZoneOffset } from '../../core/zone-offset';
import { Reordering } from '../../dataset/contacts/reordering';
import { rowOrder } from '../../dataset/contacts/row-order';
import type { EndingTable } from './company-tables';

/** How the tables of a company write what they hold. */
export interface TableForm {
  /** company.yaml, for messages. */
  readonly file: string;
  /** Of cells that may be missing. */
  readonly cells: CellRules;
  /** Of cells that must be there. */
  readonly required: CellRules;
  readonly timeZone: string;
  /** Of it. */
  readonly ahead: ZoneOffset;
  /** Milliseconds that 1 stands for, of times that are numbers; null of dates and times. */
  readonly unit: number | null;
  /** Until when company.yaml says that each table is known; null where it does not. */
  readonly ends: Readonly<Record<EndingTable, number | null>>;
  readonly format: CsvFormat;
  readonly onProgress: OnProgress;
}

/** Numbers of the customers by their names, over all tables. */
export interface CustomerNumbers {
  readonly count: number;
  /** [names] @param names of one table */
  readonly of: (names: readonly string[]) => Int32Array;
}

export interface Unordered<Table> {
  /** Customers of the table, each once. */
  readonly names: readonly string[];
  /** What was read is taken over. */
  readonly finish: (numbers: CustomerNumbers) => Table;
}

/** In the order of code units, each once. */
export function customerNames(lists: readonly (readonly string[])[]): readonly string[] {
  const all = new Set<string>();
  for (const list of lists) for (const name of list) all.add(name);
  return [...all].sort();
}

export function customerNumbers(customers: readonly string[]): CustomerNumbers {
  const numbers = new Map<string, number>();
  customers.forEach((name, number) => numbers.set(name, number));
  return {
    count: customers.length,
    of: (names) => Int32Array.from(names, (name) => numbers.get(name)!),
  };
}

/** Other codes in the place of those there. @param codeOf [codes] */
export function renumbered(codes: Int32Array, codeOf: Int32Array): Int32Array {
  for (let row = 0; row < codes.length; row += 1) codes[row] = codeOf[codes[row]!]!;
  return codes;
}

/**
 * Rows by customer and time; rows of one customer at one time stay as the files have them.
 *
 * @param customers [rows] numbers
 * @param times [rows]
 */
export function byCustomerAndTime(
  customers: Int32Array,
  times: Float64Array,
  count: number,
): { readonly starts: Int32Array; readonly order: Reordering } {
  const starts = new Int32Array(count + 1);
  for (let row = 0; row < customers.length; row += 1) starts[customers[row]! + 1]! += 1;
  for (let customer = 0; customer < count; customer += 1) starts[customer + 1]! += starts[customer]!;
  return { starts, order: new Reordering(rowOrder(customers.length, customers, count, [times])) };
}
