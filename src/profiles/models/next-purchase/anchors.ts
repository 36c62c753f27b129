/** Simple things to hold a model of the next purchase against: the mean gap, and BG/NBD; `gamma-poisson` is the anchor. */
import { InputError } from '../../../core/errors';
import type { NextPurchaseCurves } from '../../judge/next-purchase-curves';
import type { BgNbdParameters } from '../value/bg-nbd';
import { noPurchaseWithin } from '../value/bg-nbd-ahead';
import { DAYS_A_WEEK } from '../purchases/histories';
import type { PurchaseSummary } from '../purchases/summary';

/**
 * A purchase is as likely on any day as on another: one in the customer's mean gap, or, where there has been none, in that of
 * all customers. It knows of nobody that they have gone.
 *
 * @throws InputError if nobody bought again
 */
export function meanGapCurves({ frequency, recency }: PurchaseSummary): NextPurchaseCurves {
  let [gaps, weeks] = [0, 0];
  frequency.forEach((x, row) => {
    gaps += x;
    weeks += recency[row]!;
  });
  if (gaps === 0)
    throw new InputError(
      `next purchase: expected customers who bought more than once, got none among ${frequency.length}`,
    );
  const meanDays = frequency.map(
    (x, row) => (DAYS_A_WEEK * (x > 0 ? recency[row]! : weeks)) / (x > 0 ? x : gaps),
  );
  return { rows: frequency.length, noPurchaseWithin: (row, days) => Math.exp(-days / meanDays[row]!) };
}

/** @param model fitted to weeks */
export function bgNbdCurves(model: BgNbdParameters, summary: PurchaseSummary): NextPurchaseCurves {
  const { frequency, recency, age } = summary;
  const one = (column: Float64Array, row: number) => column.subarray(row, row + 1);
  return {
    rows: frequency.length,
    noPurchaseWithin: (row, days) => {
      const history = { frequency: one(frequency, row), recency: one(recency, row), age: one(age, row) };
      return noPurchaseWithin(model, history, days / DAYS_A_WEEK)[0]!;
    },
  };
}
