/** Where a training run leaves what a later process needs to continue it bit by bit. */
import { InputError } from '../core/errors';
import type { SavedState } from '../core/saved-state';

export interface CheckpointStore {
  /**
   * Keeps the state; when this returns the checkpoint is complete on disk, and until then the previous one is.
   *
   * @param environmentSteps transitions so far, over all lanes; names the checkpoint
   */
  save(environmentSteps: number, state: SavedState): void;
  /** The last complete checkpoint, or null if there is none. */
  load(): { readonly environmentSteps: number; readonly state: SavedState } | null;
}

/** Keeps nothing. */
export const nullCheckpointStore: CheckpointStore = { save: () => undefined, load: () => null };

/** @throws InputError unless the state is of the run that continues from it */
export function expectIdentity(state: SavedState, identity: string): void {
  if (state.identity === identity) return;
  throw new InputError(
    'checkpoint: expected one of the same configuration, got another: config.json was changed after it was written',
  );
}
