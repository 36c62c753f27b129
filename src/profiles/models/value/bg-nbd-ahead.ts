/** What BG/NBD says of the time ahead: who is still a customer, how often they will buy, when next. */
import { scaledHypergeometric } from '../../../stats/hypergeometric';
import type { BgNbdParameters } from './bg-nbd';
import type { PurchaseSummary } from '../purchases/summary';

type Histories = Pick<PurchaseSummary, 'frequency' | 'recency' | 'age'>;

/** Where formulas divide by what is 0, a little to both sides; their mean is right to the square of this. */
const AWAY = 1e-5;

/**
 * Purchases expected within a time of a customer who is one, whose purchase rate is gamma with `shape` and `rate`, and whose
 * probability of leaving is beta with a and b:
 * (a + b − 1)/(a − 1) · (1 − (rate/(rate + t))^shape ₂F₁(shape, b; a + b − 1; t/(rate + t))).
 */
function expected(shape: number, rate: number, a: number, b: number, time: number): number {
  if (Math.abs(a - 1) < AWAY / 2 || Math.abs(a + b - 1) < AWAY / 2)
    return (expected(shape, rate, a - AWAY, b, time) + expected(shape, rate, a + AWAY, b, time)) / 2;
  const nobody = scaledHypergeometric(shape, b, a + b - 1, time / (rate + time));
  return ((a + b - 1) / (a - 1)) * (1 - nobody);
}

/**
 * Purchases after the first one that are expected within a time of a new customer: equation 9 of the paper.
 *
 * @param time since the first purchase, in the unit that the model was fitted in
 */
export function expectedRepeats({ r, alpha, a, b }: BgNbdParameters, time: number): number {
  return expected(r, alpha, a, b, time);
}

/** [rows] Probability that a customer still is one; 1 without a repeat purchase, for customers go after one alone. */
export function aliveProbabilities(
  model: BgNbdParameters,
  { frequency, recency, age }: Histories,
): Float64Array {
  const { r, alpha, a, b } = model;
  return frequency.map((x, row) => {
    if (x === 0) return 1;
    const odds = (a / (b + x - 1)) * ((alpha + age[row]!) / (alpha + recency[row]!)) ** (r + x);
    return 1 / (1 + odds);
  });
}

/** [rows] Purchases expected within a time from now: equation 10 of the paper. @param time in the model's unit */
export function expectedPurchases(model: BgNbdParameters, histories: Histories, time: number): Float64Array {
  const { r, alpha, a, b } = model;
  const { frequency, age } = histories;
  return aliveProbabilities(model, histories).map((alive, row) => {
    const x = frequency[row]!;
    return alive === 0 ? 0 : alive * expected(r + x, alpha + age[row]!, a, b + x, time);
  });
}

/**
 * [rows] Probability of no purchase within a time from now: either gone, or a customer at a rate that is gamma with r + x and
 * α + T. It never falls below the probability of being gone.
 */
export function noPurchaseWithin(model: BgNbdParameters, histories: Histories, time: number): Float64Array {
  const { r, alpha } = model;
  const { frequency, age } = histories;
  return aliveProbabilities(model, histories).map((alive, row) => {
    const rate = alpha + age[row]!;
    return 1 - alive * (1 - (rate / (rate + time)) ** (r + frequency[row]!));
  });
}
