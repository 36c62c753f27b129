/**
 * The mean squared error of probabilities, and how much of the error of the plain share they take away.
 *
 * @see Brier (1950), https://doi.org/10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2
 */
import type { Estimate } from '../../core/estimate';
import { expectLength } from '../../core/shape';
import { meanInterval, pairwiseDifferences } from '../../stats/intervals';

/** [rows] @param probabilities in [0, 1] @param target 0 or 1 */
function squaredErrors(probabilities: Float64Array, target: ArrayLike<number>): Float64Array {
  expectLength('target', target, probabilities.length);
  return probabilities.map((probability, row) => (probability - target[row]!) ** 2);
}

/** @throws ShapeError if the lengths differ */
export function brierEstimate(probabilities: Float64Array, target: ArrayLike<number>): Estimate {
  return meanInterval(squaredErrors(probabilities, target));
}

/** First minus second, row by row: below 0 where the first is better. @throws ShapeError if the lengths differ */
export function brierDifference(
  first: Float64Array,
  second: Float64Array,
  target: ArrayLike<number>,
): Estimate {
  return meanInterval(pairwiseDifferences(squaredErrors(first, target), squaredErrors(second, target)));
}
