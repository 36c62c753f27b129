/**
 * Dense layers with ReLU between them, all parameters in one flat vector, forward and backward. The backward pass is
 * written out, because it saves a third of the operations of automatic differentiation, and because one flat gradient
 * makes clipping and Adam two dozen operations whatever the depth. A test holds it against tfjs's own gradients.
 */
import * as tf from '@tensorflow/tfjs';
import { expectShape } from '../../core/shape';
import { parametersOf, type Layer } from './layers';

// A type, not an interface: tf.tidy takes only what has an implicit index signature.
// oxlint-disable-next-line typescript/consistent-type-definitions
export type LayerParameters = {
  /** [inputs, units] */
  readonly kernel: tf.Tensor2D;
  /** [units] */
  readonly bias: tf.Tensor1D;
};

/**
 * The parameters of each layer that a flat vector holds.
 *
 * @param parameters flat, in the order of the layers
 * @throws ShapeError if its length is another
 */
export function layerParameters(layers: readonly Layer[], parameters: tf.Tensor): LayerParameters[] {
  expectShape('parameters', parameters, [parametersOf(layers)]);
  // Slices, not a split: TensorFlow copies for a split, and lends the vector's memory for a slice that begins at a
  // multiple of 16.
  return layers.map(({ inputs, units, kernel, bias }) => ({
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
 * What each layer gives, [batch, units], in the order of the layers.
 *
 * @param parameters of `layerParameters`
 * @param inputs     [batch, width]
 */
export function forwardLayers(
  layers: readonly Layer[],
  parameters: readonly LayerParameters[],
  inputs: tf.Tensor2D,
): tf.Tensor2D[] {
  const activations: tf.Tensor2D[] = [];
  for (const [at, { from, activation }] of layers.entries())
    activations.push(dense(from === null ? inputs : activations[from]!, parameters[at]!, activation));
  return activations;
}

/**
 * The gradient of a loss with respect to all parameters.
 *
 * @param parameters  of `layerParameters`
 * @param inputs      [batch, width]
 * @param activations of `forwardLayers`
 * @param given       by index of a layer, the gradient with respect to what it gives: of those that nothing follows
 * @returns flat, in the order of the layers
 */
export function backwardLayers(
  layers: readonly Layer[],
  parameters: readonly LayerParameters[],
  inputs: tf.Tensor2D,
  activations: readonly tf.Tensor2D[],
  given: readonly (tf.Tensor2D | undefined)[],
): tf.Tensor1D {
  /** With respect to what each layer gives, as far as it is known. */
  const known = [...given];
  const gradients: tf.Tensor1D[] = [];
  for (let at = layers.length - 1; at >= 0; at -= 1) {
    const { from, activation } = layers[at]!;
    // What ReLU lets out is never negative, so that its sign is ReLU's derivative.
    const gradient: tf.Tensor2D =
      activation === 'relu' ? tf.mul(known[at]!, tf.sign(activations[at]!)) : known[at]!;
    const kernelGradient = tf.matMul(from === null ? inputs : activations[from]!, gradient, true, false);
    gradients.unshift(tf.reshape(kernelGradient, [-1]), tf.sum(gradient, 0));
    if (from === null) continue;
    const passedBack: tf.Tensor2D = tf.matMul(gradient, parameters[at]!.kernel, false, true);
    const other = known[from];
    known[from] = other === undefined ? passedBack : tf.add<tf.Tensor2D>(other, passedBack);
  }
  return tf.concat1d(gradients);
}
