/**
 * The loss of a score s that says ln of what is expected: e^s − y s, that of Poisson counts. Its least is at the mean of any
 * y from 0 on, whatever its distribution (Gourieroux, Monfort & Trognon 1984, https://doi.org/10.2307/1913471), where that of
 * squared errors would be ruled by the few who spend most.
 */
import * as tf from '@tensorflow/tfjs';

export interface RateLoss {
  /** [] sum over all */
  readonly loss: tf.Scalar;
  /** Derivative by each score, in their shape. */
  readonly gradient: tf.Tensor;
}

/**
 * @param scores ln of what is expected per unit of exposure
 * @param exposure in their shape: 0 where nothing was looked at
 * @param came in their shape, from 0 on
 */
export function rateLoss(scores: tf.Tensor, exposure: tf.Tensor, came: tf.Tensor): RateLoss {
  const expected = tf.mul(tf.exp(scores), exposure);
  return { loss: tf.sum(tf.sub(expected, tf.mul(came, scores))), gradient: tf.sub(expected, came) };
}

/** The same of numbers on the host, for one score. */
export function rateLossOf(score: number, exposure: number, came: number): number {
  return exposure * Math.exp(score) - came * score;
}
