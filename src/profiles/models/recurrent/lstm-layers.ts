/** The same memory as layers of TensorFlow.js, which train it on whatever backend is active. */
import * as tf from '@tensorflow/tfjs';
import type { Lstm } from './lstm';

/**
 * Takes [rows, steps, width] and gives [rows, steps, kinds]: what it says of a step knows none after it, so that steps of
 * zeros at the end change nothing. The caller disposes it.
 */
export function lstmLayers({ width, units, kinds, ...weights }: Lstm): tf.LayersModel {
  // Nothing is drawn here: the weights come from the host, the same on every backend.
  const zeros = { kernelInitializer: 'zeros', biasInitializer: 'zeros' } as const;
  const memory = tf.layers.lstm({
    ...{ units, returnSequences: true, inputShape: [null as unknown as number, width] },
    ...{ ...zeros, recurrentInitializer: 'zeros', recurrentActivation: 'sigmoid', unitForgetBias: false },
  });
  const scores = tf.layers.dense({ units: kinds, ...zeros });
  const model = tf.sequential({ layers: [memory, scores] });
  const count = 4 * units;
  const own = [
    tf.tensor2d([...weights.kernel], [width, count]),
    tf.tensor2d([...weights.recurrentKernel], [units, count]),
    tf.tensor1d([...weights.bias]),
    tf.tensor2d([...weights.scoreKernel], [units, kinds]),
    tf.tensor1d([...weights.scoreBias]),
  ];
  model.setWeights(own);
  tf.dispose(own);
  return model;
}

/** What a model of `lstmLayers` has become. */
export async function lstmOf(model: tf.LayersModel, { width, units, kinds }: Lstm): Promise<Lstm> {
  const values = await Promise.all(model.getWeights().map((tensor) => tensor.data()));
  const [kernel, recurrentKernel, bias, scoreKernel, scoreBias] = values.map((one) => Array.from(one));
  return {
    ...{ width, units, kinds, kernel: kernel!, recurrentKernel: recurrentKernel! },
    ...{ bias: bias!, scoreKernel: scoreKernel!, scoreBias: scoreBias! },
  };
}
