/** How far predictions lie from what came, customer by customer. */
import { expectLength } from '../../core/shape';

/**
 * [rows] |predicted − actual|; their mean is the mean absolute error. It is least where the median is predicted: where most
 * customers spend nothing, so does whoever predicts nothing. `squaredErrors` and `deviances` ask for the mean.
 *
 * @throws ShapeError if the lengths differ
 */
export function absoluteErrors(predicted: Float64Array, actual: ArrayLike<number>): Float64Array {
  expectLength('actual', actual, predicted.length);
  return predicted.map((value, row) => Math.abs(value - actual[row]!));
}

/**
 * [rows] (predicted − actual)²; their mean is the mean squared error, and of probabilities the Brier score. It is least
 * where the mean is predicted, whatever the distribution.
 *
 * @throws ShapeError if the lengths differ
 */
export function squaredErrors(predicted: Float64Array, actual: ArrayLike<number>): Float64Array {
  expectLength('actual', actual, predicted.length);
  return predicted.map((value, row) => (value - actual[row]!) ** 2);
}

/**
 * [rows] 2 (y ln(y / μ) − (y − μ)) of what came y and was predicted μ, the deviance of Poisson counts: 0 where they are equal,
 * and least on average where the mean is predicted, whatever the distribution; in the unit of y.
 *
 * @param actual [rows] from 0 on
 * @returns Infinity where nothing was predicted and something came
 * @throws ShapeError if the lengths differ
 * @see Gneiting (2011), Making and evaluating point forecasts, https://doi.org/10.1198/jasa.2011.r10138
 */
export function deviances(predicted: Float64Array, actual: ArrayLike<number>): Float64Array {
  expectLength('actual', actual, predicted.length);
  return predicted.map((mean, row) => {
    const y = actual[row]!;
    return y === 0 ? 2 * mean : 2 * (y * (Math.log(y) - Math.log(mean)) - (y - mean));
  });
}
