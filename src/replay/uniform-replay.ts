/** The last `capacity` transitions, sampled uniformly with replacement. */
import type { Random } from '../core/random';
import { savedPart, type SavedState } from '../core/saved-state';
import type { Replay, ReplayLayout, Sample } from './replay';
import { Ring } from './ring';
import type { TransitionBatch } from './transition';

export class UniformReplay implements Replay {
  readonly weighted = false;
  readonly wantsErrors = false;
  readonly #ring: Ring;
  readonly #random: Random;

  /**
   * @param random the stream that draws batches
   * @throws RangeError unless capacity and features are positive
   */
  constructor(layout: ReplayLayout, random: Random) {
    this.#ring = new Ring(layout);
    this.#random = random;
  }

  get layout(): ReplayLayout {
    return this.#ring.layout;
  }

  get length(): number {
    return this.#ring.length;
  }

  /**
   * @throws RangeError if they are more than the replay holds, or an action is not a small positive number
   * @throws ShapeError if a column's length disagrees with `size`
   */
  insert(batch: TransitionBatch): void {
    this.#ring.insert(batch);
  }

  sample(size: number): Sample {
    const { length } = this.#ring;
    if (length === 0) throw new RangeError('replay: cannot sample, it is empty');
    const rows = new Int32Array(size);
    for (let i = 0; i < size; i += 1) rows[i] = this.#random.integer(length);
    return { batch: this.#ring.read(rows), rows, weights: null };
  }

  update(): void {
    // Every transition stays as likely as every other.
  }

  state(): SavedState {
    return { ...this.#ring.state(), random: this.#random.state() };
  }

  restore(state: SavedState): void {
    this.#ring.restore(state);
    this.#random.restore(savedPart(state, 'random'));
  }
}
