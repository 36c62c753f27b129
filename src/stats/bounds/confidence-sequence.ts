/**
 * Intervals of a mean that may be looked at after every further unit: all of them together hold the truth with the
 * probability `level`, as far as sums of units are normal, which is asymptotic as it is of an ordinary interval.
 *
 * The normal mixture: with S the sum of n deviations in standard deviations, exp(ρ² S² / (2 (nρ² + 1))) / √(nρ² + 1) has
 * expectation 1, so by Ville it reaches 1/α at no n, but with the probability α.
 *
 * @see Robbins (1970), https://doi.org/10.1214/aoms/1177696786
 * @see Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas (2021), Theorem 2.2, https://arxiv.org/abs/2103.06476
 */

/** Where the sequence is narrowest beside an ordinary interval; fixed, for ρ may not be chosen by the data. */
const NARROWEST_AT = 5000;

/**
 * How far the interval reaches to each side of the estimate.
 *
 * @param standardError of the estimate from the units so far
 * @param count units so far, > 0
 * @param level probability with which all intervals hold the truth, in (0, 1)
 * @throws RangeError for another level
 */
export function sequenceHalfWidth(standardError: number, count: number, level: number): number {
  if (!(level > 0 && level < 1)) throw new RangeError(`level: expected between 0 and 1, got ${level}`);
  const logRisk = -2 * Math.log1p(-level);
  // nρ², with nearly the best ρ² for that count.
  const variance = (count * (logRisk + Math.log1p(logRisk))) / NARROWEST_AT;
  return standardError * Math.sqrt(((variance + 1) / variance) * (Math.log1p(variance) + logRisk));
}
