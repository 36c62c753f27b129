/** The conservative term of CQL(H): values of actions that a log does not show are held down. */
import * as tf from '@tensorflow/tfjs';
import { expectShape } from '../../core/shape';

/**
 * Gradient of alpha · mean[ logsumexp_a Q(s, a) − Q(s, logged) ] with respect to the Q-values, which is all that an
 * update needs: alpha / batch · (softmax(Q) − 1 at the logged action). All actions take part, forbidden ones too, whose
 * values nobody asks for.
 *
 * @param qValues [batch, actions]
 * @param logged  [batch, actions] 1 at the action that was taken
 * @param alpha   >= 0, in scaled reward
 * @param weights [batch] what the term of each is multiplied by; left out where all count the same
 * @returns [batch, actions]
 * @throws ShapeError if a shape disagrees with `qValues`
 * @see Kumar et al. (2020), equation 4, https://arxiv.org/abs/2006.04779
 */
export function conservativeGradient(
  qValues: tf.Tensor2D,
  logged: tf.Tensor2D,
  alpha: number,
  weights?: tf.Tensor1D,
): tf.Tensor2D {
  expectShape('logged', logged, qValues.shape);
  // The softmax written out: as one kernel its last bits would differ from those of a recorded step.
  const powers = tf.exp(tf.sub(qValues, tf.max(qValues, 1, true)));
  const softmax: tf.Tensor2D = tf.div(powers, tf.sum(powers, 1, true));
  const equal: tf.Tensor2D = tf.mul(tf.sub(softmax, logged), alpha / qValues.shape[0]);
  if (weights === undefined) return equal;
  expectShape('weights', weights, [qValues.shape[0]]);
  return tf.mul(equal, tf.expandDims(weights, 1));
}
