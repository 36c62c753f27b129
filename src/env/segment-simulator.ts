/**
 * A company of three customer segments and one campaign per period, many lanes at once. The state is counts of
 * customers; rewards are earned on the counts before the campaign's effects, so a short look-ahead sees only cost.
 */
import { expectLength } from '../core/shape';
import type { NormalSource } from '../core/normal-generator';
import { savedArray, savedNumber, savedPart, type SavedState } from '../core/saved-state';
import type { ArraySpec } from '../core/spec';
import type { Decisions, VectorEnvironment } from './environment';
import type { SegmentConfig } from './segment-config';
import { segmentDynamics, type SegmentDynamics } from './segment-dynamics';
import type { TimeStep } from './time-step';

const SEGMENTS = 3;
/** Read once: where scripts run in a realm of their own, as under jest, a global costs more than a whole flow. */
const { floor } = Math;

export class SegmentSimulator implements VectorEnvironment {
  readonly name = 'segment';
  readonly lanes: number;
  readonly actions: readonly string[];
  readonly observationSpec: ArraySpec;

  readonly #dynamics: SegmentDynamics;
  readonly #periods: number;
  readonly #source: NormalSource;
  /** [lanes, noiseSlots] a lane's numbers stay its own whatever it and the others do: common random numbers */
  readonly #noise: Float64Array;
  /** [lanes, features] exact counts; Float32 observations round them above 2^24 */
  readonly #state: Float64Array;
  /** All lanes restart together, so one count of periods serves them. */
  #period = 0;
  #clips = 0;

  readonly #observations: Float32Array;
  readonly #nextObservations: Float32Array;
  readonly #rewards: Float32Array;
  readonly #costs: Float32Array;
  readonly #running: TimeStep;
  readonly #ended: TimeStep;

  /**
   * @param lanes independent companies
   * @param noise owned by this simulator from now on: its state is saved and restored with the rest
   * @throws RangeError unless `lanes` is a positive whole number
   */
  constructor(config: SegmentConfig, lanes: number, noise: NormalSource) {
    if (!(Number.isInteger(lanes) && lanes > 0)) {
      throw new RangeError(`SegmentSimulator: lanes must be a positive whole number, got ${lanes}`);
    }
    this.#dynamics = segmentDynamics(config);
    const { actions, features, noiseSlots } = this.#dynamics;
    this.lanes = lanes;
    this.actions = actions;
    this.observationSpec = { features, low: 0, high: Infinity };
    this.#periods = config.periods;
    this.#source = noise;
    this.#noise = new Float64Array(lanes * noiseSlots);
    this.#state = new Float64Array(lanes * features.length);
    this.#observations = new Float32Array(lanes * features.length);
    this.#nextObservations = new Float32Array(lanes * features.length);
    this.#rewards = new Float32Array(lanes);
    this.#costs = new Float32Array(lanes);
    const common = {
      nextObservations: this.#nextObservations,
      rewards: this.#rewards,
      costs: this.#costs,
      // The end of an episode is a time limit: customers go on, so values go on too.
      discounts: new Float32Array(lanes).fill(1),
      allowed: null,
      nextAllowed: null,
    };
    this.#running = { ...common, observations: this.#nextObservations, last: new Uint8Array(lanes) };
    this.#ended = { ...common, observations: this.#observations, last: new Uint8Array(lanes).fill(1) };
    this.reset();
  }

  /** How often a count was raised to 0, which makes customers from nothing; 0 in ordinary states. */
  get clips(): number {
    return this.#clips;
  }

  reset(): Decisions {
    const { start, features } = this.#dynamics;
    const row = new Float32Array(features.length);
    row.set(start);
    return this.startFrom(row);
  }

