/**
 * The mean squared error of probabilities.
 *
 * @see Brier (1950), https://doi.org/10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2
 */
import type { Estimate } from '../../core/estimate';
import { meanInterval } from '../../stats/intervals';
import { squaredErrors } from './errors';

/** @param probabilities [rows] in [0, 1] @param target [rows] 0 or 1 @throws ShapeError if the lengths differ */
export function brierEstimate(probabilities: Float64Array, target: ArrayLike<number>): Estimate {
  return meanInterval(squaredErrors(probabilities, target));
}
