/** What the learner learns from: n transitions as columns. */
import { expectLength } from '../core/shape';

export interface TransitionBatch {
  readonly size: number;
  /** [n, features] as the network sees them (scaled) */
  readonly observations: Float32Array;
  /** [n] action index */
  readonly actions: Int32Array;
  /** [n] in the learner's units (scaled) */
  readonly rewards: Float32Array;
  /** [n] gamma where the world goes on, 0 where it terminated; gamma^n for n-step transitions */
  readonly discounts: Float32Array;
  /** [n, features] the true successor, also where the lane restarted; that of the last step of several */
  readonly nextObservations: Float32Array;
  /** [n, actions] 1 where an action may be taken in the next observation; null where every action always may */
  readonly nextAllowed: Float32Array | null;
}

/** @throws ShapeError if a column's length disagrees with `size`, or there is a mask where none was announced */
export function expectWhole(
  batch: TransitionBatch,
  { features, maskedActions }: { readonly features: number; readonly maskedActions: number },
): void {
  const { size } = batch;
  expectLength('observations', batch.observations, size * features);
  expectLength('nextObservations', batch.nextObservations, size * features);
  expectLength('actions', batch.actions, size);
  expectLength('rewards', batch.rewards, size);
  expectLength('discounts', batch.discounts, size);
  expectLength('nextAllowed', batch.nextAllowed ?? [], size * maskedActions);
}
