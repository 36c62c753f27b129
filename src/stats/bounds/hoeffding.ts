/** A lower bound of a mean that needs nothing but the range of the numbers, and is wide for it. */
import { moments } from '../moments';
import { expectRange, expectWithin, logOfRisk, type Range } from './arguments';

/**
 * Hoeffding's lower bound of the mean of independent numbers: mean − (high − low) √(ln(1/δ) / (2n)). For importance
 * weighted rewards the range is the largest weight times that of the rewards: then it usually says nothing.
 *
 * @param values [units]
 * @param range known beforehand
 * @param level probability with which the mean lies above, one-sided: two bounds that hold together take (1 + level) / 2
 * @returns at least range.low
 * @throws RangeError naming the row of a value outside the range
 * @see Hoeffding (1963), Probability inequalities for sums of bounded random variables, https://doi.org/10.1080/01621459.1963.10500830
 */
export function hoeffdingLowerBound(values: ArrayLike<number>, range: Range, level: number): number {
  const logRisk = logOfRisk(level);
  expectRange('range', range);
  expectWithin('values', values, range);
  if (values.length === 0) return range.low;
  const width = (range.high - range.low) * Math.sqrt(logRisk / (2 * values.length));
  return Math.max(range.low, moments(values).mean - width);
}
