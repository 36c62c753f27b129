/** Worlds small enough to write down as a table, so that their Q-values can be worked out by hand. */
import { savedArray, type SavedState } from '../../src/core/saved-state';
import type { Decisions, VectorEnvironment } from '../../src/env/environment';
import type { TimeStep } from '../../src/env/time-step';

export interface Outcome {
  readonly reward: number;
  /** The place that the action leads to. */
  readonly next: number;
  /** @default false */
  readonly terminates?: boolean;
}

export interface World {
  readonly name: string;
  readonly actions: readonly string[];
  /** One number per place; places may look alike. */
  readonly observations: readonly number[];
  /** [places][actions]; a place without outcomes can be reached only by termination. */
  readonly outcomes: readonly (readonly Outcome[])[];
  /** Places where episodes start, taken in turn. */
  readonly starts: readonly number[];
  /** Steps after which an episode is cut short. */
  readonly timeLimit?: number;
  /** [places] actions forbidden there; leave out where every action always may be taken. */
  readonly forbidden?: readonly (readonly number[])[];
}

export class TabularEnvironment implements VectorEnvironment {
  readonly name: string;
  readonly lanes: number;
  readonly actions: readonly string[];
  readonly observationSpec;
  readonly #world: World;
  readonly #place: Int32Array;
  readonly #time: Int32Array;
  readonly #episode: Int32Array;
  /** Handed out and overwritten by every step, as the contract allows: who keeps it without a copy is caught. */
  readonly #observations: Float32Array;
  readonly #nextObservations: Float32Array;

  constructor(world: World, lanes: number) {
    this.name = world.name;
    this.lanes = lanes;
    this.actions = world.actions;
    this.observationSpec = {
      features: ['place'],
      low: Math.min(...world.observations),
      high: Math.max(...world.observations),
    };
    this.#world = world;
    this.#place = new Int32Array(lanes);
    this.#time = new Int32Array(lanes);
    this.#episode = new Int32Array(lanes);
    this.#observations = new Float32Array(lanes);
    this.#nextObservations = new Float32Array(lanes);
  }

  reset(): Decisions {
    this.#episode.fill(0);
    for (let lane = 0; lane < this.lanes; lane += 1) this.#start(lane);
    return { observations: this.#observe(this.#observations), allowed: this.#allowed() };
  }

  step(actions: Int32Array): TimeStep {
    const outcomes = Array.from(actions, (action, lane) => this.#outcome(action, lane));
    const last = Uint8Array.from(outcomes, (outcome, lane) => {
      this.#place[lane] = outcome.next;
      this.#time[lane]! += 1;
      return outcome.terminates === true || this.#time[lane] === this.#world.timeLimit ? 1 : 0;
    });
    const nextObservations = this.#observe(this.#nextObservations);
    const nextAllowed = this.#allowed();
    last.forEach((end, lane) => {
      if (end === 0) return;
      this.#episode[lane]! += 1;
      this.#start(lane);
    });
    return {
      observations: this.#observe(this.#observations),
      nextObservations,
      rewards: Float32Array.from(outcomes, ({ reward }) => reward),
      costs: new Float32Array(this.lanes),
      discounts: Float32Array.from(outcomes, ({ terminates }) => (terminates === true ? 0 : 1)),
      last,
      allowed: this.#allowed(),
      nextAllowed,
    };
  }

  state(): SavedState {
    return { place: this.#place.slice(), time: this.#time.slice(), episode: this.#episode.slice() };
  }

  restore(state: SavedState): void {
    this.#place.set(savedArray(state, 'place', Int32Array, this.lanes));
    this.#time.set(savedArray(state, 'time', Int32Array, this.lanes));
    this.#episode.set(savedArray(state, 'episode', Int32Array, this.lanes));
  }

  #start(lane: number): void {
    const { starts } = this.#world;
    this.#place[lane] = starts[(lane + this.#episode[lane]!) % starts.length]!;
    this.#time[lane] = 0;
  }

  #outcome(action: number, lane: number): Outcome {
    const place = this.#place[lane]!;
    const outcome = this.#world.outcomes[place]![action];
    if (outcome === undefined || this.#world.forbidden?.[place]?.includes(action) === true) {
      throw new RangeError(`${this.name}: lane ${lane} may not take action ${action} at place ${place}`);
    }
    return outcome;
  }

  #observe(out: Float32Array): Float32Array {
    this.#place.forEach((place, lane) => {
      out[lane] = this.#world.observations[place]!;
    });
    return out;
  }

  #allowed(): Uint8Array | null {
    const { forbidden, actions } = this.#world;
    if (forbidden === undefined) return null;
    return Uint8Array.from({ length: this.lanes * actions.length }, (_, i) =>
      forbidden[this.#place[Math.floor(i / actions.length)]!]!.includes(i % actions.length) ? 0 : 1,
    );
  }
}
