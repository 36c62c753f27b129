/** The last `capacity` transitions in a ring of columns, sampled uniformly with replacement. */
import { expectLength } from '../core/shape';
import type { Random } from '../core/random';
import { savedArray, savedNumber, savedPart, type Savable, type SavedState } from '../core/saved-state';
import type { TransitionBatch } from './transition';

export interface ReplayLayout {
  /** Transitions kept; the oldest is overwritten. */
  readonly capacity: number;
  readonly features: number;
  /** Number of actions if the environment masks them, else 0: no mask column. */
  readonly maskedActions: number;
}

/** Bytes the columns take, to be told before they are taken. */
export function replayBytes({ capacity, features, maskedActions }: ReplayLayout): number {
  const floats = 2 * features + 2;
  return capacity * (floats * 4 + 1 + maskedActions);
}

interface Columns {
  readonly observations: Float32Array;
  readonly nextObservations: Float32Array;
  readonly actions: Uint8Array;
  readonly rewards: Float32Array;
  readonly discounts: Float32Array;
  readonly nextAllowed: Uint8Array;
}

function emptyColumns({ capacity, features, maskedActions }: ReplayLayout): Columns {
  return {
    observations: new Float32Array(capacity * features),
    nextObservations: new Float32Array(capacity * features),
    actions: new Uint8Array(capacity),
    rewards: new Float32Array(capacity),
    discounts: new Float32Array(capacity),
    nextAllowed: new Uint8Array(capacity * maskedActions),
  };
}

/** Writes rows of `source` into the ring `target`, wrapping once at its end. */
function writeRing(
  target: Float32Array | Uint8Array,
  source: ArrayLike<number>,
  width: number,
  head: number,
): void {
  const start = head * width;
  const untilEnd = Math.min(source.length, target.length - start);
  for (let i = 0; i < untilEnd; i += 1) target[start + i] = source[i]!;
  for (let i = untilEnd; i < source.length; i += 1) target[i - untilEnd] = source[i]!;
}

function gather(source: Float32Array | Uint8Array, rows: Int32Array, width: number): Float32Array {
  const out = new Float32Array(rows.length * width);
  for (let row = 0, to = 0; row < rows.length; row += 1) {
    const from = rows[row]! * width;
    for (let i = 0; i < width; i += 1, to += 1) out[to] = source[from + i]!;
  }
  return out;
}

export class UniformReplay implements Savable {
  readonly layout: ReplayLayout;
  readonly #columns: Columns;
  readonly #random: Random;
  #head = 0;
  #length = 0;

  /**
   * @param random the stream that draws batches
   * @throws RangeError unless capacity and features are positive
   */
  constructor(layout: ReplayLayout, random: Random) {
    if (!(layout.capacity > 0 && layout.features > 0)) {
      throw new RangeError(
        `replay: capacity and features must be > 0, got ${layout.capacity} and ${layout.features}`,
      );
    }
    this.layout = layout;
    this.#columns = emptyColumns(layout);
    this.#random = random;
  }

  /** Transitions held now. */
  get length(): number {
    return this.#length;
  }

  /**
   * Appends the transitions, copying them.
   *
   * @throws RangeError if they are more than the ring holds, or an action is not from 0 to 255
   * @throws ShapeError if a column's length disagrees with `size`
   */
  insert(batch: TransitionBatch): void {
    const { capacity, features, maskedActions } = this.layout;
    const { size } = batch;
    if (size > capacity)
      throw new RangeError(`replay: ${size} transitions at once exceed the capacity of ${capacity}`);
    expectLength('observations', batch.observations, size * features);
    expectLength('nextObservations', batch.nextObservations, size * features);
    expectLength('actions', batch.actions, size);
    expectLength('rewards', batch.rewards, size);
    expectLength('discounts', batch.discounts, size);
    expectLength('nextAllowed', batch.nextAllowed ?? [], size * maskedActions);
    const unfit = batch.actions.find((action) => action < 0 || action > 255);
    if (unfit !== undefined) throw new RangeError(`replay: expected actions from 0 to 255, got ${unfit}`);
    writeRing(this.#columns.observations, batch.observations, features, this.#head);
    writeRing(this.#columns.nextObservations, batch.nextObservations, features, this.#head);
    writeRing(this.#columns.actions, batch.actions, 1, this.#head);
    writeRing(this.#columns.rewards, batch.rewards, 1, this.#head);
    writeRing(this.#columns.discounts, batch.discounts, 1, this.#head);
    if (batch.nextAllowed !== null)
      writeRing(this.#columns.nextAllowed, batch.nextAllowed, maskedActions, this.#head);
    this.#head = (this.#head + size) % capacity;
    this.#length = Math.min(capacity, this.#length + size);
  }

  /**
   * Draws transitions uniformly with replacement, in arrays of their own.
   *
   * @throws RangeError if the replay is empty
   */
  sample(size: number): TransitionBatch {
    if (this.#length === 0) throw new RangeError('replay: cannot sample, it is empty');
    const rows = new Int32Array(size);
    for (let i = 0; i < size; i += 1) rows[i] = this.#random.integer(this.#length);
    return this.#rows(rows);
  }

  /** Every transition held, oldest first; for tests and inspection. */
  contents(): TransitionBatch {
    const { capacity } = this.layout;
    const oldest = this.#length < capacity ? 0 : this.#head;
    return this.#rows(Int32Array.from({ length: this.#length }, (_, i) => (oldest + i) % capacity));
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
    const used = Object.entries(this.#columns).map(([name, column]: [string, Float32Array | Uint8Array]) => {
      const width = column.length / this.layout.capacity;
      return [name, column.slice(0, this.#length * width)] as const;
    });
    return {
      ...Object.fromEntries(used),
      head: this.#head,
      length: this.#length,
      random: this.#random.state(),
    };
  }

  restore(state: SavedState): void {
    const length = savedNumber(state, 'length');
    if (length > this.layout.capacity)
      throw new RangeError(
        `replay: ${length} saved transitions exceed the capacity of ${this.layout.capacity}`,
      );
    for (const [name, column] of Object.entries(this.#columns) as [string, Float32Array | Uint8Array][]) {
      const kind = column instanceof Float32Array ? Float32Array : Uint8Array;
      column.set(
        savedArray<Float32Array | Uint8Array>(
          state,
          name,
          kind,
          (column.length / this.layout.capacity) * length,
        ),
      );
    }
    this.#head = savedNumber(state, 'head');
    this.#length = length;
    this.#random.restore(savedPart(state, 'random'));
    this.checkInvariants();
  }

  #rows(rows: Int32Array): TransitionBatch {
    const { features, maskedActions } = this.layout;
    const columns = this.#columns;
    return {
      size: rows.length,
      observations: gather(columns.observations, rows, features),
      nextObservations: gather(columns.nextObservations, rows, features),
      actions: Int32Array.from(rows, (row) => columns.actions[row]!),
      rewards: gather(columns.rewards, rows, 1),
      discounts: gather(columns.discounts, rows, 1),
      nextAllowed: maskedActions > 0 ? gather(columns.nextAllowed, rows, maskedActions) : null,
    };
  }
}
