/** What customers bought and when, a customer's purchases one after another; purchases of one day are one. */
import { InputError } from '../../../core/errors';
import { expectLength } from '../../../core/shape';

export interface PurchaseHistories {
  readonly customers: number;
  /** [customers + 1] where the purchases of each begin, and where the last one's end */
  readonly starts: Int32Array;
  /** [purchases] whole days since any fixed one, rising within a customer */
  readonly days: Float64Array;
  /** [purchases] sum of the day, account currency */
  readonly amounts: Float64Array;
}

/** Purchases in any order. */
export interface PurchaseRows {
  /** [rows] index of the customer */
  readonly customer: ArrayLike<number>;
  /** [rows] days since any fixed one; of a fraction the whole day counts */
  readonly day: ArrayLike<number>;
  /** [rows] account currency */
  readonly amount: ArrayLike<number>;
}

export const DAYS_A_WEEK = 7;

/**
 * @param customers how many there are, those without purchases included
 * @throws ShapeError if columns are not of one length
 * @throws InputError for a day or an amount that is no number, by its row counted from 0
 */
export function purchaseHistories(
  { customer, day, amount }: PurchaseRows,
  customers: number,
): PurchaseHistories {
  const rows = customer.length;
  expectLength('day', day, rows);
  expectLength('amount', amount, rows);
  const order = Int32Array.from({ length: rows }, (_, row) => row);
  order.sort((a, b) => customer[a]! - customer[b]! || Math.floor(day[a]!) - Math.floor(day[b]!) || a - b);
  const counts = new Int32Array(customers + 1);
  const days: number[] = [];
  const amounts: number[] = [];
  let last = -1;
  for (const row of order) {
    for (const [name, value] of [
      ['day', day[row]!],
      ['amount', amount[row]!],
    ] as const)
      if (!Number.isFinite(value))
        throw new InputError(`purchases row ${row} ${name}: expected a number, got ${value}`);
    const whole = Math.floor(day[row]!);
    const isSame = last === customer[row] && days.at(-1) === whole;
    if (isSame) amounts[amounts.length - 1]! += amount[row]!;
    else {
      days.push(whole);
      amounts.push(amount[row]!);
      counts[customer[row]! + 1]! += 1;
    }
    last = customer[row]!;
  }
  for (let i = 0; i < customers; i += 1) counts[i + 1]! += counts[i]!;
  return { customers, starts: counts, days: Float64Array.from(days), amounts: Float64Array.from(amounts) };
}

/** The index behind the last purchase of a customer on or before a day. */
export function endUntil({ starts, days }: PurchaseHistories, customer: number, day: number): number {
  let end = starts[customer + 1]!;
  while (end > starts[customer]! && days[end - 1]! > day) end -= 1;
  return end;
}

/** What each customer bought after one day and until another, that one included. */
export interface Bought {
  /** [customers] days with a purchase */
  readonly purchases: Float64Array;
  /** [customers] account currency */
  readonly spend: Float64Array;
}

export function boughtBetween(histories: PurchaseHistories, after: number, until: number): Bought {
  const { customers, amounts } = histories;
  const purchases = new Float64Array(customers);
  const spend = new Float64Array(customers);
  for (let customer = 0; customer < customers; customer += 1) {
    const from = endUntil(histories, customer, after);
    const to = endUntil(histories, customer, until);
    purchases[customer] = Math.max(0, to - from);
    for (let i = from; i < to; i += 1) spend[customer]! += amounts[i]!;
  }
  return { purchases, spend };
}
