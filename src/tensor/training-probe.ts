/** Proof that a backend trains: one gradient step of a linear model, checked against the number worked out by hand. */
import * as tf from '@tensorflow/tfjs';

/**
 * Model w·x with w = 1 on x = 2, target 5: error −3, gradient of half the squared error x · error = −6, so a step
 * of size .5 leads to w = 4.
 */
export async function probeTraining(): Promise<boolean> {
  const updated = tf.tidy(() => {
    const input = tf.tensor2d([[2]]);
    const weight = tf.tensor2d([[1]]);
    const error = tf.sub(tf.matMul(input, weight), 5);
    return tf.sub(weight, tf.mul(tf.matMul(tf.transpose(input), error), 0.5));
  });
  const [value] = await updated.data();
  updated.dispose();
  return value === 4;
}
