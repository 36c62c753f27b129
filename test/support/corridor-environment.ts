import type { Decisions, VectorEnvironment } from '../../src/env/environment';
import type { TimeStep } from '../../src/env/time-step';
import { savedArray, type SavedState } from '../../src/core/saved-state';

/**
 * A corridor from 0: `walk` earns 2 and costs 1 of it, `none` earns nothing. Place 3 terminates; after 5 steps the
 * episode is cut short. Walking is not allowed on place `closed`.
 */
export class CorridorEnvironment implements VectorEnvironment {
  readonly name = 'corridor';
  readonly actions = ['none', 'walk'];
  readonly observationSpec = { features: ['place', 'time'], low: 0, high: 5 };
  readonly lanes: number;
  readonly closed: number | null;
  readonly place: Int32Array;
  readonly time: Int32Array;

  constructor(lanes: number, closed: number | null = null) {
    this.lanes = lanes;
    this.closed = closed;
    this.place = new Int32Array(lanes);
    this.time = new Int32Array(lanes);
  }

  reset(): Decisions {
    this.place.fill(0);
    this.time.fill(0);
    return { observations: this.#observe(), allowed: this.#allowed() };
  }

  step(actions: Int32Array): TimeStep {
    actions.forEach((action, lane) => {
      if (action !== 0 && action !== 1) throw new RangeError(`corridor: lane ${lane} got action ${action}`);
    });
    actions.forEach((action, lane) => {
      this.place[lane]! += action;
      this.time[lane]! += 1;
    });
    const nextObservations = this.#observe();
    const nextAllowed = this.#allowed();
    const terminated = Uint8Array.from(this.place, (place) => (place === 3 ? 1 : 0));
    const last = terminated.map((end, lane) => (end === 1 || this.time[lane] === 5 ? 1 : 0));
    last.forEach((end, lane) => {
      if (end === 0) return;
      this.place[lane] = 0;
      this.time[lane] = 0;
    });
    return {
      observations: this.#observe(),
      nextObservations,
      rewards: Float32Array.from(actions, (action) => 2 * action),
      costs: Float32Array.from(actions, (action) => action),
      discounts: Float32Array.from(terminated, (end) => 1 - end),
      last,
      allowed: this.#allowed(),
      nextAllowed,
    };
  }

  state(): SavedState {
    return { place: this.place.slice(), time: this.time.slice() };
  }

  restore(state: SavedState): void {
    this.place.set(savedArray(state, 'place', Int32Array, this.lanes));
    this.time.set(savedArray(state, 'time', Int32Array, this.lanes));
  }

  #observe(): Float32Array {
    return Float32Array.from({ length: 2 * this.lanes }, (_, i) =>
      i % 2 === 0 ? this.place[i / 2]! : this.time[(i - 1) / 2]!,
    );
  }

  #allowed(): Uint8Array | null {
    if (this.closed === null) return null;
    return Uint8Array.from({ length: 2 * this.lanes }, (_, i) =>
      i % 2 === 1 && this.place[(i - 1) / 2] === this.closed ? 0 : 1,
    );
  }
}
