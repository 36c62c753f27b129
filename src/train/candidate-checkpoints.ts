/** The checkpoint of a training of several candidates: those that are done, and where the one stands that is trained. */
import { savedPart, type SavedState, type SavedValue } from '../core/saved-state';
import type { Tracker } from '../track/tracker';
import { expectIdentity, type CheckpointStore } from './checkpoint';
import type { CandidateResult } from './training-result';

/** What a saved state may hold: plain data all through, arrays of weights included. */
const asState = (finished: readonly CandidateResult[]) => finished as unknown as readonly SavedState[];
const fromState = (state: SavedValue) => state as unknown as readonly CandidateResult[];

/** What they share with the training that they are of. */
export interface SharedCheckpoint {
  readonly checkpoints: CheckpointStore;
  /** Of the run: a checkpoint of another one is refused. */
  readonly identity: string;
  /** Of all candidates. */
  readonly tracker: Tracker;
  /** Decisions that a candidate learns from at most. */
  readonly decisionsPerCandidate: number;
}

export class CandidateCheckpoints {
  readonly #shared: SharedCheckpoint;

  constructor(shared: SharedCheckpoint) {
    this.#shared = shared;
  }

  /**
   * Candidates that are done; between two of them the tracker goes on where it stood.
   *
   * @throws InputError if the checkpoint is another configuration's
   */
  finished(): readonly CandidateResult[] {
    const { checkpoints, identity, tracker } = this.#shared;
    const state = checkpoints.load()?.state;
    if (state === undefined) return [];
    expectIdentity(state, identity);
    if (state.tracker !== undefined) tracker.restore(savedPart(state, 'tracker'));
    return fromState(state.finished!);
  }

  /** Where one candidate keeps its state, as if it were alone. */
  of(candidate: number, finished: readonly CandidateResult[]): CheckpointStore {
    const { checkpoints, decisionsPerCandidate } = this.#shared;
    return {
      save: (environmentSteps, current) => {
        const decisions = Math.min(environmentSteps, decisionsPerCandidate);
        this.#save(candidate * decisionsPerCandidate + decisions, finished, { current });
      },
      load: () => {
        const checkpoint = checkpoints.load();
        return checkpoint?.state.current === undefined
          ? null
          : { ...checkpoint, state: savedPart(checkpoint.state, 'current') };
      },
    };
  }

  /** That a candidate is done, before the next one begins. */
  saveBetween(finished: readonly CandidateResult[]): void {
    const { tracker, decisionsPerCandidate } = this.#shared;
    tracker.flush();
    this.#save(finished.length * decisionsPerCandidate, finished, { tracker: tracker.state() });
  }

  #save(environmentSteps: number, finished: readonly CandidateResult[], others: SavedState): void {
    const { checkpoints, identity } = this.#shared;
    checkpoints.save(environmentSteps, { identity, finished: asState(finished), ...others });
  }
}
