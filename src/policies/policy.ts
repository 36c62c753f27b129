/** What every way of choosing actions offers, learned or not. */
import type { Decisions } from '../env/environment';
import type { Probabilities } from '../rl/action-probabilities';

export type { Probabilities };

export interface Policy {
  /** Name in commands and reports, such as `always-email`. */
  readonly name: string;
  /** One line for the reader of a report: what the policy does. */
  readonly description: string;
  /** Whether it is what was done or came of it: masks say what may be decided, not what has been. @default false */
  readonly isRecord?: boolean;
  /**
   * Probability of each action.
   *
   * @param decisions n moments
   * @param out [n, actions] overwritten; every row sums to 1 and is 0 where an action is not allowed
   */
  probabilities(decisions: Decisions, out: Probabilities): void | Promise<void>;
  /**
   * The action taken at each moment: the one with probability 1. Only policies without chance have this; who only
   * counts actions need not write and read a row of probabilities for each.
   *
   * @param decisions n moments
   * @param out [n] overwritten with action indices
   */
  chosenActions?(decisions: Decisions, out: Int32Array): void | Promise<void>;
}

/** Values of all actions, as agents supply them. */
export interface QFunction {
  /** @returns [n, actions] value of each action, in the units of the reward; the caller owns the array */
  qValues(observations: Float32Array): Promise<Float32Array>;
  /** [actions] what each is charged beside its value. Every policy of a Q function takes it off. @default nothing */
  readonly charges?: readonly number[] | undefined;
  /**
   * Which of the allowed actions may be taken by these values: where they were learned from a log, those of which it
   * tells enough. Every policy of a Q function keeps to it.
   *
   * @param observations [n, features]
   * @param allowed [n, actions] 1 where an action may be taken; null where every action always may
   * @returns [n, actions] part of `allowed`, with an action wherever that has one; null where every action may be taken
   * @default allowed
   */
  supportedActions?(observations: Float32Array, allowed: Uint8Array | null): Uint8Array | null;
}
