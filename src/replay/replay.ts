/** What a learner asks of what keeps transitions: the contract of every replay. */
import type { Savable } from '../core/saved-state';
import type { TransitionBatch } from './transition';

export interface ReplayLayout {
  /** Transitions kept; the oldest is overwritten. */
  readonly capacity: number;
  readonly features: number;
  /** Number of actions if the environment masks them, else 0: no mask column. */
  readonly maskedActions: number;
}

/** Transitions to learn from. */
export interface Sample {
  /** In arrays of their own. */
  readonly batch: TransitionBatch;
  /** [n] where each of them is kept, for `update`; true until the next `insert` */
  readonly rows: Int32Array;
  /** [n] what the loss of each is multiplied by; null where all count the same */
  readonly weights: Float32Array | null;
}

export interface Replay extends Savable {
  readonly layout: ReplayLayout;
  /** Transitions held now. */
  readonly length: number;
  /** Whether samples have weights. */
  readonly weighted: boolean;
  /** Whether `update` is to be told of the errors, which must then be read back after each batch. */
  readonly wantsErrors: boolean;
  /** Appends the transitions, copying them. */
  insert(batch: TransitionBatch): void;
  /**
   * Draws transitions. Where nothing is told by `update` in between, several batches can be drawn at once: k * n
   * transitions are the k batches of n that k calls would give, one after the other.
   *
   * @throws RangeError if the replay is empty
   */
  sample(size: number): Sample;
  /**
   * Tells how far off the network was. Does nothing unless `wantsErrors`.
   *
   * @param rows   [n] of a sample
   * @param errors [n] the absolute TD error of each
   */
  update(rows: Int32Array, errors: Float32Array): void;
}
