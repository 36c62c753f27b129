/** What a head is: how a network ends, and how Q-values come from there. */
import type * as tf from '@tensorflow/tfjs';

/** A chain of layers that ends in a linear one. */
export interface Stream {
  /** Of its last layer, and of a model's file. */
  readonly name: string;
  /** Of its last layer. */
  readonly units: number;
  /** Whether it has something to say of each action; else what it says, it says of all of them. */
  readonly perAction: boolean;
}

/**
 * A head is one file, a name in `headNames` and a line in `heads`. It uses the methods of tensors, not tfjs itself: files
 * read the list of heads too, and need not load a backend for it.
 */
export interface Head {
  /** So many of the hidden layers, counted from the last, or all, belong to each stream alone; those before are shared. */
  readonly ownLayers: number;
  /** The streams that its outputs come from. */
  readonly streams: (actions: number) => readonly Stream[];
  /**
   * @param outputs of each stream, [batch, units]
   * @returns [batch, actions]
   */
  readonly qValues: (outputs: readonly tf.Tensor2D[]) => tf.Tensor2D;
  /**
   * The gradients of a loss with respect to the outputs, given its gradient with respect to the Q-values.
   *
   * @param qGradient [batch, actions]
   * @returns of each stream, [batch, units]
   */
  readonly outputGradients: (qGradient: tf.Tensor2D) => readonly tf.Tensor2D[];
  /**
   * The same as `qValues` for files: a matrix [units of all streams, actions], row by row, that makes Q-values of the
   * outputs side by side. Null where the output of the only stream is the Q-values.
   */
  readonly combination: (actions: number) => Float32Array | null;
}
