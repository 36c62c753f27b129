/**
 * A company's customers, one per lane: the hidden state decides what comes of a contact, the contact moves the hidden
 * state. Whoever unsubscribes or leaves ends the episode for good; the end of the year only cuts it short.
 *
 * The reward of a period is what it brings on average, given the hidden state and the action: a simulator knows it, no
 * policy's mean sum of rewards is another by it, and the luck of single sales, several times as large as what a contact
 * changes, does not drown what there is to learn (conditional Monte Carlo; Asmussen & Glynn 2007, V.4). A policy sees
 * single sales, and a log holds them: for a log, the simulator pays what was booked.
 */
import { savedArray, savedPart, type SavedState } from '../../core/saved-state';
import { expectLength } from '../../core/shape';
import type { ArraySpec } from '../../core/spec';
import type { Random } from '../../core/random';
import { UniformGenerator, type UniformSource } from '../../core/uniform-generator';
import type { Decisions, VectorEnvironment } from '../../env/environment';
import type { TimeStep } from '../../env/time-step';
import { basketMargins } from './baskets';
import { Crowd } from './crowd';
import { customersDynamics, EVENTS, events, stateIndex, type CustomersDynamics } from './dynamics';
import type { Observer } from './observer';
import { observerOf } from './observer-of';
import type { CustomersConfig } from './settings';

/** Lanes whose numbers are drawn before they advance: a block stays in the first-level cache. */
const BLOCK = 256;

/** Uniform numbers per lane and period, in this order, whatever is done: common random numbers. */
const SLOTS = 8;
const EVENT = 0;
const ORGANIC = 1;
const BASKET = 2;
const TIRES = 3;
const RECOVERY = 4;
const INTEREST = 5;
const CHURN = 6;
const NEWCOMER = 7;

const { bought, complained, nothing, unsubscribed } = events;

type Pays = 'expected' | 'booked';

export class CustomersSimulator implements VectorEnvironment {
  readonly name = 'customers';
  readonly lanes: number;
  readonly actions: readonly string[];
  readonly observationSpec: ArraySpec;

  readonly #dynamics: CustomersDynamics;
  readonly #pays: Pays;
  readonly #baskets: Float64Array;
  readonly #crowd: Crowd;
  readonly #observer: Observer;
  readonly #periods: number;
  readonly #source: UniformSource;
  /** [lanes of a block, SLOTS] overwritten for each block */
  readonly #uniforms: Float64Array;
  /** The part of it for the lanes that do not fill a block, at the end. */
  readonly #lastUniforms: Float64Array;

  /** [lanes] periods of the episode so far */
  readonly #period: Int32Array;
  readonly #events: Uint8Array;
  readonly #margins: Float64Array;
  /** [lanes] kind of the customer who would come next */
  readonly #next: Float64Array;

  readonly #observations: Float32Array;
  readonly #step: TimeStep;

