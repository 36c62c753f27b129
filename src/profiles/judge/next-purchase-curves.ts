/** How predictions of the next purchase are judged where some customers have not bought by the end: censoring honoured. */
import { expectLength } from '../../core/shape';

/** What a model says of the time to the next purchase. */
export interface NextPurchaseCurves {
  readonly rows: number;
  /** Probability that a customer buys nothing within so many days from now: 1 at 0, never rising. */
  readonly noPurchaseWithin: (row: number, days: number) => number;
}

/** What came. */
export interface NextPurchases {
  /** [rows] whole days from now to the next purchase, from 1 on; where none was seen, days looked at without one */
  readonly days: Int32Array;
  /** [rows] 1 where it was seen */
  readonly seen: Uint8Array;
}

/**
 * [rows] The logarithm of the probability of what came: a purchase on just that day, or none within the days looked at;
 * -Infinity where the model had excluded it.
 *
 * @throws ShapeError if the lengths differ
 */
export function censoredLogLikelihoods(
  { rows, noPurchaseWithin }: NextPurchaseCurves,
  { days, seen }: NextPurchases,
): Float64Array {
  expectLength('days', days, rows);
  expectLength('seen', seen, rows);
  return Float64Array.from({ length: rows }, (_, row) => {
    const none = noPurchaseWithin(row, days[row]!);
    return Math.log(seen[row] === 1 ? noPurchaseWithin(row, days[row]! - 1) - none : none);
  });
}

/**
 * [rows] The first day by which a purchase is at least as likely as not, which is what makes the mean absolute error the
 * least; the horizon where that is no day before it.
 *
 * @param horizon days
 */
export function medianDays({ rows, noPurchaseWithin }: NextPurchaseCurves, horizon: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => {
    let [before, by] = [0, horizon];
    while (by - before > 1) {
      const middle = Math.floor((before + by) / 2);
      if (noPurchaseWithin(row, middle) <= 0.5) by = middle;
      else before = middle;
    }
    return by;
  });
}

function expectLookedAt({ days, seen }: NextPurchases, row: number, horizon: number): void {
  if (seen[row] === 0 && days[row]! < horizon)
    throw new RangeError(`row ${row}: expected to be looked at for ${horizon} days, got ${days[row]!}`);
}

/**
 * [rows] Σ (probability of a purchase by then − whether there was one)² over the days up to the horizon: in days, and of
 * whoever names one day the distance to the day of the purchase. It is least on average where the true probabilities are
 * said; the distance from a median day is least for the horizon itself, where most do not buy within it.
 *
 * @throws ShapeError if the lengths differ
 * @throws RangeError for a customer who was not looked at for long enough
 * @see Epstein (1969), A scoring system for probability forecasts of ranked categories; Gneiting & Raftery (2007), Strictly
 *   proper scoring rules, prediction, and estimation, https://doi.org/10.1198/016214506000001437
 */
export function rankedProbabilityScores(
  { rows, noPurchaseWithin }: NextPurchaseCurves,
  came: NextPurchases,
  horizon: number,
): Float64Array {
  expectLength('days', came.days, rows);
  expectLength('seen', came.seen, rows);
  return Float64Array.from({ length: rows }, (_, row) => {
    expectLookedAt(came, row, horizon);
    let score = 0;
    for (let day = 1; day <= horizon; day += 1) {
      const bought = came.seen[row] === 1 && came.days[row]! <= day ? 1 : 0;
      score += (1 - noPurchaseWithin(row, day) - bought) ** 2;
    }
    return score;
  });
}

/**
 * [rows] |predicted − actual| of days up to the horizon, which count as the horizon beyond it: so that of a customer who
 * was looked at for that long and did not buy the error is known too.
 *
 * @param predicted [rows] days
 * @throws ShapeError if the lengths differ
 * @throws RangeError for a customer who was not looked at for long enough
 */
export function restrictedErrors(
  predicted: Float64Array,
  came: NextPurchases,
  horizon: number,
): Float64Array {
  expectLength('days', came.days, predicted.length);
  return predicted.map((value, row) => {
    expectLookedAt(came, row, horizon);
    return Math.abs(Math.min(value, horizon) - Math.min(came.days[row]!, horizon));
  });
}
