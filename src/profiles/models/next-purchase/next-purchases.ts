/** What came: the days from a date to the next purchase of each, or to the end. */
import type { NextPurchases } from '../../judge/next-purchase-curves';
import { endUntil, type PurchaseHistories } from '../purchases/histories';

/**
 * @param customer [rows] whom to look at
 * @param after last day that was known
 * @param until last day that is looked at
 */
export function nextPurchases(
  histories: PurchaseHistories,
  customer: Int32Array,
  after: number,
  until: number,
): NextPurchases {
  const seen = new Uint8Array(customer.length);
  const days = Int32Array.from(customer, (one, row) => {
    const next = endUntil(histories, one, after);
    const isThere = next < histories.starts[one + 1]! && histories.days[next]! <= until;
    seen[row] = isThere ? 1 : 0;
    return (isThere ? histories.days[next]! : until) - after;
  });
  return { days, seen };
}
