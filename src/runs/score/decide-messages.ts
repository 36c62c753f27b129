/** What the thread that scores and those that decide for it tell each other: plain data. */
import type { Model } from '../../agents/model';
import type { RawBatch } from '../../dataset/features/raw-batches';
import type { Decided, Trial } from '../../decide/decide';
import type { Computer } from '../../inference/compute-values';

export interface DecideStart {
  readonly model: Model;
  readonly computer: Computer;
}

export interface DecideAsk extends Pick<RawBatch, 'rows' | 'observations' | 'bars' | 'source'> {
  /** [actions] in the place of those of the model; null for those. */
  readonly charges: readonly number[] | null;
  readonly trial: Trial | null;
}

/** In the order of the asks. */
export type DecideAnswer =
  | { readonly kind: 'decided'; readonly decided: Omit<Decided, 'bars'> }
  | { readonly kind: 'refused'; readonly message: string };
