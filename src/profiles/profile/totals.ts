/** All that is counted of customers before a moment, to which what comes later can be added. */
import { InputError } from '../../core/errors';
import type { CompanyTables } from '../tables/company-tables';
import { addContacts, noContacts, type ContactTotals } from './contact-totals';
import { addMessages, noMessages, type MessageTotals } from './message-totals';
import type { CountedRows } from './span';
import { addTransactions, noTransactions, type TransactionTotals } from './transaction-totals';

/** Rows that were counted, by which it is found out whether files were changed behind a moment. */
export interface TotalRows {
  readonly transactions: number;
  /** Contacts whose window had passed. */
  readonly contacts: number;
  /** Contacts whose window had not. */
  readonly openContacts: number;
  readonly messages: number;
}

export interface Totals {
  /** Milliseconds since 1970 in UTC; -Infinity where nothing is counted yet. */
  readonly moment: number;
  readonly rows: TotalRows;
  /** [customers] of the tables; each null where the company has no such table */
  readonly transactions: TransactionTotals | null;
  readonly contacts: ContactTotals | null;
  readonly messages: MessageTotals | null;
}

/** Before anything happened. */
export function noTotals({ customers, transactions, contacts, messages, products }: CompanyTables): Totals {
  const count = customers.length;
  return {
    moment: -Infinity,
    rows: { transactions: 0, contacts: 0, openContacts: 0, messages: 0 },
    transactions: transactions && noTransactions(count, products?.groups ?? []),
    contacts: contacts && noContacts(count, contacts),
    messages: messages && noMessages(count),
  };
}

/** Files have all that was counted, or nothing of it. @throws InputError if something came late, or is gone */
function expectAllOrNothing(table: string, { before }: CountedRows, counted: number): void {
  if (before === 0 || before === counted) return;
  throw new InputError(
    `${table}: expected none of the ${counted} rows that the earlier profiles count, or all of them, got ${before}; ` +
      'make profiles from scratch where rows came late or were taken away',
  );
}

/** What came of an open contact stands in its row alone. @throws InputError if they are not all there */
function expectOpenContacts(found: number, open: number): void {
  if (found === open) return;
  throw new InputError(
    `contacts: expected the ${open} contacts whose window had not passed at the moment of the earlier profiles, as what came of them counts now, got ${found}`,
  );
}

/**
 * Adds all that became known from the moment of the totals on and before another: of one moment after the other, for who
 * wants profiles of several.
 *
 * @param totals of `noTotals`, or kept from an earlier moment, for the customers of these tables; are changed
 * @throws InputError where the files do not go on from what was counted, or sums are too large to be exact
 */
export function addUntil(totals: Totals, tables: CompanyTables, moment: number): Totals {
  const { rows } = totals;
  const span = { from: totals.moment, until: moment };
  const bought =
    tables.transactions && addTransactions(totals.transactions!, tables, tables.transactions, span);
  const contacted = tables.contacts && addContacts(totals.contacts!, tables.contacts, span);
  const written = tables.messages && addMessages(totals.messages!, tables.messages, span);
  if (bought !== null) expectAllOrNothing('transactions', bought, rows.transactions);
  if (contacted !== null) {
    expectAllOrNothing('contacts', contacted, rows.contacts);
    expectOpenContacts(contacted.openBefore, rows.openContacts);
  }
  if (written !== null) expectAllOrNothing('messages', written, rows.messages);
  const open = contacted?.openAfter ?? 0;
  return {
    ...totals,
    moment,
    rows: {
      transactions: rows.transactions + (bought?.added ?? 0),
      contacts: rows.contacts + rows.openContacts + (contacted?.added ?? 0) - open,
      openContacts: open,
      messages: rows.messages + (written?.added ?? 0),
    },
  };
}
