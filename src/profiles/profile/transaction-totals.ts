/**
 * What transactions come to, customer by customer, in sums to which later rows can be added. A row with an amount below 0
 * is money back: it counts for what was spent, and is no purchase.
 */
import type { CompanyTables, Transactions } from '../tables/company-tables';
import { added, millionths } from './exact-sums';
import { eachRowBefore, type CountedRows, type Span } from './span';

/**
 * - rows: transactions, money back among them
 * - purchases, purchaseDays: purchases, and the different days on which they were
 * - firstDay, lastDay, lastTime: days of the first and the last purchase, and milliseconds of the last; NaN without one
 * - spent: amounts of all rows;  bought: of purchases; spentBeforeRepeat: of all rows before the first purchase on a
 *   later day than the first one; millionths
 * - quantity: of purchases; millionths
 */
export const transactionFields = [
  'rows',
  'purchases',
  'purchaseDays',
  'firstDay',
  'lastDay',
  'lastTime',
  'spent',
  'bought',
  'spentBeforeRepeat',
  'quantity',
] as const;

type Field = (typeof transactionFields)[number];

export interface TransactionTotals {
  /** [customers] each */
  readonly fields: Readonly<Record<Field, Float64Array>>;
  /** Names of what shares are taken of. */
  readonly groups: readonly string[];
  /** [groups][customers] amounts of purchases, millionths */
  readonly byGroup: readonly Float64Array[];
}

const unknown: ReadonlySet<Field> = new Set<Field>(['firstDay', 'lastDay', 'lastTime']);

export function noTransactions(customers: number, groups: readonly string[]): TransactionTotals {
  const field = (name: Field) => new Float64Array(customers).fill(unknown.has(name) ? NaN : 0);
  return {
    fields: Object.fromEntries(transactionFields.map((name) => [name, field(name)])) as Record<
      Field,
      Float64Array
    >,
    groups,
    byGroup: groups.map(() => new Float64Array(customers)),
  };
}

/** A purchase on this day. */
function countDay(
  { purchaseDays, firstDay, lastDay }: TransactionTotals['fields'],
  customer: number,
  day: number,
): void {
  // Where clocks are put back at midnight a day begins twice.
  if (day <= lastDay[customer]!) return;
  if (purchaseDays[customer] === 0) firstDay[customer] = day;
  lastDay[customer] = day;
  purchaseDays[customer]! += 1;
}

/** Adds one row. @param nameOf the customer of a place, for messages @throws InputError where sums are too large to be exact */
export function transactionAdder(
  { fields, byGroup }: TransactionTotals,
  { dayOf, products }: Pick<CompanyTables, 'dayOf' | 'products'>,
  transactions: Transactions,
  nameOf: (place: number) => string,
): (place: number, row: number) => void {
  const { times, amounts, quantities } = transactions;
  const add = (sums: Float64Array, place: number, more: number) => {
    sums[place] = added(sums[place]!, more, nameOf(place));
  };
  return (place, row) => {
    const amount = millionths(amounts[row]!);
    fields.rows[place]! += 1;
    add(fields.spent, place, amount);
    const isPurchase = amounts[row]! >= 0;
    if (isPurchase) countDay(fields, place, dayOf(times[row]!));
    if (fields.purchaseDays[place]! < 2) fields.spentBeforeRepeat[place]! += amount;
    if (!isPurchase) return;
    fields.purchases[place]! += 1;
    fields.lastTime[place] = times[row]!;
    add(fields.bought, place, amount);
    if (quantities !== null) add(fields.quantity, place, millionths(quantities[row]!));
    if (transactions.products !== null)
      byGroup[products!.groupOf[transactions.products[row]!]!]![place]! += amount;
  };
}

/**
 * Adds the rows of a span.
 *
 * @param totals are changed; their groups are those of the tables
 * @throws InputError where a customer's sums are too large to be exact
 */
export function addTransactions(
  totals: TransactionTotals,
  tables: Pick<CompanyTables, 'customers' | 'dayOf' | 'products'>,
  transactions: Transactions,
  { from, until }: Span,
): CountedRows {
  const counted = { before: 0, added: 0 };
  const add = transactionAdder(totals, tables, transactions, (customer) => tables.customers[customer]!);
  eachRowBefore(transactions, until, (customer, row, time) => {
    if (time < from) counted.before += 1;
    else {
      counted.added += 1;
      add(customer, row);
    }
  });
  return counted;
}
