/** Profiles out of what was counted before a moment. */
import { InputError, show } from '../../core/errors';
import { momentText } from '../../core/moment-text';
import type { RawColumn } from '../../dataset/contacts/contact-log';
import type { CompanyTables } from '../tables/company-tables';
import { gathered } from '../tables/gathered';
import { isKnownByList } from './attribute-columns';
import { profileColumns } from './profile-columns';
import type { ProfileTable } from './profile-table';
import { addUntil, noTotals, type Totals } from './totals';

/** Nobody had been heard of by then. */
export class NobodyKnownError extends InputError {
  constructor(moment: number, timeZone: string) {
    super(`profiles: expected a customer known before ${momentText(moment, timeZone)}, found none`);
  }
}

/** [known] numbers of the customers who were known before the moment */
function knownCustomers({ customers, attributes }: CompanyTables, totals: Totals): Int32Array {
  const { moment } = totals;
  const known: number[] = [];
  for (let customer = 0; customer < customers.length; customer += 1) {
    const hasRows =
      (totals.transactions?.fields.rows[customer] ?? 0) > 0 ||
      (totals.contacts?.fields.contacts[customer] ?? 0) > 0 ||
      (totals.messages?.messages[customer] ?? 0) > 0;
    if (hasRows || (attributes !== null && isKnownByList(attributes, customer, moment))) known.push(customer);
  }
  return Int32Array.from(known);
}

/** The rows of some customers. */
function chosen(column: RawColumn, customers: Int32Array): RawColumn {
  if (column.kind === 'category') return { ...column, codes: gathered(column.codes, customers) };
  return { ...column, values: gathered(column.values, customers) };
}

/** @throws InputError for a column of the customers that is called as one of ours */
function expectDifferentNames(file: string, columns: readonly RawColumn[]): void {
  const names = columns.map(({ name }) => name);
  const twice = names.find((name, i) => name === 'customer' || names.indexOf(name) !== i);
  if (twice !== undefined)
    throw new InputError(
      `${file} customers.columns: expected no column that profiles make themselves, got ${show(twice)}`,
    );
}

/**
 * Profiles by what `addUntil` has counted.
 *
 * @throws NobodyKnownError if nobody was known before the moment
 */
export function profilesOf(tables: CompanyTables, totals: Totals): ProfileTable {
  const { moment } = totals;
  const columns = profileColumns(tables, totals, () => moment).flatMap((part) => part.columns);
  expectDifferentNames(tables.file, columns);
  const known = knownCustomers(tables, totals);
  if (known.length === 0) throw new NobodyKnownError(moment, tables.timeZone);
  return {
    moment,
    customers: Array.from(known, (customer) => tables.customers[customer]!),
    columns: columns.map((column) => chosen(column, known)),
  };
}

/**
 * The profile of every customer as of a moment: a row knows what happened strictly before it.
 *
 * @param moment milliseconds since 1970 in UTC
 * @throws NobodyKnownError if nobody was known before the moment; InputError if a customer's sums are too large to be exact
 */
export function profilesAsOf(tables: CompanyTables, moment: number): ProfileTable {
  return profilesOf(tables, addUntil(noTotals(tables), tables, moment));
}
