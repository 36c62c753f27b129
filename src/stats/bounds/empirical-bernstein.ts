/** A lower bound of a mean from range and sample variance: close where the variance is small for the range. */
import { moments } from '../moments';
import { expectRange, expectWithin, logOfRisk, type Range } from './arguments';

/**
 * The empirical Bernstein bound of the mean of independent, identically distributed numbers:
 * mean − √(2 S² ln(2/δ) / n) − 7 (high − low) ln(2/δ) / (3 (n − 1)), S² the unbiased variance.
 *
 * @param values [units]
 * @param range known beforehand
 * @param level probability with which the mean lies above, one-sided
 * @returns at least range.low, which is all that is known of fewer than two units
 * @throws RangeError naming the row of a value outside the range
 * @see Maurer & Pontil (2009), Theorem 4, https://arxiv.org/abs/0907.3740
 */
export function empiricalBernsteinLowerBound(values: ArrayLike<number>, range: Range, level: number): number {
  const logRisk = logOfRisk(level) + Math.LN2;
  expectRange('range', range);
  expectWithin('values', values, range);
  const { count, mean, variance } = moments(values);
  if (count < 2) return range.low;
  const ofVariance = Math.sqrt((2 * variance * logRisk) / count);
  const ofRange = (7 * (range.high - range.low) * logRisk) / (3 * (count - 1));
  return Math.max(range.low, mean - ofVariance - ofRange);
}
