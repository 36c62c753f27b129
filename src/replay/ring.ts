/** The last `capacity` transitions, row by row in a ring. */
import { savedArray, savedNumber, type Savable, type SavedState } from '../core/saved-state';
import type { ReplayLayout } from './replay';
import { expectWhole, type TransitionBatch } from './transition';

/** Actions up to here are numbers that float32 holds exactly. */
const MOST_ACTIONS = 2 ** 24;

/** Reward, discount and action, which stand before the observations of a row. */
const SCALARS = 3;

/** Numbers per row of the ring. */
function rowWidth({ features, maskedActions }: ReplayLayout): number {
  return SCALARS + 2 * features + maskedActions;
}

/** Bytes the ring takes, to be told before they are taken. */
export function replayBytes(layout: ReplayLayout): number {
  return layout.capacity * rowWidth(layout) * Float32Array.BYTES_PER_ELEMENT;
}

/** Actions as they are saved: in bytes, unless one does not fit. */
function narrowed(actions: Int32Array): Uint8Array | Int32Array {
  return actions.every((action) => action <= 255) ? new Uint8Array(actions) : actions;
}

function savedActions(state: SavedState, length: number): Int32Array {
  return state.actions instanceof Int32Array
    ? savedArray(state, 'actions', Int32Array, length)
    : new Int32Array(savedArray(state, 'actions', Uint8Array, length));
}

export class Ring implements Savable {
  readonly layout: ReplayLayout;
  /**
   * [capacity, row]: reward, discount, action, observation, next observation, mask. A transition's parts lie side by side,
   * because sampling waits for memory: a row is one or two cache lines, in a column per part it was one for each, and a
   * batch took 1.5 to 1.8 times as long.
   */
  readonly #ring: Float32Array;
  readonly #width: number;
  #head = 0;
  #length = 0;

  /** @throws RangeError unless capacity and features are positive */
  constructor(layout: ReplayLayout) {
    if (!(layout.capacity > 0 && layout.features > 0)) {
      throw new RangeError(
        `replay: capacity and features must be > 0, got ${layout.capacity} and ${layout.features}`,
      );
    }
    this.layout = layout;
    this.#width = rowWidth(layout);
    this.#ring = new Float32Array(layout.capacity * this.#width);
  }

  /** Transitions held now. */
  get length(): number {
    return this.#length;
  }

  /**
   * Appends the transitions, copying them.
   *
   * @throws RangeError if they are more than the ring holds, or an action is negative or beyond 2^24
   * @throws ShapeError if a column's length disagrees with `size`
   */
  insert(batch: TransitionBatch): void {
    const { capacity } = this.layout;
    const { size } = batch;
    if (size > capacity)
      throw new RangeError(`replay: ${size} transitions at once exceed the capacity of ${capacity}`);
    expectWhole(batch, this.layout);
    for (let i = 0; i < size; i += 1) {
      const action = batch.actions[i]!;
      if (action < 0 || action >= MOST_ACTIONS)
        throw new RangeError(`replay: expected actions from 0 to ${MOST_ACTIONS - 1}, got ${action}`);
    }
    this.#write(batch);
    this.#head = (this.#head + size) % capacity;
    this.#length = Math.min(capacity, this.#length + size);
  }

  /** Copies of the transitions in these rows. */
  read(rows: Int32Array): TransitionBatch {
    const { features, maskedActions } = this.layout;
    return {
      size: rows.length,
      rewards: this.#gather(rows, 0, 1),
      discounts: this.#gather(rows, 1, 1),
      actions: new Int32Array(this.#gather(rows, 2, 1)),
      observations: this.#gather(rows, SCALARS, features),
      nextObservations: this.#gather(rows, SCALARS + features, features),
      nextAllowed: maskedActions > 0 ? this.#gather(rows, SCALARS + 2 * features, maskedActions) : null,
    };
  }

  /** Every transition held, oldest first; for tests and inspection. */
  contents(): TransitionBatch {
    const { capacity } = this.layout;
    const oldest = this.#length < capacity ? 0 : this.#head;
    return this.read(Int32Array.from({ length: this.#length }, (_, i) => (oldest + i) % capacity));
  }

  /** @throws Error if the ring's head and length contradict each other */
  checkInvariants(): void {
    const { capacity } = this.layout;
    const filling = this.#length < capacity && this.#head === this.#length;
    const full = this.#length === capacity && this.#head >= 0 && this.#head < capacity;
    if (!filling && !full)
      throw new Error(`replay: head ${this.#head} contradicts length ${this.#length} of ${capacity}`);
  }

  state(): SavedState {
    const { observations, nextObservations, actions, rewards, discounts, nextAllowed } = this.read(
      Int32Array.from({ length: this.#length }, (_, row) => row),
    );
    return {
      observations,
      nextObservations,
      actions: narrowed(actions),
      rewards,
      discounts,
      nextAllowed: new Uint8Array(nextAllowed ?? []),
      head: this.#head,
      length: this.#length,
    };
  }

  restore(state: SavedState): void {
    const { capacity, features, maskedActions } = this.layout;
    const length = savedNumber(state, 'length');
    if (length > capacity)
      throw new RangeError(`replay: ${length} saved transitions exceed the capacity of ${capacity}`);
    const saved: TransitionBatch = {
      size: length,
      observations: savedArray(state, 'observations', Float32Array, length * features),
      nextObservations: savedArray(state, 'nextObservations', Float32Array, length * features),
      actions: savedActions(state, length),
      rewards: savedArray(state, 'rewards', Float32Array, length),
      discounts: savedArray(state, 'discounts', Float32Array, length),
      nextAllowed: new Float32Array(savedArray(state, 'nextAllowed', Uint8Array, length * maskedActions)),
    };
    this.#head = 0;
    this.#write(saved);
    this.#head = savedNumber(state, 'head');
    this.#length = length;
    this.checkInvariants();
  }

  /** Writes transitions into the rows from the head on. */
  #write(batch: TransitionBatch): void {
    const { features } = this.layout;
    this.#scatter(0, 1, batch.rewards);
    this.#scatter(1, 1, batch.discounts);
    this.#scatter(2, 1, new Float32Array(batch.actions));
    this.#scatter(SCALARS, features, batch.observations);
    this.#scatter(SCALARS + features, features, batch.nextObservations);
    if (batch.nextAllowed !== null)
      this.#scatter(SCALARS + 2 * features, this.layout.maskedActions, batch.nextAllowed);
  }

  /** Writes one part of consecutive transitions, from the head on and wrapping at the ring's end. */
  #scatter(offset: number, width: number, part: Float32Array): void {
    const ring = this.#ring;
    for (let from = 0, row = this.#head * this.#width; from < part.length; row += this.#width) {
      if (row === ring.length) row = 0;
      for (let i = 0; i < width; i += 1, from += 1) ring[row + offset + i] = part[from]!;
    }
  }

  /** One part of the transitions in these rows: [rows, width] */
  #gather(rows: Int32Array, offset: number, width: number): Float32Array {
    const ring = this.#ring;
    const part = new Float32Array(rows.length * width);
    for (let row = 0, to = 0; row < rows.length; row += 1) {
      const from = rows[row]! * this.#width + offset;
      for (let i = 0; i < width; i += 1, to += 1) part[to] = ring[from + i]!;
    }
    return part;
  }
}