  /**
   * @param lanes independent customers
   * @param uniforms owned by this simulator from now on: its state is saved and restored with the rest
   * @param pays what rewards are: the mean of a period in this hidden state, or what came of it
   * @throws RangeError unless `lanes` is a positive whole number
   */
  constructor(config: CustomersConfig, lanes: number, uniforms: UniformSource, pays: Pays = 'expected') {
    if (!(Number.isInteger(lanes) && lanes > 0)) {
      throw new RangeError(`CustomersSimulator: lanes must be a positive whole number, got ${lanes}`);
    }
    this.#dynamics = customersDynamics(config);
    this.#pays = pays;
    this.#baskets = basketMargins(config.sale.margin, config.sale.spread);
    this.#crowd = new Crowd(config, lanes);
    this.#observer = observerOf(config);
    const { features } = this.#observer;
    const { actions } = this.#dynamics;
    this.lanes = lanes;
    this.actions = actions;
    this.observationSpec = { features, low: 0, high: Infinity };
    this.#periods = config.periods;
    this.#source = uniforms;
    this.#uniforms = new Float64Array(Math.min(lanes, BLOCK) * SLOTS);
    this.#lastUniforms = this.#uniforms.subarray(0, (lanes % BLOCK) * SLOTS);
    this.#period = new Int32Array(lanes);
    this.#events = new Uint8Array(lanes);
    this.#margins = new Float64Array(lanes);
    this.#next = new Float64Array(lanes);
    this.#observations = new Float32Array(lanes * features.length);
    this.#step = {
      observations: this.#observations,
      nextObservations: new Float32Array(lanes * features.length),
      rewards: new Float32Array(lanes),
      costs: new Float32Array(lanes),
      discounts: new Float32Array(lanes),
      last: new Uint8Array(lanes),
      allowed: this.#crowd.allowed,
      nextAllowed: new Uint8Array(lanes * actions.length),
    };
    this.reset();
  }

  reset(): Decisions {
    this.#forEachBlock((first, end, uniforms) => {
      for (let lane = first; lane < end; lane += 1) {
        this.#begin(lane, uniforms[(lane - first) * SLOTS + NEWCOMER]!);
      }
    });
    this.#step.last.fill(1);
    return { observations: this.#observations, allowed: this.#crowd.allowed };
  }

  step(actions: Int32Array): TimeStep {
    this.#expectActions(actions);
    const { nextObservations, last } = this.#step;
    const happened = { actions, events: this.#events, margins: this.#margins };
    this.#continueRestarted();
    this.#forEachBlock((first, end, uniforms) => {
      this.#advance(actions, first, end, uniforms);
      this.#observer.advance(this.#crowd.hidden, happened, nextObservations, first, end);
    });
    this.#observations.set(nextObservations);
    for (let lane = 0; lane < this.lanes; lane += 1) {
      if (last[lane] === 1) this.#begin(lane, this.#next[lane]!);
    }
    return this.#step;
  }

  /** What the last step reached is what this one goes on from, but for lanes that have begun anew since. */
  #continueRestarted(): void {
    const { nextObservations, nextAllowed, last } = this.#step;
    const width = this.observationSpec.features.length;
    const count = this.actions.length;
    for (let lane = 0; lane < this.lanes; lane += 1) {
      if (last[lane] === 0) continue;
      const [from, to] = [lane * width, (lane + 1) * width];
      nextObservations.set(this.#observations.subarray(from, to), from);
      const [first, end] = [lane * count, (lane + 1) * count];
      nextAllowed!.set(this.#crowd.allowed.subarray(first, end), first);
    }
  }

  /** What the last step brought a lane: the contact's event as in `events`, and the margin of a sale, asked for or not. */
  happened(lane: number): { readonly event: number; readonly margin: number } {
    return { event: this.#events[lane]!, margin: this.#margins[lane]! };
  }

  /** What no company knows of a lane: the channel it likes, and its levels of interest and fatigue. */
  hidden(lane: number): {
    readonly preference: number;
    readonly interest: number;
    readonly fatigue: number;
  } {
    const { preference, interest, fatigue } = this.#crowd.hidden;
    return { preference: preference[lane]!, interest: interest[lane]!, fatigue: fatigue[lane]! };
  }

  state(): SavedState {
    return {
      crowd: this.#crowd.state(),
      period: this.#period.slice(),
      observations: this.#observations.slice(),
      uniforms: this.#source.state(),
    };
  }

  restore(state: SavedState): void {
    this.#crowd.restore(savedPart(state, 'crowd'));
    this.#period.set(savedArray(state, 'period', Int32Array, this.lanes));
    this.#observations.set(savedArray(state, 'observations', Float32Array, this.#observations.length));
    this.#source.restore(savedPart(state, 'uniforms'));
    this.#step.last.fill(1);
  }

  #forEachBlock(use: (first: number, end: number, uniforms: Float64Array) => void): void {
    for (let first = 0; first < this.lanes; first += BLOCK) {
      const end = Math.min(first + BLOCK, this.lanes);
      const uniforms = end - first === BLOCK ? this.#uniforms : this.#lastUniforms;
      this.#source.fill(uniforms);
      use(first, end, uniforms);
    }
  }

  /** A new customer in a lane. */
  #begin(lane: number, uniform: number): void {
    this.#crowd.begin(lane, uniform);
    this.#period[lane] = 0;
    this.#observer.begin(this.#crowd.hidden, lane, this.#observations);
  }

  #expectActions(actions: Int32Array): void {
    expectLength('actions', actions, this.lanes);
    const count = this.actions.length;
    for (let lane = 0; lane < actions.length; lane += 1) {
      const action = actions[lane]!;
      if (action >= 0 && action < count && this.#crowd.allowed[lane * count + action] === 1) continue;
      const expected = action >= 0 && action < count ? 'an action that is allowed' : `one in 0..${count - 1}`;
      throw new RangeError(`customers: lane ${lane}: expected ${expected}, got ${action}`);
    }
  }

  /** One period of a block of lanes: what comes of the contact, then fatigue, interest, and whether the customer stays. */
  #advance(actions: Int32Array, firstLane: number, endLane: number, uniforms: Float64Array): void {
    const { atLeast, reward, organic, cost, complaintCost, churn } = this.#dynamics;
    const isBooked = this.#pays === 'booked';
    const { rewards, costs, discounts, last } = this.#step;
    const { interest, fatigue } = this.#crowd.hidden;
    for (let lane = firstLane; lane < endLane; lane += 1) {
      const at = (lane - firstLane) * SLOTS;
      const action = actions[lane]!;
      const index = this.#indexOf(lane, action);
      const row = index * EVENTS;
      const chance = uniforms[at + EVENT]!;
      let event: number = nothing;
      while (event < bought && chance < atLeast[row + event + 1]!) event += 1;
      const unasked = event !== unsubscribed && uniforms[at + ORGANIC]! < organic[interest[lane]!]!;
      const sale = event === bought || unasked;
      const margin = sale ? this.#baskets[(uniforms[at + BASKET]! * this.#baskets.length) | 0]! : 0;
      this.#move(lane, action, sale ? bought : event, uniforms, at);
      const gone = event === unsubscribed || uniforms[at + CHURN]! < churn[fatigue[lane]!]!;
      this.#events[lane] = event;
      this.#margins[lane] = margin;
      this.#next[lane] = uniforms[at + NEWCOMER]!;
      this.#period[lane]! += 1;
      costs[lane] = cost[action]!;
      const booked = margin - cost[action]! - (event === complained ? complaintCost : 0);
      rewards[lane] = isBooked ? booked : reward[index]!;
      discounts[lane] = gone ? 0 : 1;
      last[lane] = gone || this.#period[lane]! >= this.#periods ? 1 : 0;
    }
  }

  /** Of the state and the action in the tables. */
  #indexOf(lane: number, action: number): number {
    const { preference, interest, fatigue } = this.#crowd.hidden;
    const state = stateIndex(this.#dynamics, preference[lane]!, interest[lane]!, fatigue[lane]!);
    return state * this.actions.length + action;
  }

  /** Fatigue and interest of the next period, by what the customer did in this one. */
  #move(lane: number, action: number, event: number, uniforms: Float64Array, at: number): void {
    const { tires, tiresMore, recovery, fatigues, up, down, interests } = this.#dynamics;
    const { interest, fatigue } = this.#crowd.hidden;
    const added = tires[action]! + hit(uniforms[at + TIRES]!, tiresMore[action]!);
    const rested = hit(uniforms[at + RECOVERY]!, recovery);
    fatigue[lane] = clamped(fatigue[lane]! + added - rested, fatigues - 1);
    const drawn = uniforms[at + INTEREST]!;
    const risen = hit(drawn, up[action * EVENTS + event]!);
    // The other end of the same number: at most one of them can be hit.
    const fallen = 1 - hit(drawn, 1 - down[event]!);
    interest[lane] = clamped(interest[lane]! + risen - fallen, interests - 1);
  }
}

/** 1 with this chance, else 0: where a uniform number reaches the upper end. No branch, which would be guessed wrongly. */
function hit(uniform: number, chance: number): number {
  return (uniform + chance) | 0;
}

function clamped(level: number, top: number): number {
  return level < 0 ? 0 : level > top ? top : level;
}

/** A simulator whose numbers come from a stream. */
export function makeCustomers(
  config: CustomersConfig,
  lanes: number,
  random: Random,
  pays: Pays = 'expected',
): CustomersSimulator {
  return new CustomersSimulator(config, lanes, UniformGenerator.from(random), pays);
}