  /**
   * Starts every lane from one observed state, in period 0.
   *
   * @param observation [features]
   * @throws ShapeError for another length
   */
  startFrom(observation: Float32Array): Decisions {
    const width = this.#dynamics.features.length;
    expectLength('observation', observation, width);
    for (let i = 0; i < this.#state.length; i += width) this.#state.set(observation, i);
    this.#period = 0;
    this.#observations.set(this.#state);
    return { observations: this.#observations, allowed: null };
  }

  step(actions: Int32Array): TimeStep {
    this.#expectActions(actions);
    this.#source.fill(this.#noise);
    this.#advance(actions);
    this.#nextObservations.set(this.#state);
    this.#period += 1;
    if (this.#period < this.#periods) return this.#running;
    this.reset();
    return this.#ended;
  }

  state(): SavedState {
    return {
      period: this.#period,
      clips: this.#clips,
      counts: this.#state.slice(),
      noise: this.#source.state(),
    };
  }

  restore(state: SavedState): void {
    this.#state.set(savedArray(state, 'counts', Float64Array, this.#state.length));
    this.#period = savedNumber(state, 'period');
    this.#clips = savedNumber(state, 'clips');
    this.#source.restore(savedPart(state, 'noise'));
  }

  #expectActions(actions: Int32Array): void {
    expectLength('actions', actions, this.lanes);
    for (let lane = 0; lane < actions.length; lane += 1) {
      const action = actions[lane]!;
      if (action < 0 || action >= this.actions.length) {
        throw new RangeError(
          `segment: lane ${lane}: expected an action in 0..${this.actions.length - 1}, got ${action}`,
        );
      }
    }
  }

  /** One period of every lane: arrivals, reward, then all transitions from the counts after arrivals. */
  #advance(actions: Int32Array): void {
    const { arrivals, margin, cost, from, to, mean, sd, noiseSlots } = this.#dynamics;
    const { begin, delayed } = this.#dynamics.rows;
    const width = this.#dynamics.features.length;
    const state = this.#state;
    const noise = this.#noise;
    const rewards = this.#rewards;
    const costs = this.#costs;
    const counts = new Float64Array(SEGMENTS);
    const after = new Float64Array(SEGMENTS);
    let clips = 0;
    for (let lane = 0, at = 0; lane < actions.length; lane += 1, at += width) {
      const action = actions[lane]!;
      const price = action * SEGMENTS;
      const active = state[at]! + arrivals[0]!;
      const semiActive = state[at + 1]! + arrivals[1]!;
      const nonActive = state[at + 2]! + arrivals[2]!;
      counts[0] = after[0] = active;
      counts[1] = after[1] = semiActive;
      counts[2] = after[2] = nonActive;
      rewards[lane] =
        margin[price]! * active + margin[price + 1]! * semiActive + margin[price + 2]! * nonActive;
      costs[lane] = cost[price]! * active + cost[price + 1]! * semiActive + cost[price + 2]! * nonActive;

      const end = delayed[action]!;
      for (let row = begin[action]!, slot = lane * noiseSlots; row < end; row += 1, slot += 1) {
        const share = mean[row]! + sd[row]! * noise[slot]!;
        // The clipped share is not negative, so the floor is the published truncation.
        const moved = floor((share < 0 ? 0 : share > 1 ? 1 : share) * counts[from[row]!]!);
        after[from[row]!]! -= moved;
        after[to[row]!]! += moved;
      }
      if (width > SEGMENTS) this.#advancePending(at, action, lane * noiseSlots, counts, after);
      for (let segment = 0; segment < SEGMENTS; segment += 1) {
        const count = after[segment]!;
        if (count < 0) clips += 1;
        state[at + segment] = count < 0 ? 0 : count;
      }
    }
    this.#clips += clips;
  }

  /** Lets the harm of two periods ago act, moves the queue on, and puts this period's harm at its end. */
  #advancePending(
    at: number,
    action: number,
    firstSlot: number,
    counts: Float64Array,
    after: Float64Array,
  ): void {
    const { pending, rows, from, mean, sd } = this.#dynamics;
    const count = pending.from.length;
    const next = at + SEGMENTS;
    for (let i = 0; i < count; i += 1) {
      after[pending.from[i]!]! -= this.#state[next + i]!;
      after[pending.to[i]!]! += this.#state[next + i]!;
      this.#state[next + i] = this.#state[next + count + i]!;
      this.#state[next + count + i] = 0;
    }
    // Only one action has delayed rows, so their order is the order of the queue.
    for (let row = rows.delayed[action]!; row < rows.end[action]!; row += 1) {
      const share = mean[row]! + sd[row]! * this.#noise[firstSlot + row - rows.begin[action]!]!;
      const moved = Math.trunc(Math.min(1, Math.max(0, share)) * counts[from[row]!]!);
      this.#state[next + count + row - rows.delayed[action]!] = moved;
    }
  }
}
