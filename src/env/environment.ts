/** The contract of a world: n independent lanes stepped together, each restarting by itself. */
import type { Savable } from '../core/saved-state';
import type { ArraySpec } from '../core/spec';
import type { TimeStep } from './time-step';

/** What a policy sees at one moment, for n customers or lanes at once. */
export interface Decisions {
  /** [n, features] */
  readonly observations: Float32Array;
  /** [n, actions] 1 where the action may be taken; null where every action always may. */
  readonly allowed: Uint8Array | null;
  /** [n] which rows of a log these are; absent in a world that answers. */
  readonly rows?: Int32Array;
}

/** [steps, lanes, features] of the next so many decisions. */
export type UpcomingObservations = (steps: number) => Float32Array;

/**
 * A batch of lanes. The arrays of what `reset` and `step` return belong to the environment and are overwritten by
 * the next call: copy what must stay. After a lane's last step it restarts at once; `observations` then shows the
 * new episode and `nextObservations` the true end of the old one.
 */
export interface VectorEnvironment extends Savable {
  readonly name: string;
  readonly lanes: number;
  /** Names of the actions; index 0 is No Action. */
  readonly actions: readonly string[];
  readonly observationSpec: ArraySpec;
  /** Starts every lane anew. */
  reset(): Decisions;
  /**
   * @param actions [lanes] action index per lane
   * @throws RangeError for an action outside the list, naming the lane
   */
  step(actions: Int32Array): TimeStep;
  /**
   * Tells what is coming where no action can change it, as with logged contacts; a world that answers to actions does
   * not have this.
   *
   * @param steps at least 1
   * @returns [steps, lanes, features] what the next decisions will be taken on, first the one that is due; a copy
   */
  readonly upcomingObservations?: UpcomingObservations;
}
