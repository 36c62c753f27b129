/** What a training loop without an environment asks of whatever learns from a log. */
import type { SavedState } from '../core/saved-state';
import type { QFunction } from '../policies/policy';
import type { LearningMeasures } from './agent';
import type { Model } from './model';

export interface LogLearner extends QFunction {
  /** Decisions of the log. */
  readonly rows: number;
  /** Decisions that an update learns from. */
  readonly batchSize: number;
  /** Updates that are best asked for at once. */
  readonly updatesPerCall: number;
  /** Gradient updates so far. */
  readonly updates: number;
  /** Runs updates; it does not matter how they are split into calls. */
  train(updates: number): Promise<void>;
  measure(): Promise<LearningMeasures>;
  /** What has been learned so far, as plain data. */
  model(): Promise<Model>;
  state(): Promise<SavedState>;
  restore(state: SavedState): void;
}
