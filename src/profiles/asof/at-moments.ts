/** Customers at moments of their own, such as those of decisions: each row knows what happened strictly before its moment. */
import { InputError } from '../../core/errors';
import { once } from '../../core/once';
import type { RawColumn } from '../../dataset/contacts/contact-log';
import { chosenMoments, type Moments } from '../profile/moments';
import { profileColumns, type TableColumns } from '../profile/profile-columns';
import { totalsAtMoments } from '../profile/totals-at-moments';
import type { Attributes, CompanyTables, EndingTable } from '../tables/company-tables';
import { historiesBefore } from './bought';
import { chosenCells, type CustomersAsOf } from './customers-as-of';
import { isKnownBefore } from './known-before';
import { recentColumns } from './recent-columns';

/** What the table of customers says of the customer of each row. */
function attributesOf({ listed, since, columns }: Attributes, customers: Int32Array): Attributes {
  return {
    listed: Uint8Array.from(customers, (customer) => listed[customer]!),
    since: since && Float64Array.from(customers, (customer) => since[customer]!),
    columns: columns.map((column) => chosenCells(column, customers)),
  };
}

/** A column of some rows as one of all; nothing is known of the others. @param isTold [some rows] */
function spreadColumn(
  column: RawColumn,
  rows: Int32Array,
  length: number,
  isTold: (place: number) => boolean,
): RawColumn {
  if (column.kind === 'category') {
    const codes = new Int32Array(length).fill(-1);
    rows.forEach((row, place) => isTold(place) && (codes[row] = column.codes[place]!));
    return { ...column, codes };
  }
  const values = new Float64Array(length).fill(NaN);
  rows.forEach((row, place) => isTold(place) && (values[row] = column.values[place]!));
  return { ...column, values };
}

export interface CustomersAtMoments extends CustomersAsOf {
  /** Rows of whoever was known; of all others nothing is. */
  readonly known: Int32Array;
}

/** Whether a table is known until a moment. */
export function reaches({ ends }: Pick<CompanyTables, 'ends'>, table: EndingTable, moment: number): boolean {
  const end = ends[table];
  return end === null || moment <= end.moment;
}

/** Columns of each row by the table that they are made of, as if no table had ended. */
function partsAt(tables: CompanyTables, rows: Moments, window: number): TableColumns[] {
  const told = {
    ...tables,
    attributes: tables.attributes && attributesOf(tables.attributes, rows.customers),
    // Each kind of products has its column whoever is asked about.
    products: tables.products && { ...tables.products, isListed: true },
  };
  return [
    ...profileColumns(told, totalsAtMoments(tables, rows), (row) => rows.moments[row]!),
    ...recentColumns(tables, rows, window),
  ];
}

/** By its name, the table that each column is made of: they are made of nobody, for that is the same whoever is asked about. */
export function tablesOfColumns(tables: CompanyTables, window: number): ReadonlyMap<string, EndingTable> {
  const nobody = { customers: new Int32Array(0), moments: new Float64Array(0) };
  const parts = partsAt(tables, nobody, window);
  return new Map(parts.flatMap(({ table, columns }) => columns.map(({ name }) => [name, table] as const)));
}

/**
 * What is made of a table is told of moments until which the table is known, and no later ones.
 *
 * @throws InputError if nobody was known at any moment
 */
export function customersAtMoments(tables: CompanyTables, rows: Moments, window: number): CustomersAtMoments {
  const { customers, moments } = rows;
  const known = Int32Array.from(customers.keys()).filter((row) =>
    isKnownBefore(tables, customers[row]!, moments[row]!),
  );
  if (known.length === 0)
    throw new InputError(
      `decisions: expected customers of whom the tables know something before, got none in ${customers.length} rows`,
    );
  const own = chosenMoments(rows, known);
  const parts = partsAt(tables, own, window);
  return {
    known,
    customers: Array.from(customers, (customer) => tables.customers[customer]!),
    columns: parts.flatMap(({ table, columns }) => {
      const isTold = (place: number) => reaches(tables, table, own.moments[place]!);
      // Of many rows a copy of each of many columns takes as much memory again.
      if (known.length === customers.length && known.every((_, place) => isTold(place))) return columns;
      return columns.map((column) => spreadColumn(column, known, customers.length, isTold));
    }),
    histories: once(() => historiesBefore(tables, rows)),
  };
}
