/** Customers who are played side by side, each from the week of joining on: by the behaviour, then by a policy. */
import type { Random } from '../../src/core/random';
import { play, type Moment } from '../../src/policies/play';
import type { Policy } from '../../src/policies/policy';
import type { Moments } from '../../src/profiles/profile/moments';
import { weekTime, writeWeek, type SimulatedCompany } from '../../src/runs/simulate-company/company-rows';
import type { BegunChunk } from '../../src/runs/simulate-company/play-company';
import type { CustomersSimulator } from '../../src/worlds/customers/simulator';
import { Books, type SharedTables } from './books';

/** Customers who are decided about, each as of a moment of its own. */
export interface Asked {
  readonly books: Books;
  /** Lanes of the customers, and when. */
  readonly rows: Moments;
  /** [rows, features] what the world shows of them, channel by channel; not all of it stands in a profile */
  readonly observations: Float32Array;
  /** [rows, actions] 1 where an action may be taken */
  readonly allowed: Uint8Array;
  /** What the simulator knows of a lane, and no company does. */
  readonly hidden: CustomersSimulator['hidden'];
  /** For what a policy draws itself. */
  readonly random: Random;
}

/** @returns [rows] action indices; null where the behaviour goes on */
export type Act = (asked: Asked) => Promise<Int32Array | null>;

/** [customers] each, of those who were there when the policy began. */
export interface Played {
  /** Sum over the weeks of what each brings on average, account currency; 0 of whoever is lost. */
  readonly value: Float64Array;
  /** The same, discounted to the week in which the policy began. */
  readonly discounted: Float64Array;
  /** 1 where still a customer at the end. */
  readonly stays: Float64Array;
  /** [4, actions] decisions of all by weeks since the last contact (the last row: 4 and more, or never), and by action */
  readonly decisions: Float64Array;
}

/** Weeks since the last contact that are told apart. */
export const WEEKS_SINCE = 4;

/** Weeks of the policy: from the first on, before the last. */
export interface PolicySpan {
  readonly from: number;
  readonly until: number;
  /** What a week later is worth. */
  readonly gamma: number;
}

/** The customers of a chunk, week by week. */
export class PlayedChunk {
  readonly #simulated: SimulatedCompany;
  readonly #begun: BegunChunk;
  readonly #books: Books;
  readonly #act: Act;
  readonly #span: PolicySpan;
  readonly #random: Random;
  /** Weeks that every lane has been played. */
  #step = 0;
  /** [lanes] NaN of whoever was not there when the policy began */
  readonly #value: Float64Array;
  readonly #discounted: Float64Array;
  readonly #decisions: Float64Array;
  /** [lanes] week of the last contact */
  readonly #contacted: Float64Array;

  constructor(
    simulated: SimulatedCompany,
    begun: BegunChunk,
    shared: SharedTables,
    act: Act,
    span: PolicySpan,
    random: Random,
  ) {
    this.#simulated = simulated;
    this.#begun = begun;
    this.#books = new Books(simulated, begun.chunk, shared);
    this.#act = act;
    this.#span = span;
    this.#random = random;
    this.#value = new Float64Array(begun.environment.lanes).fill(NaN);
    this.#discounted = new Float64Array(begun.environment.lanes);
    this.#decisions = new Float64Array(WEEKS_SINCE * simulated.world.actions.length);
    this.#contacted = new Float64Array(begun.environment.lanes).fill(-Infinity);
  }

  #week(lane: number): number {
    return this.#begun.chunk.joined[lane]! + this.#step;
  }

  #isHere(lane: number): boolean {
    return this.#week(lane) < this.#span.until && this.#begun.chunk.left[lane]! > this.#week(lane);
  }

  /** Lanes that the policy decides about now. */
  #asked(): Int32Array {
    return Int32Array.from(this.#begun.chunk.joined.keys()).filter(
      (lane) => this.#week(lane) >= this.#span.from && this.#isHere(lane),
    );
  }

  /** The behaviour, and the policy in its place where that has begun. */
  #policy(): Pick<Policy, 'probabilities'> {
    const { behaviour, world } = this.#simulated;
    const { environment } = this.#begun;
    const [count, width] = [world.actions.length, world.features.length];
    return {
      probabilities: async (decisions, out) => {
        await behaviour.probabilities(decisions, out);
        const lanes = this.#asked();
        if (lanes.length === 0) return;
        const allowed = new Uint8Array(lanes.length * count);
        const observations = new Float32Array(lanes.length * width);
        lanes.forEach((lane, row) => {
          allowed.set(decisions.allowed!.subarray(lane * count, (lane + 1) * count), row * count);
          observations.set(decisions.observations.subarray(lane * width, (lane + 1) * width), row * width);
        });
        const moments = Float64Array.from(lanes, (lane) => Date.parse(weekTime(this.#week(lane))));
        const chosen = await this.#act({
          ...{ books: this.#books, rows: { customers: lanes, moments }, observations, allowed },
          hidden: (lane) => (environment as CustomersSimulator).hidden(lane),
          random: this.#random.fork(String(this.#step)),
        });
        if (chosen === null) return;
        lanes.forEach((lane, row) => {
          out.fill(0, lane * count, (lane + 1) * count);
          out[lane * count + chosen[row]!] = 1;
        });
      },
    };
  }

  /** What a decision of the policy brought. */
  #count(lane: number, { actions, step }: Pick<Moment, 'actions' | 'step'>): void {
    const reward = step.rewards[lane]!;
    const { from, gamma } = this.#span;
    this.#value[lane] = (this.#value[lane]! || 0) + reward;
    this.#discounted[lane]! += gamma ** (this.#week(lane) - from) * reward;
    const since = Math.min(WEEKS_SINCE, this.#week(lane) - this.#contacted[lane]!);
    const count = this.#simulated.world.actions.length;
    this.#decisions[(since - 1) * count + actions[lane]!]! += 1;
  }

  async play(): Promise<Played> {
    const { chunk, environment, streams, choose } = this.#begun;
    for await (const moment of play(this.#policy(), environment, choose)) {
      const decided = new Set(this.#asked());
      for (let lane = 0; lane < environment.lanes; lane += 1) {
        if (!this.#isHere(lane)) continue;
        const week = this.#week(lane);
        if (decided.has(lane)) {
          this.#count(lane, moment);
        }
        if (moment.actions[lane] !== 0) this.#contacted[lane] = week;
        writeWeek(this.#simulated, this.#books, chunk, environment, moment, lane, week, streams);
        if (moment.step.discounts[lane] === 0) chunk.left[lane] = week + 1;
      }
      this.#step += 1;
      if (this.#step === this.#span.until) break;
    }
    const there = Int32Array.from(this.#value.keys()).filter((lane) => !Number.isNaN(this.#value[lane]));
    return {
      value: Float64Array.from(there, (lane) => this.#value[lane]!),
      discounted: Float64Array.from(there, (lane) => this.#discounted[lane]!),
      stays: Float64Array.from(there, (lane) => (chunk.left[lane] === Infinity ? 1 : 0)),
      decisions: this.#decisions,
    };
  }
}
