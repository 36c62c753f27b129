/** Proof that a backend trains: one gradient step of a linear model, checked against the number worked out by hand. */
import * as tf from '@tensorflow/tfjs';

/**
 * Two rows of three features, all weights 1: predictions 3 and 4, targets 5 and 3, so errors −2 and 1. The gradient of
 * half the squared error is −2·(1, 2, 0) + 1·(0, 1, 3) = (−2, −3, 3), and a step of size .5 leads to (2, 2.5, −.5).
 */
export async function probeTraining(): Promise<boolean> {
  const updated = tf.tidy(() => {
    const input = tf.tensor2d([
      [1, 2, 0],
      [0, 1, 3],
    ]);
    const weights = tf.ones([3, 1]);
    const errors = tf.sub(tf.matMul(input, weights), tf.tensor2d([[5], [3]]));
    return tf.sub(weights, tf.mul(tf.matMul(tf.transpose(input), errors), 0.5));
  });
  const values = await updated.data();
  updated.dispose();
  return [2, 2.5, -0.5].every((expected, i) => values[i] === expected);
}
