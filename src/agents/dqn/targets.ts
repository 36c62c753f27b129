/** Learning targets. They are data, not functions of the weights: no gradient flows through them. */
import * as tf from '@tensorflow/tfjs';
import { expectShape } from '../../core/shape';

/** Below every Q-value, and a float32 still. */
const LOWEST = -3e38;

/** Allowed values as they are, the others as the lowest one. */
function maskForbidden(qValues: tf.Tensor2D, allowed: tf.Tensor2D | undefined): tf.Tensor2D {
  if (allowed === undefined) return qValues;
  expectShape('nextAllowed', allowed, qValues.shape);
  return tf.add(tf.mul(qValues, allowed), tf.mul(tf.sub(1, allowed), LOWEST));
}

/** [batch, actions] 1 at each action. */
export function oneHotActions(indices: tf.Tensor1D, actions: number): tf.Tensor2D {
  return tf.oneHot(indices, actions, 1, 0, 'float32') as tf.Tensor2D;
}

/** [batch] the entry of each row at its action. */
export function valuesOf(qValues: tf.Tensor2D, chosen: tf.Tensor2D): tf.Tensor1D {
  return tf.sum(tf.mul(qValues, chosen), 1);
}

export interface TargetInputs {
  /** [batch] profit of the step, scaled */
  readonly rewards: tf.Tensor1D;
  /** [batch] in [0, 1]; gamma^n, and 0 where the episode terminated */
  readonly discounts: tf.Tensor1D;
  /** [batch, actions] 1 where the action may be taken in the next observation; undefined if all always may */
  readonly nextAllowed?: tf.Tensor2D | undefined;
}

/**
 * Targets of double Q-learning: the online network picks the next action among the allowed ones, the target
 * network values it.
 *
 * @param nextOnlineQ [batch, actions] online Q-values of the next observations
 * @param nextTargetQ [batch, actions] target Q-values of the next observations
 * @returns [batch]
 * @throws ShapeError if a shape disagrees with `nextTargetQ`
 * @see van Hasselt, Guez & Silver (2016), https://arxiv.org/abs/1509.06461
 */
export function doubleQTargets(
  inputs: TargetInputs,
  nextOnlineQ: tf.Tensor2D,
  nextTargetQ: tf.Tensor2D,
): tf.Tensor1D {
  const [batch, actions] = nextTargetQ.shape;
  expectShape('rewards', inputs.rewards, [batch]);
  expectShape('discounts', inputs.discounts, [batch]);
  expectShape('nextOnlineQ', nextOnlineQ, [batch, actions]);
  const picked = tf.argMax<tf.Tensor1D>(maskForbidden(nextOnlineQ, inputs.nextAllowed), 1);
  const nextValues = valuesOf(nextTargetQ, oneHotActions(picked, actions));
  return tf.add(inputs.rewards, tf.mul(inputs.discounts, nextValues));
}

/**
 * Targets of plain Q-learning: the target network picks and values.
 *
 * @see Mnih et al. (2015), https://doi.org/10.1038/nature14236
 */
export function qTargets(inputs: TargetInputs, nextTargetQ: tf.Tensor2D): tf.Tensor1D {
  return doubleQTargets(inputs, nextTargetQ, nextTargetQ);
}
