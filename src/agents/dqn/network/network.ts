/**
 * The Q-network: dense layers with ReLU between them, all parameters in one flat vector. The backward pass is
 * written out, because it saves a third of the operations of automatic differentiation, and because one flat gradient
 * makes clipping and Adam two dozen operations whatever the depth. A test holds it against tfjs's own gradients.
 */
import * as tf from '@tensorflow/tfjs';
import { expectShape } from '../../../core/shape';
import { headOf } from './heads';
import type { Layer, NetworkSpec } from './spec';

// A type, not an interface: tf.tidy takes only what has an implicit index signature.
// oxlint-disable-next-line typescript/consistent-type-definitions
export type LayerParameters = {
  /** [inputs, units] */
  readonly kernel: tf.Tensor2D;
  /** [units] */
  readonly bias: tf.Tensor1D;
};

export interface ForwardPass {
  /** [batch, features] */
  readonly observations: tf.Tensor2D;
  /** What each layer gives, [batch, units], in the order of the spec. */
  readonly activations: readonly tf.Tensor2D[];
  /** [batch, actions] */
  readonly qValues: tf.Tensor2D;
}

/**
 * The parameters of each layer that a flat vector holds.
 *
 * @param parameters [parameterCount]
 * @throws ShapeError if its length is another
 */
export function layerParameters(spec: NetworkSpec, parameters: tf.Tensor): LayerParameters[] {
  expectShape('parameters', parameters, [spec.parameterCount]);
  // Slices, not a split: TensorFlow copies for a split, and lends the vector's memory for a slice that begins at a
  // multiple of 16.
  return spec.layers.map(({ inputs, units, kernel, bias }) => ({
    kernel: tf.reshape(tf.slice(parameters, [kernel], [inputs * units]), [inputs, units]),
    bias: tf.slice(parameters as tf.Tensor1D, [bias], [units]),
  }));
}

/**
 * activation(inputs · kernel + bias) as one kernel. `tf.fused.matMul` is the same with four more operations, which
 * make a batch of matrices of each matrix and a matrix of the result.
 */
function dense(
  inputs: tf.Tensor2D,
  { kernel, bias }: LayerParameters,
  activation: Layer['activation'],
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
 * @param layers       of `layerParameters`
 * @param observations [batch, features]
 * @throws ShapeError if they have another number of features
 */
export function forward(
  spec: NetworkSpec,
  layers: readonly LayerParameters[],
  observations: tf.Tensor2D,
): ForwardPass {
  expectShape('observations', observations, [-1, spec.features]);
  const activations: tf.Tensor2D[] = [];
  for (const [at, { from, activation }] of spec.layers.entries()) {
    const inputs = from === null ? observations : activations[from]!;
    activations.push(dense(inputs, layers[at]!, activation));
  }
  const qValues = headOf(spec.head).qValues(spec.outputs.map((at) => activations[at]!));
  return { observations, activations, qValues };
}

/**
 * The gradient of a loss with respect to all parameters, given its gradient with respect to the Q-values.
 *
 * @param layers    of `layerParameters`
 * @param qGradient [batch, actions]
 * @returns [parameterCount] flat, in the order of the parameter vector
 * @throws ShapeError if `qGradient` has another shape than the Q-values
 */
export function backward(
  spec: NetworkSpec,
  layers: readonly LayerParameters[],
  { observations, activations, qValues }: ForwardPass,
  qGradient: tf.Tensor2D,
): tf.Tensor1D {
  expectShape('qGradient', qGradient, qValues.shape);
  /** With respect to what each layer gives, as far as it is known. */
  const given: tf.Tensor2D[] = [];
  for (const [stream, gradient] of headOf(spec.head).outputGradients(qGradient).entries())
    given[spec.outputs[stream]!] = gradient;
  const gradients: tf.Tensor1D[] = [];
  for (let at = spec.layers.length - 1; at >= 0; at -= 1) {
    const { from, activation } = spec.layers[at]!;
    // What ReLU lets out is never negative, so that its sign is ReLU's derivative.
    const gradient: tf.Tensor2D =
      activation === 'relu' ? tf.mul(given[at]!, tf.sign(activations[at]!)) : given[at]!;
    const kernelGradient = tf.matMul(
      from === null ? observations : activations[from]!,
      gradient,
      true,
      false,
    );
    gradients.unshift(tf.reshape(kernelGradient, [-1]), tf.sum(gradient, 0));
    if (from === null) continue;
    const passedBack: tf.Tensor2D = tf.matMul(gradient, layers[at]!.kernel, false, true);
    const known = given[from];
    given[from] = known === undefined ? passedBack : tf.add<tf.Tensor2D>(known, passedBack);
  }
  return tf.concat1d(gradients);
}
