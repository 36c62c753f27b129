/** Who can be lost in a window, and who was. */
import { InputError, show } from '../../../core/errors';
import { numbersOf, chosenCustomers, type CustomersAsOf } from '../../asof/customers-as-of';
import type { Past } from '../../asof/past';

/** What losing a customer is: no purchase in the window, or a date of the table of customers in it. */
export type Loss = string | null;

/**
 * [some] rows of whoever could be lost: who has bought lately, or who has not cancelled.
 *
 * @param activeDays most days since the last purchase; null: whoever ever bought
 */
export function losable(
  customers: CustomersAsOf,
  { cancelled, activeDays }: { readonly cancelled: Loss; readonly activeDays: number | null },
): Int32Array {
  const rows = Int32Array.from(customers.customers.keys());
  if (cancelled === null) {
    const purchases = numbersOf(customers, 'purchases');
    if (purchases === null)
      throw new InputError(
        'churn: expected a company with transactions, or --set cancelled=COLUMN, got neither',
      );
    const since = numbersOf(customers, 'days_since_purchase')!;
    return rows.filter((row) => purchases[row]! > 0 && (activeDays === null || since[row]! <= activeDays));
  }
  const since = numbersOf(customers, `days_since_${cancelled}`);
  return since === null ? rows : rows.filter((row) => Number.isNaN(since[row]));
}

export interface Losses {
  /** As of the beginning of the last window, whoever could be lost in it. */
  readonly customers: CustomersAsOf;
  /** [rows] 1 of whoever was */
  readonly target: Float64Array;
  /** Who was known then, and could be lost no more. */
  readonly leftOut: number;
}

/** Of the last window. */
export function losses(
  past: Past,
  { cancelled, activeDays }: { readonly cancelled: Loss; readonly activeDays: number | null },
): Losses {
  const all = past.before();
  const rows = losable(all, { cancelled, activeDays });
  const customers = chosenCustomers(all, rows);
  const leftOut = all.customers.length - rows.length;
  if (cancelled === null) {
    const { purchases } = past.came();
    const target = Float64Array.from(rows, (row) => (purchases[row] === 0 ? 1 : 0));
    return { customers, target, leftOut };
  }
  const came = past.cameOn(cancelled);
  if (came === null)
    throw new InputError(
      `--set cancelled: expected a column of kind date of the table of customers, got ${show(cancelled)}`,
    );
  return { customers, target: Float64Array.from(rows, (row) => came[row]!), leftOut };
}
