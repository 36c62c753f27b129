/**
 * High-confidence off-policy evaluation: a lower bound of the mean of numbers that are not negative and have no upper
 * limit, such as importance-weighted returns. Each is cut off at a threshold fixed beforehand, which can only lower the
 * mean, and the rest is empirical Bernstein.
 *
 * @see Thomas, Theocharous & Ghavamzadeh (2015), Theorem 1, https://doi.org/10.1609/aaai.v29i1.9541
 */
import { expectLength } from '../../core/shape';
import { expectWithin, logOfRisk } from './arguments';

const NOT_NEGATIVE = { low: 0, high: Infinity };

/**
 * A lower bound of the mean that independent numbers x have in common: with z = min(x, c) / c and S = Σ 1/c,
 * S⁻¹ { Σ z − 7 n ln(2/δ) / (3 (n − 1)) − √( ln(2/δ) / (n − 1) · (2n Σz² − 2 (Σz)²) ) }.
 *
 * @param values [units] >= 0
 * @param thresholds [units] > 0, chosen without a look at these values (`hcopeThreshold` on others)
 * @param level probability with which the mean lies above, one-sided
 * @returns at least 0, which is all that is known of fewer than two units
 * @throws ShapeError if there is not one threshold per unit; RangeError naming the row of a negative value
 */
export function hcopeLowerBound(
  values: ArrayLike<number>,
  thresholds: ArrayLike<number>,
  level: number,
): number {
  const logRisk = logOfRisk(level) + Math.LN2;
  const n = values.length;
  expectLength('thresholds', thresholds, n);
  expectWithin('values', values, NOT_NEGATIVE);
  if (n < 2) return 0;
  const cut = new Float64Array(n);
  let inverses = 0;
  let sum = 0;
  for (let i = 0; i < n; i += 1) {
    const threshold = thresholds[i]!;
    if (!(threshold > 0)) throw new RangeError(`thresholds: expected > 0, got ${threshold} in row ${i}`);
    cut[i] = Math.min(values[i]! / threshold, 1);
    sum += cut[i]!;
    inverses += 1 / threshold;
  }
  // 2n Σz² − 2 (Σz)² = 2n Σ(z − mean)², which does not cancel.
  let squares = 0;
  for (let i = 0; i < n; i += 1) squares += (cut[i]! - sum / n) ** 2;
  const ofRange = (7 * n * logRisk) / (3 * (n - 1));
  const ofVariance = Math.sqrt((logRisk / (n - 1)) * 2 * n * squares);
  return Math.max(0, (sum - ofRange - ofVariance) / inverses);
}

/**
 * The threshold for other units: that at which the bound would be largest if they were like the units held out, a
 * twentieth of all in the paper. One of the values held out is taken, for beyond the largest only the range grows.
 *
 * @param heldOut [units held out] >= 0, drawn at random; not among the units to be bounded
 * @param units how many units will be bounded
 * @param level as for the bound
 * @returns null if no value held out is above 0, or there are fewer than two: nothing to choose by
 */
export function hcopeThreshold(heldOut: Float64Array, units: number, level: number): number | null {
  const logRisk = logOfRisk(level) + Math.LN2;
  expectWithin('heldOut', heldOut, NOT_NEGATIVE);
  const ascending = heldOut.slice().sort();
  const n = ascending.length;
  if (n < 2 || units < 2) return null;
  let best = -Infinity;
  let threshold: number | null = null;
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < n; i += 1) {
    const value = ascending[i]!;
    sum += value;
    squares += value * value;
    if (value === 0) continue;
    const beyond = n - 1 - i;
    const mean = (sum + beyond * value) / n;
    const variance = Math.max(0, (squares + beyond * value * value - n * mean * mean) / (n - 1));
    const ofRange = (7 * value * logRisk) / (3 * (units - 1));
    const bound = mean - ofRange - Math.sqrt((2 * variance * logRisk) / units);
    if (bound > best) [best, threshold] = [bound, value];
  }
  return threshold;
}
