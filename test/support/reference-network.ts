/** The Q-network once more, from plain operations that tfjs can differentiate, reading the flat vector by itself. */
import * as tf from '@tensorflow/tfjs';
import type { NetworkShape } from '../../src/agents/dqn/network/spec';

/**
 * @param flat         [parameters] kernel and bias of each layer, one after the other
 * @param observations [batch, features]
 * @returns [batch, actions]
 */
export function referenceQ(
  { hiddenLayers, actions, head }: NetworkShape,
  flat: tf.Tensor,
  observations: tf.Tensor,
): tf.Tensor2D {
  let read = 0;
  const next = (size: number) => tf.slice(flat as tf.Tensor1D, [(read += size) - size], [size]);
  const dense = (inputs: tf.Tensor, units: number): tf.Tensor => {
    const kernel = tf.reshape(next(inputs.shape[1]! * units), [inputs.shape[1]!, units]);
    return tf.add(tf.matMul(inputs as tf.Tensor2D, kernel as tf.Tensor2D), next(units));
  };
  const hidden = (layers: readonly number[], inputs: tf.Tensor) =>
    layers.reduce((given, units) => tf.relu(dense(given, units)), inputs);
  if (head !== 'dueling' && head !== 'separate')
    return dense(hidden(hiddenLayers, observations), actions) as tf.Tensor2D;
  // The last hidden layer, or each of them, twice, for value and advantage; then both outputs.
  const own = head === 'separate' ? hiddenLayers.length : 1;
  let forValue = hidden(hiddenLayers.slice(0, hiddenLayers.length - own), observations);
  let forAdvantage = forValue;
  for (const units of hiddenLayers.slice(-own)) {
    forValue = hidden([units], forValue);
    forAdvantage = hidden([units], forAdvantage);
  }
  const value = dense(forValue, 1);
  const advantage = dense(forAdvantage, actions);
  const mean = tf.div(tf.sum(advantage, 1, true), actions);
  return tf.sub<tf.Tensor2D>(tf.add(value, advantage), mean);
}
