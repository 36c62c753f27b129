/**
 * Direct look-ahead: before every decision, simulate what each action leads to when chance decides from then on, and
 * take the best (lodist, Deep Reinforcement Learning for Sales Channel Contact Optimization).
 */
import type { Random } from '../core/random';
import { certainProbabilities, greedyActions } from '../rl/action-probabilities';
import type { Decisions, VectorEnvironment } from '../env/environment';
import type { Policy, Probabilities } from './policy';

/** A simulator all of whose lanes can be put into an observed state. */
export interface StartableEnvironment extends VectorEnvironment {
  /** @param observation [features] */
  startFrom(observation: Float32Array): Decisions;
}

export interface LookAheadOptions {
  /** Roll-outs per first action. @default 50, as published */
  readonly episodes?: number;
  /** Periods per roll-out, the first action's included. @default 10, as published */
  readonly horizon?: number;
}

const EPISODES = 50;
const HORIZON = 10;

export function lookAheadDescription({ episodes = EPISODES, horizon = HORIZON }: LookAheadOptions): string {
  return `simulates each action with ${episodes} random roll-outs of ${horizon} periods and takes the best`;
}

export class LookAheadPolicy implements Policy {
  readonly name = 'look-ahead';
  readonly description: string;
  readonly #simulator: StartableEnvironment;
  readonly #random: Random;
  readonly #episodes: number;
  readonly #horizon: number;

  /**
   * @param makeSimulator a simulator of this many lanes on noise of its own, never that of the world acted in
   * @param random draws the actions after the first
   * @throws RangeError if an option is not a positive whole number
   */
  constructor(
    makeSimulator: (lanes: number) => StartableEnvironment,
    actions: readonly string[],
    random: Random,
    { episodes = EPISODES, horizon = HORIZON }: LookAheadOptions = {},
  ) {
    for (const [name, value] of Object.entries({ episodes, horizon })) {
      if (!(Number.isInteger(value) && value > 0)) {
        throw new RangeError(`LookAheadPolicy: ${name} must be a positive whole number, got ${value}`);
      }
    }
    this.#simulator = makeSimulator(actions.length * episodes);
    this.#random = random;
    this.#episodes = episodes;
    this.#horizon = horizon;
    this.description = lookAheadDescription({ episodes, horizon });
  }

  /**
   * What each first action is worth in one state.
   *
   * @param observation [features]
   * @returns [actions] mean reward per period over all roll-outs of the action, account currency
   * @throws RangeError if a roll-out ends before the horizon
   */
  actionValues(observation: Float32Array): Float32Array {
    const simulator = this.#simulator;
    const count = simulator.actions.length;
    const actions = Int32Array.from({ length: simulator.lanes }, (_, lane) => lane % count);
    const totals = new Float64Array(count);
    simulator.startFrom(observation);
    for (let period = 1; period <= this.#horizon; period += 1) {
      const { rewards, last } = simulator.step(actions);
      for (let lane = 0; lane < rewards.length; lane += 1) {
        totals[lane % count]! += rewards[lane]!;
        if (last[lane] === 1 && period < this.#horizon) {
          throw new RangeError(`look-ahead: an episode ended after ${period} of ${this.#horizon} periods`);
        }
        actions[lane] = this.#random.integer(count);
      }
    }
    return Float32Array.from(totals, (total) => total / (this.#episodes * this.#horizon));
  }

  /** Plans anew for every row. */
  probabilities({ observations, allowed }: Decisions, out: Probabilities): void {
    const count = this.#simulator.actions.length;
    const width = this.#simulator.observationSpec.features.length;
    const values = new Float32Array(out.length);
    for (let row = 0; row * count < out.length; row += 1) {
      values.set(this.actionValues(observations.subarray(row * width, (row + 1) * width)), row * count);
    }
    certainProbabilities(greedyActions(values, count, allowed), count, allowed, out);
  }
}
