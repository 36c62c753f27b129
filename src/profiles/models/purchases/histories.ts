/** What customers bought and when, a customer's purchases one after another; purchases of one day are one. */
import { InputError } from '../../../core/errors';
import { expectLength } from '../../../core/shape';

/** Amounts of days, a customer's one after another. */
export interface DatedAmounts {
  /** [customers + 1] where the days of each begin, and where the last one's end */
  readonly starts: Int32Array;
  /** [days] whole days since any fixed one, rising within a customer */
  readonly days: Float64Array;
  /** [days] sum of the day, account currency */
  readonly amounts: Float64Array;
}

/** Days with a purchase; what came back is apart, for it is no purchase, and came when it came. */
export interface PurchaseHistories extends DatedAmounts {
  readonly customers: number;
  /** Days on which money went back; amounts below 0. */
  readonly refunds: DatedAmounts;
}

/** Purchases, and refunds, in any order. */
export interface PurchaseRows {
  /** [rows] index of the customer */
  readonly customer: ArrayLike<number>;
  /** [rows] days since any fixed one; of a fraction the whole day counts */
  readonly day: ArrayLike<number>;
  /** [rows] account currency; below 0 where money went back */
  readonly amount: ArrayLike<number>;
}

export const DAYS_A_WEEK = 7;

/** Amounts as they are met, customer by customer and in the order of time; those of one day are one. */
class GrowingAmounts {
  readonly #starts = [0];
  readonly #days: number[] = [];
  readonly #amounts: number[] = [];

  add(day: number, amount: number): void {
    const isSame = this.#days.length > this.#starts.at(-1)! && this.#days.at(-1)! >= day;
    if (isSame) this.#amounts[this.#amounts.length - 1]! += amount;
    else {
      this.#days.push(day);
      this.#amounts.push(amount);
    }
  }

  endCustomer(): void {
    this.#starts.push(this.#days.length);
  }

  all(): DatedAmounts {
    return {
      starts: Int32Array.from(this.#starts),
      days: Float64Array.from(this.#days),
      amounts: Float64Array.from(this.#amounts),
    };
  }
}

export class GrowingHistories {
  readonly #purchases = new GrowingAmounts();
  readonly #refunds = new GrowingAmounts();

  /** @param day not before that of the row added last, of the same customer */
  add(day: number, amount: number): void {
    (amount < 0 ? this.#refunds : this.#purchases).add(day, amount);
  }

  endCustomer(): void {
    this.#purchases.endCustomer();
    this.#refunds.endCustomer();
  }

  all(): PurchaseHistories {
    const purchases = this.#purchases.all();
    return { ...purchases, customers: purchases.starts.length - 1, refunds: this.#refunds.all() };
  }
}

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
  for (let row = 0; row < rows; row += 1)
    for (const [name, value] of [
      ['day', day[row]!],
      ['amount', amount[row]!],
    ] as const)
      if (!Number.isFinite(value))
        throw new InputError(`purchases row ${row} ${name}: expected a number, got ${value}`);
  const order = Int32Array.from({ length: rows }, (_, row) => row);
  order.sort((a, b) => customer[a]! - customer[b]! || Math.floor(day[a]!) - Math.floor(day[b]!) || a - b);
  const histories = new GrowingHistories();
  for (let one = 0, at = 0; one < customers; one += 1) {
    for (; at < rows && customer[order[at]!] === one; at += 1)
      histories.add(Math.floor(day[order[at]!]!), amount[order[at]!]!);
    histories.endCustomer();
  }
  return histories.all();
}

/** The index behind the last day of a customer that is a day or before it. */
export function endUntil({ starts, days }: DatedAmounts, customer: number, day: number): number {
  let end = starts[customer + 1]!;
  while (end > starts[customer]! && days[end - 1]! > day) end -= 1;
  return end;
}

/** Sum of a customer's amounts after one day and until another, that one included. */
function sumBetween(all: DatedAmounts, customer: number, after: number, until: number): number {
  let sum = 0;
  const end = endUntil(all, customer, until);
  for (let i = endUntil(all, customer, after); i < end; i += 1) sum += all.amounts[i]!;
  return sum;
}

/** Money that went back to a customer after one day and until another, that one included: 0 or below. */
export function refundsBetween(
  { refunds }: PurchaseHistories,
  customer: number,
  after: number,
  until: number,
): number {
  return sumBetween(refunds, customer, after, until);
}

/** What each customer bought after one day and until another, that one included. */
export interface Bought {
  /** [customers] days with a purchase */
  readonly purchases: Float64Array;
  /** [customers] account currency, less the money that went back on these days */
  readonly spend: Float64Array;
}

export function boughtBetween(histories: PurchaseHistories, after: number, until: number): Bought {
  const { customers } = histories;
  const purchases = new Float64Array(customers);
  const spend = new Float64Array(customers);
  for (let customer = 0; customer < customers; customer += 1) {
    const days = endUntil(histories, customer, until) - endUntil(histories, customer, after);
    purchases[customer] = Math.max(0, days);
    spend[customer] =
      sumBetween(histories, customer, after, until) + refundsBetween(histories, customer, after, until);
  }
  return { purchases, spend };
}
