/**
 * The Q-network: dense layers with ReLU between them, all parameters in one flat vector. The backward pass is
 * written out, because it saves a third of the operations of automatic differentiation, and because one flat gradient
 * makes clipping and Adam two dozen operations whatever the depth. A test holds it against tfjs's own gradients.
 */
import * as tf from '@tensorflow/tfjs';
import type { Random } from '../../core/random';
import { expectShape } from '../../core/shape';

export interface NetworkShape {
  readonly features: number;
  readonly hiddenLayers: readonly number[];
  readonly actions: number;
}

interface LayerLayout {
  readonly inputs: number;
  readonly units: number;
  /** Where the kernel [inputs, units] begins in the flat vector; the bias [units] follows it. */
  readonly offset: number;
}

// A type, not an interface: tf.tidy takes only what has an implicit index signature.
// eslint-disable-next-line @typescript-eslint/consistent-type-definitions
export type DenseLayer = {
  /** [inputs, units] */
  readonly kernel: tf.Tensor2D;
  /** [units] */
  readonly bias: tf.Tensor1D;
};

export interface ForwardPass {
  /** The input of every layer: [batch, features], then each hidden activation. */
  readonly inputs: readonly tf.Tensor2D[];
  /** [batch, actions] */
  readonly qValues: tf.Tensor2D;
}

export function layerLayouts({ features, hiddenLayers, actions }: NetworkShape): readonly LayerLayout[] {
  let offset = 0;
  let inputs = features;
  return [...hiddenLayers, actions].map((units) => {
    const layout = { inputs, units, offset };
    offset += (inputs + 1) * units;
    inputs = units;
    return layout;
  });
}

export function parameterCount(shape: NetworkShape): number {
  return layerLayouts(shape).reduce((count, { inputs, units }) => count + (inputs + 1) * units, 0);
}

/**
 * Kernels and biases uniform in ±1/√inputs, as PyTorch initialises a linear layer and so Stable-Baselines3 and
 * CleanRL do; drawn on the host, so that every backend starts from the same numbers.
 */
export function initialParameters(shape: NetworkShape, random: Random): Float32Array {
  const parameters = new Float32Array(parameterCount(shape));
  for (const { inputs, units, offset } of layerLayouts(shape)) {
    const bound = 1 / Math.sqrt(inputs);
    for (let i = 0; i < (inputs + 1) * units; i += 1)
      parameters[offset + i] = (2 * random.uniform() - 1) * bound;
  }
  return parameters;
}

/**
 * The layers that a flat parameter vector holds.
 *
 * @param parameters [parameterCount(shape)]
 * @throws ShapeError if its length is another
 */
export function denseLayers(shape: NetworkShape, parameters: tf.Tensor): DenseLayer[] {
  expectShape('parameters', parameters, [parameterCount(shape)]);
  // Slices, not a split: TensorFlow copies for a split, and lends the vector's memory for a slice that begins at a
  // multiple of 16.
  return layerLayouts(shape).map(({ inputs, units, offset }) => ({
    kernel: tf.reshape(tf.slice(parameters, [offset], [inputs * units]), [inputs, units]),
    bias: tf.slice(parameters as tf.Tensor1D, [offset + inputs * units], [units]),
  }));
}

/**
 * activation(inputs · kernel + bias) as one kernel. `tf.fused.matMul` is the same with four more operations, which
 * make a batch of matrices of each matrix and a matrix of the result.
 */
function dense(
  inputs: tf.Tensor2D,
  { kernel, bias }: DenseLayer,
  activation: 'relu' | 'linear',
): tf.Tensor2D {
  return tf
    .engine()
    .runKernel(
      tf._FusedMatMul,
      { a: inputs, b: kernel, bias },
      { transposeA: false, transposeB: false, activation },
    );
}

/**
 * @param observations [batch, features]
 * @throws ShapeError if they have another number of features
 */
export function forward(layers: readonly DenseLayer[], observations: tf.Tensor2D): ForwardPass {
  expectShape('observations', observations, [-1, layers[0]!.kernel.shape[0]]);
  const inputs: tf.Tensor2D[] = [];
  let activations = observations;
  layers.forEach((layer, index) => {
    inputs.push(activations);
    activations = dense(activations, layer, index < layers.length - 1 ? 'relu' : 'linear');
  });
  return { inputs, qValues: activations };
}

/**
 * The gradient of a loss with respect to all parameters, given its gradient with respect to the Q-values.
 *
 * @param qGradient [batch, actions]
 * @returns [parameterCount] flat, in the order of the parameter vector
 * @throws ShapeError if `qGradient` has another shape than the Q-values
 */
export function backward(
  layers: readonly DenseLayer[],
  pass: ForwardPass,
  qGradient: tf.Tensor2D,
): tf.Tensor1D {
  expectShape('qGradient', qGradient, pass.qValues.shape);
  const gradients: tf.Tensor1D[] = [];
  let gradient = qGradient;
  for (let index = layers.length - 1; index >= 0; index -= 1) {
    const input = pass.inputs[index]!;
    const kernelGradient = tf.matMul(input, gradient, true, false);
    gradients.unshift(tf.reshape(kernelGradient, [-1]), tf.sum(gradient, 0));
    if (index > 0) {
      // What ReLU lets out is never negative, so that its sign is ReLU's derivative.
      gradient = tf.mul(tf.matMul(gradient, layers[index]!.kernel, false, true), tf.sign(input));
    }
  }
  return tf.concat1d(gradients);
}
