/** How far predictions lie from what came, customer by customer. */
import { expectLength } from '../../core/shape';

/**
 * [rows] |predicted − actual|; their mean is the mean absolute error.
 *
 * @throws ShapeError if the lengths differ
 */
export function absoluteErrors(predicted: Float64Array, actual: ArrayLike<number>): Float64Array {
  expectLength('actual', actual, predicted.length);
  return predicted.map((value, row) => Math.abs(value - actual[row]!));
}
