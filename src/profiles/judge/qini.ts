/**
 * What contacting the first so many customers of an order gains over contacting none of them, by comparing those who were
 * contacted with those who were not, within them. The order is good if it gains early what contacting all gains in the end.
 *
 * Gains are per customer of all: share contacted × (mean outcome of contacted − mean outcome of others), each row weighed
 * by one over the probability of its action. What is called the Qini area here is the area between this curve and the straight
 * line of a random order, in units of the outcome per row, and divided by nothing. What others call Qini is another number:
 *
 * - Radcliffe's Qini curve counts gained outcomes among the treated, N_t (mean of treated − mean of others); where arms are
 *   dealt at random it is this curve times the number of treated. His coefficient divides its area over the random line by
 *   that of the best order there could be.
 * - scikit-uplift: `uplift_curve` is this curve times the number of rows, against rows instead of shares, so `uplift_auc_score`
 *   is this area by that of its perfect order, and `qini_auc_score` that of the Qini curve by that of its perfect order.
 * - causalml: `qini_score` and `auuc_score` are means of the curve's points, normalised by the end of the curve if asked.
 *
 * All share their sign, and their zero.
 *
 * @see Radcliffe (2007), Using control groups to target on predicted lift; Gutierrez & Gérardy (2017), Causal inference and
 * uplift modelling: a review of the literature (the cumulative gain curve, which this is)
 */
import type { Random } from '../../core/random';
import { expectLength } from '../../core/shape';

export interface TargetedRows {
  /** [rows] the higher the sooner; ties are dealt out */
  readonly scores: Float64Array;
  /** [rows] 1 who got what would be sent, 0 who got nothing, -1 who got something else: it has a place, and no say */
  readonly treated: ArrayLike<number>;
  readonly outcomes: Float64Array;
  /** [rows] probability of the action that the row got; null where it was the same for all of an arm */
  readonly propensities: Float64Array | null;
  /** [rows] whose row it is, 0 to customers - 1; they are resampled whole */
  readonly customers: Int32Array;
}

/** [rows] places of rows, the first to be contacted first */
export function targetingOrder(scores: Float64Array, random: Random): Int32Array {
  const lots = scores.map(() => random.uniform());
  return Int32Array.from(scores, (_, row) => row).sort(
    (a, b) => scores[b]! - scores[a]! || lots[a]! - lots[b]!,
  );
}

export interface Gains {
  /** [rows + 1] gain per customer of contacting so many rows; NaN where one side has none of them */
  readonly gained: Float64Array;
  /** [rows + 1] share of the customers' rows that these are */
  readonly shares: Float64Array;
  /** Area between the curve and the straight line to its end, not normalised: see the head of the file. */
  readonly qini: number;
}

/**
 * What the order gains, in any resample: rows are put into their order once.
 *
 * @param order [rows] as `targetingOrder`
 * @returns of counts [customers], how often each customer is in the resample
 * @throws ShapeError naming what does not belong together
 */
export function gainsIn(
  { treated, outcomes, propensities, customers }: Omit<TargetedRows, 'scores'>,
  order: Int32Array,
): (counts: ArrayLike<number>) => Gains {
  const rows = order.length;
  expectLength('treated', treated, rows);
  expectLength('outcomes', outcomes, rows);
  expectLength('customers', customers, rows);
  if (propensities !== null) expectLength('propensities', propensities, rows);
  const customer = order.map((row) => customers[row]!);
  const outcome = Float64Array.from(order, (row) => outcomes[row]!);
  // 0 of whoever was contacted, 1 of who was not, 2 of who has no say.
  const side = Uint8Array.from(order, (row) => 1 - treated[row]!);
  const weight = Float64Array.from(order, (row) => 1 / (propensities?.[row] ?? 1));
  return (counts) => {
    let total = 0;
    for (let place = 0; place < rows; place += 1) total += counts[customer[place]!]!;
    const gained = new Float64Array(rows + 1).fill(NaN);
    const shares = new Float64Array(rows + 1);
    const weights = [0, 0];
    const sums = [0, 0];
    let [seen, area, before] = [0, 0, 0];
    for (let place = 0; place < rows; place += 1) {
      const count = counts[customer[place]!]!;
      seen += count;
      if (side[place]! < 2) {
        weights[side[place]!]! += count * weight[place]!;
        sums[side[place]!]! += count * weight[place]! * outcome[place]!;
      }
      const share = seen / total;
      shares[place + 1] = share;
      // Where one side has no rows yet, nothing is gained that anybody could see.
      let now = 0;
      if (weights[0]! > 0 && weights[1]! > 0) {
        now = share * (sums[0]! / weights[0]! - sums[1]! / weights[1]!);
        gained[place + 1] = now;
      }
      area += ((count / total) * (before + now)) / 2;
      before = now;
    }
    return { gained, shares, qini: area - before / 2 };
  };
}

/** In one sample. @throws as `gainsIn` */
export function gainsOf(
  given: Omit<TargetedRows, 'scores'>,
  order: Int32Array,
  counts: ArrayLike<number>,
): Gains {
  return gainsIn(given, order)(counts);
}
