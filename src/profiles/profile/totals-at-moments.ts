/**
 * What was counted of customers before moments of their own, row by row: a row's totals are those of its customer's row before
 * it, and what happened since. So each customer's past is walked once, however many rows ask about it.
 */
import type { CompanyTables, Contacts } from '../tables/company-tables';
import { contactAdder, isRipe, noContacts, type ContactTotals } from './contact-totals';
import { messageAdder, noMessages } from './message-totals';
import type { Moments } from './moments';
import type { Totals } from './totals';
import { noTransactions, transactionAdder } from './transaction-totals';
import { inOrder, isBefore, walk } from './walk-moments';

/** That there was a contact is known at once, what came of it when its window has passed: two walks. */
function contactsAtMoments(contacts: Contacts, rows: Moments, order: Int32Array): ContactTotals {
  const totals = noContacts(rows.customers.length, contacts);
  const { contacts: all, lastTime, ...came } = totals.fields;
  const { byChannel } = totals;
  const { count, ripen } = contactAdder(totals, contacts);
  const known = [all, lastTime, ...byChannel.map((channel) => channel.contacts)];
  walk(contacts, { rows, order, counts: isBefore, fields: known, add: count });
  const counts = (time: number, moment: number) => isRipe(contacts, time, moment);
  const later = [...Object.values(came), ...byChannel.flatMap((channel) => Object.values(channel.came))];
  walk(contacts, { rows, order, counts, fields: later, add: ripen });
  return totals;
}

/** @throws InputError where a customer's sums are too large to be exact */
export function totalsAtMoments(
  tables: CompanyTables,
  rows: Moments,
): Pick<Totals, 'transactions' | 'contacts' | 'messages'> {
  const { transactions, contacts, messages, products } = tables;
  const count = rows.customers.length;
  const order = inOrder(rows);
  const bought = transactions && noTransactions(count, products?.groups ?? []);
  if (bought !== null) {
    const nameOf = (row: number) => tables.customers[rows.customers[row]!]!;
    const add = transactionAdder(bought, tables, transactions!, nameOf);
    const fields = [...Object.values(bought.fields), ...bought.byGroup];
    walk(transactions!, { rows, order, counts: isBefore, fields, add });
  }
  const written = messages && noMessages(count);
  if (written !== null) {
    const add = messageAdder(written, messages!);
    walk(messages!, { rows, order, counts: isBefore, fields: Object.values(written), add });
  }
  return {
    transactions: bought,
    contacts: contacts && contactsAtMoments(contacts, rows, order),
    messages: written,
  };
}
