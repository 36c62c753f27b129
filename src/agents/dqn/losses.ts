/** The loss of a batch together with its derivative, which is all that the backward pass needs. */
import * as tf from '@tensorflow/tfjs';
import { expectShape } from '../../core/shape';

export interface LossAndDerivative {
  /** [] mean over the batch */
  readonly loss: tf.Scalar;
  /** [batch] derivative of that mean with respect to each TD error */
  readonly derivative: tf.Tensor1D;
}

/**
 * Mean Huber loss: quadratic up to delta, linear beyond. With c the TD error clipped to ±delta it is
 * c · (error − c/2), and its derivative is c. With delta Infinity it is half the squared error, the only one of them
 * that estimates a mean: where large rewards are rare, any other prefers the wrong action.
 *
 * @param tdErrors [batch] prediction minus target
 * @param delta > 0, in the units of the scaled reward; Infinity for squared errors
 * @param weights [batch] what the loss of each is multiplied by; left out where all count the same
 * @throws ShapeError unless `tdErrors` is a vector, and the weights are as many
 * @see Huber (1964), https://doi.org/10.1214/aoms/1177703732
 */
export function huberLoss(tdErrors: tf.Tensor1D, delta: number, weights?: tf.Tensor1D): LossAndDerivative {
  expectShape('tdErrors', tdErrors, [-1]);
  const clipped = tf.clipByValue(tdErrors, -delta, delta);
  // Times the reciprocal: TensorFlow's graph optimiser would make it of a division, and change the last bits.
  const equal: tf.Tensor1D = tf.mul(clipped, 1 / tdErrors.shape[0]);
  if (weights !== undefined) expectShape('weights', weights, tdErrors.shape);
  const derivative: tf.Tensor1D = weights === undefined ? equal : tf.mul(equal, weights);
  const loss: tf.Scalar = tf.sum(tf.mul(derivative, tf.sub(tdErrors, tf.mul(clipped, 0.5))));
  return { loss, derivative };
}

/**
 * Mean expectile loss: half the squared error, times `expectile` where the prediction is too low and 1 − `expectile`
 * where it is too high. Of the targets seen with an input it estimates an expectile: their mean at .5, at 1 the largest.
 *
 * @param errors    [batch] prediction minus target
 * @param expectile in (0, 1)
 * @param weights   [batch] what the loss of each is multiplied by; left out where all count the same
 * @throws ShapeError unless `errors` is a vector, and the weights are as many
 * @see Kostrikov, Nair & Levine (2022), equation 5, https://arxiv.org/abs/2110.06169; theirs is twice this
 */
export function expectileLoss(
  errors: tf.Tensor1D,
  expectile: number,
  weights?: tf.Tensor1D,
): LossAndDerivative {
  expectShape('errors', errors, [-1]);
  const tooHigh = tf.mul(tf.relu(errors), (1 - expectile) / errors.shape[0]);
  const tooLow = tf.mul(tf.relu(tf.neg(errors)), expectile / errors.shape[0]);
  const equal: tf.Tensor1D = tf.sub(tooHigh, tooLow);
  if (weights !== undefined) expectShape('weights', weights, errors.shape);
  const derivative: tf.Tensor1D = weights === undefined ? equal : tf.mul(equal, weights);
  const loss: tf.Scalar = tf.mul(tf.sum(tf.mul(derivative, errors)), 0.5);
  return { loss, derivative };
}
