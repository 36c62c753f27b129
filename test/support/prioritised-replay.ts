import type { Random } from '../../src/core/random';
import { savedArray, savedPart, type SavedState } from '../../src/core/saved-state';
import type { Replay, ReplayLayout, Sample } from '../../src/replay/replay';
import { Ring } from '../../src/replay/ring';
import type { TransitionBatch } from '../../src/replay/transition';

/**
 * Draws in proportion to the last error, and weighs by the inverse of the probability: prioritised replay without
 * exponents and a sum tree, for as many transitions as it has room for. Writes down what it handed out and was told.
 */
export class PrioritisedReplay implements Replay {
  readonly weighted = true;
  readonly wantsErrors = true;
  readonly sampled: Sample[] = [];
  readonly told: { rows: Int32Array; errors: Float32Array }[] = [];
  readonly #ring: Ring;
  readonly #priorities: Float64Array;
  readonly #random: Random;

  constructor(layout: ReplayLayout, random: Random) {
    this.#ring = new Ring(layout);
    this.#priorities = new Float64Array(layout.capacity);
    this.#random = random;
  }

  get layout(): ReplayLayout {
    return this.#ring.layout;
  }

  get length(): number {
    return this.#ring.length;
  }

  insert(batch: TransitionBatch): void {
    this.#priorities.fill(1, this.length, this.length + batch.size);
    this.#ring.insert(batch);
  }

  /** Weights are 1 / (n · probability), n the transitions held. */
  sample(size: number): Sample {
    const total = this.#priorities.reduce((sum, priority) => sum + priority, 0);
    const rows = Int32Array.from({ length: size }, () => this.#rowAt(this.#random.uniform() * total));
    const weights = Float32Array.from(rows, (row) => total / (this.length * this.#priorities[row]!));
    const sample = { batch: this.#ring.read(rows), rows, weights };
    this.sampled.push(sample);
    return sample;
  }

  update(rows: Int32Array, errors: Float32Array): void {
    this.told.push({ rows, errors });
    rows.forEach((row, i) => (this.#priorities[row] = errors[i]!));
  }

  state(): SavedState {
    return {
      ring: this.#ring.state(),
      priorities: this.#priorities.slice(),
      random: this.#random.state(),
    };
  }

  restore(state: SavedState): void {
    this.#ring.restore(savedPart(state, 'ring'));
    this.#priorities.set(savedArray(state, 'priorities', Float64Array, this.#priorities.length));
    this.#random.restore(savedPart(state, 'random'));
  }

  #rowAt(point: number): number {
    let sum = 0;
    return this.#priorities.findIndex((priority) => (sum += priority) > point);
  }
}
