/** Gauss's hypergeometric function. */

/** Read once: where scripts run in a realm of their own, as under jest, a global costs more than the arithmetic. */
const { abs, exp, log, log1p, max, min } = Math;
const { EPSILON } = Number;
const MOST_TERMS = 1_000_000;

/**
 * ₂F₁(a, b; c; z) = Σ (a)ₙ (b)ₙ / (c)ₙ zⁿ / n!, summed until what is left out cannot change the last bit. The terms fall
 * as zⁿ in the end: some 350 of them do at z = .9, 40,000 at .999. Where c − a − b is far below 0 the sum grows as
 * (1 − z)^(c − a − b), beyond every double in the end: `scaledHypergeometric` is for there.
 *
 * @param a finite
 * @param b finite
 * @param c not 0 and no negative whole number
 * @param z in [0, 1)
 * @throws RangeError for others, and where a million terms are not enough
 * @see Abramowitz & Stegun (1964), 15.1.1
 */
export function hypergeometric(a: number, b: number, c: number, z: number): number {
  const { sum, logScale } = series(a, b, c, z);
  return sum * exp(logScale);
}

/** Beyond it, sum and term are made smaller together. */
const LARGE = 1e200;

/** The sum is `sum` times e^logScale, which may be beyond every double. */
function series(a: number, b: number, c: number, z: number): { sum: number; logScale: number } {
  const isPole = c <= 0 && Number.isInteger(c);
  if (!(z >= 0 && z < 1) || ![a, b, c].every(Number.isFinite) || isPole)
    throw new RangeError(
      `hypergeometric: expected finite numbers, 0 <= z < 1 and no pole at c, got ${a}, ${b}; ${c}; ${z}`,
    );
  // From there on all factors are above 0.
  const signed = max(0, -a, -b, -c);
  let sum = 1;
  let term = 1;
  let logScale = 0;
  for (let n = 0; n < MOST_TERMS; n += 1) {
    term *= (((a + n) * (b + n)) / ((c + n) * (n + 1))) * z;
    sum += term;
    const next = (((a + n + 1) * (b + n + 1)) / ((c + n + 1) * (n + 2))) * z;
    // The ratio of terms goes to z from one side, so that a geometric series bounds those left out.
    const ratio = max(next, z);
    const settled = n > signed && ratio < 1;
    if (settled && abs(term) * ratio <= EPSILON * abs(sum) * (1 - ratio)) return { sum, logScale };
    if (abs(term) > LARGE) {
      sum /= LARGE;
      term /= LARGE;
      logScale += log(LARGE);
    }
  }
  throw new RangeError(`hypergeometric: no end of the series at z = ${z}`);
}

/** A parameter that far below 0 makes terms of both signs, of which little is left when they are added. */
const ALTERNATING = -10;

/**
 * (1 − z)^a ₂F₁(a, b; c; z), where a, b and c above 0 may be in the millions. By Euler it is
 * (1 − z)^(c − b) ₂F₁(c − a, c − b; c; z): that sum is taken where it ends sooner, unless its terms would cancel each other.
 *
 * @param z in [0, 1) @throws RangeError as `hypergeometric`
 * @see Abramowitz & Stegun (1964), 15.3.3
 */
export function scaledHypergeometric(a: number, b: number, c: number, z: number): number {
  if (c - a - b < 0 && min(c - a, c - b) >= ALTERNATING)
    return (1 - z) ** (c - b) * hypergeometric(c - a, c - b, c, z);
  const { sum, logScale } = series(a, b, c, z);
  return sum * exp(logScale + a * log1p(-z));
}
