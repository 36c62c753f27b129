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

/** A gradient with what is known of it, so that clipping costs no pass over it: it is meant times `factor`. */
export interface ClippedGradient {
  /** [parameters] before clipping */
  readonly gradient: tf.Tensor1D;
  /** [parameters] its squares */
  readonly squares: tf.Tensor1D;
  /** [] its global norm */
  readonly norm: tf.Scalar;
  /** [] what to multiply the gradient by: 1, or less where the norm exceeds the limit */
  readonly factor: tf.Scalar;
}

/**
 * Scales a gradient down to a global norm. Its entries are taken to be below 1.8e19, the root of the largest float32.
 *
 * @see Pascanu, Mikolov & Bengio (2013), https://arxiv.org/abs/1211.5063
 */
export function clipByGlobalNorm(gradient: tf.Tensor1D, maxNorm: number): ClippedGradient {
  const squares = tf.square(gradient);
  const norm: tf.Scalar = tf.sqrt(tf.sum(squares));
  const limit = tf.scalar(maxNorm);
  // max(norm, limit) instead of a branch: below the limit the factor is exactly 1.
  return { gradient, squares, norm, factor: tf.div(limit, tf.maximum(norm, limit)) };
}

/**
 * One step of Adam. The bias corrections and the clipping are folded into factors of the moments, the step and
 * epsilon, in place of passes over the parameters. With c the clipping factor:
 *
 *   m ← β1·m + (1 − β1)·c·g        v ← β2·v + (1 − β2)·c²·g²
 *   θ ← θ − α·r/(1 − β1ᵗ) · m / (√v + ε·r),   r = √(1 − β2ᵗ)
 *
 * which is θ − α·m̂/(√v̂ + ε), fraction expanded by r.
 *
 * @param parameters [parameters]
 * @param clipped    of `clipByGlobalNorm`
 * @throws ShapeError if the gradient or a moment has another shape
 * @see Kingma & Ba (2015), algorithm 1, https://arxiv.org/abs/1412.6980
 */
export function adamStep(
  parameters: tf.Tensor1D,
  { gradient, squares, factor }: Omit<ClippedGradient, 'norm'>,
  state: AdamState,
  learningRate: number | tf.Scalar,
  epsilon: number,
): { parameters: tf.Tensor1D; state: AdamState } {
  expectShape('gradient', gradient, parameters.shape);
  expectShape('firstMoment', state.firstMoment, parameters.shape);
  expectShape('secondMoment', state.secondMoment, parameters.shape);
  // Each constant is made once: on some backends a number used as a tensor is an upload.
  const [one, beta1, beta2] = [tf.scalar(1), tf.scalar(BETA1), tf.scalar(BETA2)];
  const firstMoment: tf.Tensor1D = tf.add(
    tf.mul(state.firstMoment, beta1),
    tf.mul(gradient, tf.mul(factor, 1 - BETA1)),
  );
  const secondMoment: tf.Tensor1D = tf.add(
    tf.mul(state.secondMoment, beta2),
    tf.mul(squares, tf.mul(tf.square(factor), 1 - BETA2)),
  );
  const beta1Power: tf.Scalar = tf.mul(state.beta1Power, beta1);
  const beta2Power: tf.Scalar = tf.mul(state.beta2Power, beta2);
  const root = tf.sqrt(tf.sub(one, beta2Power));
  const stepSize = tf.div(tf.mul(root, learningRate), tf.sub(one, beta1Power));
  const direction = tf.div(firstMoment, tf.add(tf.sqrt(secondMoment), tf.mul(root, epsilon)));
  return {
    parameters: tf.sub(parameters, tf.mul(direction, stepSize)),
    state: { firstMoment, secondMoment, beta1Power, beta2Power },
  };
}
