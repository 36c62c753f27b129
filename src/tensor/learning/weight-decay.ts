/** Weight decay of some layers in one flat vector of parameters. */
import * as tf from '@tensorflow/tfjs';
import type { Layer } from './layers';

/** Parameters that follow each other, from `from` to `to - 1`. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * Where layers lie, those that follow each other as one.
 *
 * @param layers in the order of the vector
 */
export function stretchesOf(layers: readonly Layer[]): readonly Stretch[] {
  const stretches: Stretch[] = [];
  for (const { kernel, bias, units } of layers) {
    const last = stretches.at(-1);
    const follows = last?.to === kernel;
    if (follows) stretches.pop();
    stretches.push({ from: follows ? last.from : kernel, to: bias + units });
  }
  return stretches;
}

/**
 * Parameters less what weight decay takes from some of them in one update, (1 − α·λ)·θ: a step of Adam from there is one
 * of AdamW, whose moments know of the gradient alone.
 *
 * Other than in the paper, and as in PyTorch, λ is multiplied by the whole step size and not by its schedule alone.
 *
 * @param parameters   [parameters]
 * @param decayed      of `stretchesOf`
 * @param learningRate α of this update
 * @param weightDecay  λ
 * @returns [parameters]
 * @see Loshchilov & Hutter (2019), algorithm 2, https://arxiv.org/abs/1711.05101
 */
export function decayWeights(
  parameters: tf.Tensor1D,
  decayed: readonly Stretch[],
  learningRate: number | tf.Scalar,
  weightDecay: number,
): tf.Tensor1D {
  // Made once: on some backends a number used as a tensor is an upload.
  const kept: tf.Scalar =
    typeof learningRate === 'number'
      ? tf.scalar(1 - learningRate * weightDecay)
      : tf.sub(1, tf.mul(learningRate, weightDecay));
  const parts: tf.Tensor1D[] = [];
  let done = 0;
  const takeTo = (to: number) => {
    const part = tf.slice(parameters, [done], [to - done]);
    done = to;
    return part;
  };
  for (const { from, to } of decayed) {
    if (from > done) parts.push(takeTo(from));
    parts.push(tf.mul(takeTo(to), kept));
  }
  if (done < parameters.size) parts.push(takeTo(parameters.size));
  return tf.concat1d(parts);
}
