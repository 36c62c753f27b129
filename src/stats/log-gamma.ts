/** The logarithm of the gamma function. */

/** Read once: where scripts run in a realm of their own, as under jest, a global costs more than the arithmetic. */
const { log } = Math;
/** B_2k / (2k (2k - 1)) for k = 1, 2, ... of Stirling's series. */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156];
/** From here on the terms left out are below 3e-17. */
const LARGE = 10;
const HALF_LOG_TWO_PI = 0.5 * log(2 * Math.PI);

/**
 * ln Γ(x) by Stirling's series, where x is small by that of a larger one: Γ(x) = Γ(x + n) / (x (x + 1) ... (x + n - 1)).
 *
 * @param x above 0; absolute error about 1e-15 of a number near 1, relative error about as much of a larger one
 * @throws RangeError for another
 * @see Abramowitz & Stegun (1964), 6.1.41
 */
export function logGamma(x: number): number {
  if (!(x > 0)) throw new RangeError(`logGamma: expected x > 0, got ${x}`);
  let factors = 1;
  let at = x;
  for (; at < LARGE; at += 1) factors *= at;
  const inverse = 1 / at;
  const square = inverse * inverse;
  let series = 0;
  for (let k = STIRLING.length - 1; k >= 0; k -= 1) series = series * square + STIRLING[k]!;
  return (at - 0.5) * log(at) - at + HALF_LOG_TWO_PI + series * inverse - log(factors);
}
