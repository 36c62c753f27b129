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
 * c · (error − c/2), and its derivative is c.
 *
 * @param tdErrors [batch] prediction minus target
 * @param delta > 0, in the units of the scaled reward
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
