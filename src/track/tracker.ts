/** Who hears about a training run while it goes on: files, the progress bar, a test. */
import type { SavedState } from '../core/saved-state';

/** One row of measurements. Every row of a run has the same keys; null is "not measured at this step". */
export interface Measurements {
  /** Environment transitions so far, over all lanes. */
  readonly environmentSteps: number;
  readonly values: Readonly<Record<string, number | null>>;
}

export interface Tracker {
  record(measurements: Measurements): void;
  /** Makes everything recorded so far durable; called before each checkpoint and at the end. */
  flush(): void;
  /** Where the tracker stands, so that a resumed run continues its file without gap or repetition. */
  state(): SavedState;
  /** Cuts away what was recorded after the checkpoint. */
  restore(state: SavedState): void;
}

/** Hears nothing. */
export const nullTracker: Tracker = {
  record: () => undefined,
  flush: () => undefined,
  state: () => ({}),
  restore: () => undefined,
};
