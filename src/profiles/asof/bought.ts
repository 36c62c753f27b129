/** What customers bought in a span of time, and what they had bought before a moment, row by row. */
import { DAY } from '../../dataset/schema/lengths-of-time';
import { GrowingHistories, type PurchaseHistories } from '../models/purchases/histories';
import type { Moments } from '../profile/moments';
import type { CompanyTables, Transactions } from '../tables/company-tables';

/** What came from a moment on, for as long as a window. */
export interface Bought {
  /** [rows] purchases */
  readonly purchases: Float64Array;
  /** [rows] money spent, what was paid back taken off */
  readonly spend: Float64Array;
  /** [rows] whole days from the last known day to the first purchase, 1 and more; NaN without one */
  readonly daysToPurchase: Float64Array;
}

/** The first transaction of a customer at or after a time. */
function placeOf({ starts, times }: Transactions, customer: number, time: number): number {
  let [from, to] = [starts[customer]!, starts[customer + 1]!];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (times[middle]! < time) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** @param from milliseconds after the moment of each row; below 0 before it @param until not included */
export function boughtWithin(
  { transactions, dayOf }: Pick<CompanyTables, 'transactions' | 'dayOf'>,
  { customers, moments }: Moments,
  from: number,
  until: number,
): Bought {
  const [purchases, spend] = [new Float64Array(customers.length), new Float64Array(customers.length)];
  const daysToPurchase = new Float64Array(customers.length).fill(NaN);
  if (transactions === null) return { purchases, spend, daysToPurchase };
  customers.forEach((customer, row) => {
    const end = placeOf(transactions, customer, moments[row]! + until);
    for (let at = placeOf(transactions, customer, moments[row]! + from); at < end; at += 1) {
      spend[row]! += transactions.amounts[at]!;
      if (transactions.amounts[at]! < 0) continue;
      if (purchases[row] === 0)
        daysToPurchase[row] = Math.max(1, dayOf(transactions.times[at]!) - dayOf(moments[row]! - 1));
      purchases[row]! += 1;
    }
  });
  return { purchases, spend, daysToPurchase };
}

/** [rows] purchases, and refunds, before each moment, days counted from the last known one back; those of one day are one. */
export function historiesBefore(
  { transactions, dayOf }: Pick<CompanyTables, 'transactions' | 'dayOf'>,
  { customers, moments }: Moments,
): PurchaseHistories {
  const histories = new GrowingHistories();
  customers.forEach((customer, row) => {
    if (transactions !== null) {
      const { starts, times, amounts } = transactions;
      const today = dayOf(moments[row]! - 1);
      const end = placeOf(transactions, customer, moments[row]!);
      for (let at = starts[customer]!; at < end; at += 1)
        histories.add(dayOf(times[at]!) - today, amounts[at]!);
    }
    histories.endCustomer();
  });
  return histories.all();
}

/** Whole days of a window, at least one. */
export const daysOf = (window: number): number => Math.max(1, Math.round(window / DAY));
