/** The Q-network once more, from plain operations that tfjs can differentiate, reading the flat vector by itself. */
import * as tf from '@tensorflow/tfjs';
import type { NetworkShape } from '../../src/agents/dqn/network/spec';

/**
 * @param flat         [parameters] kernel and bias of each layer, one after the other
 * @param observations [batch, features]
 * @returns [batch, actions]
 */
export function referenceQ(
  { hiddenLayers, actions }: NetworkShape,
  flat: tf.Tensor,
  observations: tf.Tensor,
): tf.Tensor2D {
  let read = 0;
  const next = (size: number) => tf.slice(flat as tf.Tensor1D, [(read += size) - size], [size]);
  const dense = (inputs: tf.Tensor, units: number): tf.Tensor => {
    const kernel = tf.reshape(next(inputs.shape[1]! * units), [inputs.shape[1]!, units]);
    return tf.add(tf.matMul(inputs as tf.Tensor2D, kernel as tf.Tensor2D), next(units));
  };
  const hidden = hiddenLayers.reduce((inputs, units) => tf.relu(dense(inputs, units)), observations);
  return dense(hidden, actions) as tf.Tensor2D;
}
