/** Gauss's hypergeometric function. */

/** Read once: where scripts run in a realm of their own, as under jest, a global costs more than the arithmetic. */
const { abs, max } = Math;
const { EPSILON } = Number;
const MOST_TERMS = 1_000_000;

/**
 * ₂F₁(a, b; c; z) = Σ (a)ₙ (b)ₙ / (c)ₙ zⁿ / n!, summed until what is left out cannot change the last bit. The terms fall
 * as zⁿ in the end: some 350 of them do at z = .9, 40,000 at .999.
 *
 * @param a above 0
 * @param b above 0
 * @param c not 0 and no negative whole number
 * @param z in [0, 1)
 * @throws RangeError for others, and where a million terms are not enough
 * @see Abramowitz & Stegun (1964), 15.1.1
 */
export function hypergeometric(a: number, b: number, c: number, z: number): number {
  const isPole = c <= 0 && Number.isInteger(c);
  if (!(a > 0 && b > 0 && z >= 0 && z < 1) || !Number.isFinite(c) || isPole)
    throw new RangeError(
      `hypergeometric: expected a > 0, b > 0, 0 <= z < 1 and no pole at c, got ${a}, ${b}; ${c}; ${z}`,
    );
  let sum = 1;
  let term = 1;
  for (let n = 0; n < MOST_TERMS; n += 1) {
    term *= (((a + n) * (b + n)) / ((c + n) * (n + 1))) * z;
    sum += term;
    const next = (((a + n + 1) * (b + n + 1)) / ((c + n + 1) * (n + 2))) * z;
    // The ratio of terms goes to z from one side, so that a geometric series bounds those left out.
    const ratio = max(next, z);
    const settled = c + n > 0 && ratio < 1;
    if (settled && abs(term) * ratio <= EPSILON * abs(sum) * (1 - ratio)) return sum;
  }
  throw new RangeError(`hypergeometric: no end of the series at z = ${z}`);
}
