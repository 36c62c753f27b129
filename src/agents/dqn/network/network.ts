/** The Q-network: the dense layers of its spec, and Q-values made of their outputs by its head. */
import type * as tf from '@tensorflow/tfjs';
import { expectShape } from '../../../core/shape';
import {
  backwardLayers,
  forwardLayers,
  layerParameters as parametersOfLayers,
  type LayerParameters,
} from '../../../tensor/learning/dense-layers';
import { headOf } from './heads';
import type { NetworkSpec } from './spec';

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
  return parametersOfLayers(spec.layers, parameters);
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
  const activations = forwardLayers(spec.layers, layers, observations);
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
  const given: tf.Tensor2D[] = [];
  for (const [stream, gradient] of headOf(spec.head).outputGradients(qGradient).entries())
    given[spec.outputs[stream]!] = gradient;
  return backwardLayers(spec.layers, layers, observations, activations, given);
}
