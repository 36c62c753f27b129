/** What a run writes, kept in memory: it outlives the "process" of a test as files do. */
import { savedNumber, type SavedState } from '../../src/core/saved-state';
import type { Measurements, Tracker } from '../../src/track/tracker';
import type { CheckpointStore } from '../../src/train/checkpoint';

export class MemoryCheckpoints implements CheckpointStore {
  /** Environment steps of all checkpoints so far. */
  readonly steps: number[] = [];
  #last: { environmentSteps: number; state: SavedState } | null = null;

  save(environmentSteps: number, state: SavedState): void {
    this.steps.push(environmentSteps);
    this.#last = { environmentSteps, state };
  }

  load(): { environmentSteps: number; state: SavedState } | null {
    return this.#last;
  }
}

export class MemoryTracker implements Tracker {
  readonly rows: Measurements[] = [];
  /** Rows that were there at each flush. */
  readonly flushes: number[] = [];

  record(measurements: Measurements): void {
    this.rows.push(measurements);
  }

  flush(): void {
    this.flushes.push(this.rows.length);
  }

  state(): SavedState {
    return { rows: this.rows.length };
  }

  restore(state: SavedState): void {
    this.rows.length = savedNumber(state, 'rows');
  }
}
