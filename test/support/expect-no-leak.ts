import * as tf from '@tensorflow/tfjs';

/** Fails unless as many tensors live after `work` as before it. */
export async function expectNoLeak(work: () => Promise<void> | void): Promise<void> {
  const before = tf.memory().numTensors;
  await work();
  expect({ tensorsLeft: tf.memory().numTensors - before }).toEqual({ tensorsLeft: 0 });
}
