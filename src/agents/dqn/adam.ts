/** Gradient clipping and Adam over one flat parameter vector. */
import * as tf from '@tensorflow/tfjs';
import { expectShape } from '../../core/shape';

const BETA1 = 0.9;
const BETA2 = 0.999;

/** Adam's memory: the two moments and the powers of the betas that correct their bias. */
export interface AdamState {
  /** [parameters] */
  readonly firstMoment: tf.Tensor1D;
  /** [parameters] */
  readonly secondMoment: tf.Tensor1D;
  /** [] beta1^t */
  readonly beta1Power: tf.Scalar;
  /** [] beta2^t */
  readonly beta2Power: tf.Scalar;
}

/**
 * Scales a gradient down to a global norm.
 *
 * @returns the gradient and its norm before clipping
 * @see Pascanu, Mikolov & Bengio (2013), https://arxiv.org/abs/1211.5063
 */
export function clipByGlobalNorm(
  gradient: tf.Tensor1D,
  maxNorm: number,
): { clipped: tf.Tensor1D; norm: tf.Scalar } {
  const norm: tf.Scalar = tf.sqrt(tf.sum(tf.square(gradient)));
  // max(norm, maxNorm) instead of a branch: below the limit the factor is exactly 1.
  const clipped = tf.mul(gradient, tf.div(maxNorm, tf.maximum(norm, maxNorm)));
  return { clipped: clipped as tf.Tensor1D, norm };
}

/**
 * One step of Adam with bias correction; epsilon stands beside the root of the corrected second moment.
 *
 * @param parameters [parameters]
 * @param gradient   [parameters]
 * @throws ShapeError if the gradient or a moment has another shape
 * @see Kingma & Ba (2015), algorithm 1, https://arxiv.org/abs/1412.6980
 */
export function adamStep(
  parameters: tf.Tensor1D,
  gradient: tf.Tensor1D,
  state: AdamState,
  learningRate: number,
  epsilon: number,
): { parameters: tf.Tensor1D; state: AdamState } {
  expectShape('gradient', gradient, parameters.shape);
  expectShape('firstMoment', state.firstMoment, parameters.shape);
  expectShape('secondMoment', state.secondMoment, parameters.shape);
  const firstMoment: tf.Tensor1D = tf.add(tf.mul(state.firstMoment, BETA1), tf.mul(gradient, 1 - BETA1));
  const secondMoment: tf.Tensor1D = tf.add(
    tf.mul(state.secondMoment, BETA2),
    tf.mul(tf.square(gradient), 1 - BETA2),
  );
  const beta1Power: tf.Scalar = tf.mul(state.beta1Power, BETA1);
  const beta2Power: tf.Scalar = tf.mul(state.beta2Power, BETA2);
  const root = tf.add(tf.div(tf.sqrt(secondMoment), tf.sqrt(tf.sub(1, beta2Power))), epsilon);
  const stepSize = tf.div(learningRate, tf.sub(1, beta1Power));
  return {
    parameters: tf.sub(parameters, tf.mul(stepSize, tf.div(firstMoment, root))),
    state: { firstMoment, secondMoment, beta1Power, beta2Power },
  };
}
