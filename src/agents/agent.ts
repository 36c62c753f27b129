/** What a training loop asks of whatever learns. */
import type { SavedState } from '../core/saved-state';
import type { Decisions, UpcomingObservations } from '../env/environment';
import type { TimeStep } from '../env/time-step';
import type { QFunction } from '../policies/policy';
import type { Model } from './model';

/** Averages of the learner's measures since the last reading, null where there was no update. */
export type LearningMeasures = Readonly<Record<string, number | null>> & {
  /** Mean Q-value of the actions that were learned from, in the units of the reward. */
  readonly meanQ: number | null;
};

export interface Agent extends QFunction {
  /** Environment transitions observed so far, over all lanes. */
  readonly transitions: number;
  /** Gradient updates so far. */
  readonly updates: number;
  /** Share of random actions now. */
  readonly epsilon: number;
  /**
   * Chooses an action per lane, exploring.
   *
   * @param upcoming of an environment that knows what is coming whatever is chosen: values may be computed ahead
   */
  act(decisions: Decisions, upcoming?: UpcomingObservations): Promise<Int32Array>;
  /**
   * Keeps one transition per lane.
   *
   * @param observations [lanes, features] what was acted on
   */
  observe(observations: Float32Array, actions: Int32Array, step: TimeStep): void;
  /** Runs the updates that are due. */
  learn(): Promise<void>;
  measure(): Promise<LearningMeasures>;
  /** What has been learned so far, as plain data. */
  model(): Promise<Model>;
  state(): Promise<SavedState>;
  restore(state: SavedState): void;
}
