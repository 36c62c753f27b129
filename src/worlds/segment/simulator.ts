/**
 * A company of three customer segments and one campaign per period, many lanes at once. The state is counts of
 * customers; rewards are earned on the counts before the campaign's effects, so a short look-ahead sees only cost.
 */
import { expectLength } from '../../core/shape';
import { NormalGenerator, type NormalSource } from '../../core/normal-generator';
import type { Random } from '../../core/random';
import { savedArray, savedNumber, savedPart, type SavedState } from '../../core/saved-state';
import type { ArraySpec } from '../../core/spec';
import type { Decisions, VectorEnvironment } from '../../env/environment';
import type { SegmentConfig } from './settings';
import { segmentDynamics, type SegmentDynamics } from './dynamics';
import type { TimeStep } from '../../env/time-step';

const SEGMENTS = 3;
/** Lanes whose noise is drawn before they advance: a block stays in the first-level cache, however many lanes there are. */
const BLOCK = 256;
/** Read once: where scripts run in a realm of their own, as under jest, a global costs more than a whole flow. */
const { floor } = Math;

/** Customers who move: the share is clipped to [0, 1], so the floor is the published truncation. */
function flow(share: number, customers: number): number {
  return floor((share < 0 ? 0 : share > 1 ? 1 : share) * customers);
}

const isBelow0 = (count: number): number => (count < 0 ? 1 : 0);
const raisedTo0 = (count: number): number => (count < 0 ? 0 : count);

export class SegmentSimulator implements VectorEnvironment {
  readonly name = 'segment';
  readonly lanes: number;
  readonly actions: readonly string[];
  readonly observationSpec: ArraySpec;

  readonly #dynamics: SegmentDynamics;
  readonly #periods: number;
  readonly #source: NormalSource;
  /**
   * [lanes of a block, noiseSlots] overwritten for each block. A lane's numbers stay its own whatever it and the others
   * do: common random numbers.
   */
  readonly #noise: Float64Array;
  /** The part of `#noise` for the lanes that do not fill a block, at the end. */
  readonly #lastNoise: Float64Array;
  /** [lanes, features] exact counts; Float32 observations round them above 2^24 */
  readonly #state: Float64Array;
  /** All lanes restart together, so one count of periods serves them. */
  #period = 0;
  #clips = 0;
  /** [3] customers by which pending harm changes each segment of the lane at hand; 0 where no harm is delayed */
  readonly #harm = new Float64Array(SEGMENTS);

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
    this.#noise = new Float64Array(Math.min(lanes, BLOCK) * noiseSlots);
    this.#lastNoise = this.#noise.subarray(0, (lanes % BLOCK) * noiseSlots);
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
    for (let first = 0; first < this.lanes; first += BLOCK) {
      const end = Math.min(first + BLOCK, this.lanes);
      const noise = end - first === BLOCK ? this.#noise : this.#lastNoise;
      this.#source.fill(noise);
      this.#advance(actions, first, end, noise);
    }
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

  /**
   * One period of a block of lanes: arrivals, reward, then all transitions from the counts after arrivals. The counts are
   * variables, not arrays indexed by segment, so that they stay in registers: the whole step is 1.2 times as fast.
   *
   * @param noise [lanes of the block, noiseSlots]
   */
  #advance(actions: Int32Array, firstLane: number, endLane: number, noise: Float64Array): void {
    const { arrivals, from, to, mean, sd, noiseSlots } = this.#dynamics;
    const { begin, delayed } = this.#dynamics.rows;
    const width = this.#dynamics.features.length;
    const state = this.#state;
    const reached = this.#nextObservations;
    const harm = this.#harm;
    let clips = 0;
    for (let lane = firstLane; lane < endLane; lane += 1) {
      const at = lane * width;
      const firstSlot = (lane - firstLane) * noiseSlots;
      const action = actions[lane]!;
      const active = (state[at]! += arrivals[0]!);
      const semiActive = (state[at + 1]! += arrivals[1]!);
      const nonActive = (state[at + 2]! += arrivals[2]!);
      this.#earn(lane, action * SEGMENTS, active, semiActive, nonActive);
      if (width > SEGMENTS) this.#advancePending(at, action, noise, firstSlot);
      let nextActive = active + harm[0]!;
      let nextSemiActive = semiActive + harm[1]!;
      let nextNonActive = nonActive + harm[2]!;
      const end = delayed[action]!;
      for (let row = begin[action]!, slot = firstSlot; row < end; row += 1, slot += 1) {
        const left = from[row]!;
        const joined = to[row]!;
        const moved = flow(mean[row]! + sd[row]! * noise[slot]!, state[at + left]!);
        if (left === 0) nextActive -= moved;
        else if (left === 1) nextSemiActive -= moved;
        else nextNonActive -= moved;
        if (joined === 0) nextActive += moved;
        else if (joined === 1) nextSemiActive += moved;
        else nextNonActive += moved;
      }
      clips += isBelow0(nextActive) + isBelow0(nextSemiActive) + isBelow0(nextNonActive);
      reached[at] = state[at] = raisedTo0(nextActive);
      reached[at + 1] = state[at + 1] = raisedTo0(nextSemiActive);
      reached[at + 2] = state[at + 2] = raisedTo0(nextNonActive);
    }
    this.#clips += clips;
  }

  /** Reward and cost of a lane on its counts after arrivals; `price` is where the action's row of prices begins. */
  #earn(lane: number, price: number, active: number, semiActive: number, nonActive: number): void {
    const { margin, cost } = this.#dynamics;
    this.#rewards[lane] =
      margin[price]! * active + margin[price + 1]! * semiActive + margin[price + 2]! * nonActive;
    this.#costs[lane] = cost[price]! * active + cost[price + 1]! * semiActive + cost[price + 2]! * nonActive;
  }

  /** Takes the harm of two periods ago off the queue, moves it on, and puts this period's harm at its end. */
  #advancePending(at: number, action: number, noise: Float64Array, firstSlot: number): void {
    const { pending, rows, from, mean, sd } = this.#dynamics;
    const state = this.#state;
    const harm = this.#harm.fill(0);
    const flows = pending.from.length;
    const next = at + SEGMENTS;
    for (let i = 0; i < flows; i += 1) {
      harm[pending.from[i]!]! -= state[next + i]!;
      harm[pending.to[i]!]! += state[next + i]!;
      state[next + i] = state[next + flows + i]!;
      state[next + flows + i] = 0;
    }
    // Only one action has delayed rows, so their order is the order of the queue.
    for (let row = rows.delayed[action]!; row < rows.end[action]!; row += 1) {
      const share = mean[row]! + sd[row]! * noise[firstSlot + row - rows.begin[action]!]!;
      state[next + flows + row - rows.delayed[action]!] = flow(share, state[at + from[row]!]!);
    }
    for (let i = next; i < next + 2 * flows; i += 1) this.#nextObservations[i] = state[i]!;
  }
}

/** A simulator whose noise comes from a stream. */
export function makeSegment(config: SegmentConfig, lanes: number, random: Random): SegmentSimulator {
  return new SegmentSimulator(config, lanes, NormalGenerator.from(random));
}
