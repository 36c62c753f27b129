/**
 * The decisions of a log as a replay that nothing is added to. Batches go through a fresh random order of all decisions
 * again and again, so that every decision counts the same after every pass; a batch may lie across two passes.
 */
import type { Random } from '../core/random';
import { savedNumber, type SavedState } from '../core/saved-state';
import { expectLength } from '../core/shape';
import type { Replay, ReplayLayout, Sample } from './replay';
import type { TransitionBatch } from './transition';

export interface DecisionColumns {
  readonly features: number;
  readonly actionCount: number;
  /** [n, features] scaled */
  readonly observations: Float32Array;
  /** [n] action index */
  readonly actions: Int32Array;
  /** [n] scaled */
  readonly rewards: Float32Array;
  /** [n] gamma folded in; 0 where nothing follows */
  readonly discounts: Float32Array;
  /** [n] index of the next decision; -1 where there is none */
  readonly next: Int32Array;
  /** [n, actions] 1 where an action may be taken at a decision, by rules and support together; null: everything may */
  readonly allowed: Uint8Array | null;
  /** [n] what the loss of each is multiplied by, of mean 1, as for a thinned log; null: all alike */
  readonly weights: Float32Array | null;
}

/** @throws ShapeError naming the first column of another length */
function expectWhole(columns: DecisionColumns): void {
  const { features, actionCount, actions, allowed, weights } = columns;
  const { length } = actions;
  expectLength('observations', columns.observations, length * features);
  expectLength('rewards', columns.rewards, length);
  expectLength('discounts', columns.discounts, length);
  expectLength('next', columns.next, length);
  if (allowed !== null) expectLength('allowed', allowed, length * actionCount);
  if (weights !== null) expectLength('weights', weights, length);
}

function allowsAny(allowed: Uint8Array, row: number, actions: number): boolean {
  for (let i = row * actions; i < (row + 1) * actions; i += 1) if (allowed[i] === 1) return true;
  return false;
}

/**
 * A target that asks for the best of no action, or for what follows where nothing does, would be a number without
 * meaning.
 */
function expectSound({ actionCount, actions, discounts, next, allowed }: DecisionColumns): void {
  const { length } = actions;
  for (let row = 0; row < length; row += 1) {
    const [action, follower] = [actions[row]!, next[row]!];
    if (!(action >= 0 && action < actionCount))
      throw new RangeError(`decision ${row}: expected an action of ${actionCount}, got ${action}`);
    if (!(follower >= -1 && follower < length))
      throw new RangeError(`decision ${row}: expected a next one of ${length} or -1, got ${follower}`);
    if (discounts[row] === 0) continue;
    if (follower === -1)
      throw new RangeError(
        `decision ${row}: expected discount 0, for nothing follows, got ${discounts[row]}`,
      );
    if (allowed !== null && !allowsAny(allowed, follower, actionCount))
      throw new RangeError(
        `decision ${row}: expected an action that is allowed at the next, ${follower}, got none`,
      );
  }
}

export class LoggedDecisions implements Replay {
  readonly layout: ReplayLayout;
  readonly wantsErrors = false;
  readonly #columns: DecisionColumns;
  readonly #random: Random;
  /** Passes begun before the present one. */
  #pass = 0;
  /** Decisions of the present pass that are drawn. */
  #position = 0;
  /** [n] the order of the present pass; null until it is drawn. */
  #order: Int32Array | null = null;

  /**
   * @param columns read when sampled, not copied
   * @param random forked for each pass: its order depends on the pass alone
   * @throws ShapeError naming a column whose length is another
   * @throws RangeError naming a decision of an unknown action, one whose next is none of them, and one that bootstraps
   *   from nothing or from a decision without an allowed action
   */
  constructor(columns: DecisionColumns, random: Random) {
    expectWhole(columns);
    expectSound(columns);
    const { features, actionCount, allowed, actions } = columns;
    this.layout = {
      capacity: actions.length,
      features,
      maskedActions: allowed === null ? 0 : actionCount,
    };
    this.#columns = columns;
    this.#random = random;
  }

  get length(): number {
    return this.layout.capacity;
  }

  get weighted(): boolean {
    return this.#columns.weights !== null;
  }

  /** @throws RangeError always: a log is what it is */
  insert(): void {
    throw new RangeError('replay: a log takes no further decisions');
  }

  sample(size: number): Sample {
    if (this.length === 0) throw new RangeError('replay: cannot sample, it is empty');
    const rows = this.#draw(size);
    const { weights } = this.#columns;
    return {
      batch: this.#read(rows),
      rows,
      weights: weights && gather(weights, rows, 1, new Float32Array(size)),
    };
  }

  update(): void {
    // Every decision stays as likely as every other.
  }

  state(): SavedState {
    return { pass: this.#pass, position: this.#position };
  }

  /** @throws RangeError if the state is of a longer log */
  restore(state: SavedState): void {
    const [pass, position] = [savedNumber(state, 'pass'), savedNumber(state, 'position')];
    if (!(position <= this.length))
      throw new RangeError(`replay: expected a position in ${this.length} decisions, got ${position}`);
    this.#pass = pass;
    this.#position = position;
    this.#order = null;
  }

  /** The next rows: the rest of the pass, and as much of the passes after it. */
  #draw(size: number): Int32Array {
    const rows = new Int32Array(size);
    for (let drawn = 0; drawn < size;) {
      if (this.#position === this.length) this.#nextPass();
      this.#order ??= this.#drawOrder();
      const part = this.#order.subarray(this.#position, this.#position + size - drawn);
      rows.set(part, drawn);
      drawn += part.length;
      this.#position += part.length;
    }
    return rows;
  }

  #nextPass(): void {
    this.#pass += 1;
    this.#position = 0;
    this.#order = null;
  }

  /** All rows, shuffled. @see Durstenfeld (1964), https://doi.org/10.1145/364520.364540 */
  #drawOrder(): Int32Array {
    const random = this.#random.fork(`pass-${this.#pass}`);
    const order = new Int32Array(this.length);
    for (let row = 0; row < order.length; row += 1) order[row] = row;
    for (let left = order.length; left > 1; left -= 1) {
      const picked = random.integer(left);
      const row = order[picked]!;
      order[picked] = order[left - 1]!;
      order[left - 1] = row;
    }
    return order;
  }

  #read(rows: Int32Array): TransitionBatch {
    const { features, actionCount, observations, actions, rewards, discounts, next, allowed } = this.#columns;
    const size = rows.length;
    const followers = gather(next, rows, 1, new Int32Array(size));
    return {
      size,
      observations: gather(observations, rows, features, new Float32Array(size * features)),
      actions: gather(actions, rows, 1, new Int32Array(size)),
      rewards: gather(rewards, rows, 1, new Float32Array(size)),
      discounts: gather(discounts, rows, 1, new Float32Array(size)),
      nextObservations: gather(observations, followers, features, new Float32Array(size * features)),
      // Whatever may follow where nothing does: its discount is 0.
      nextAllowed:
        allowed && gather(allowed, followers, actionCount, new Float32Array(size * actionCount).fill(1)),
    };
  }
}

/**
 * Rows of a column.
 *
 * @param column [n, width]
 * @param rows [m] -1 for one that is left as it is
 * @param out [m, width] written into
 * @returns out
 */
function gather<Column extends Float32Array | Int32Array>(
  column: Float32Array | Int32Array | Uint8Array,
  rows: Int32Array,
  width: number,
  out: Column,
): Column {
  for (let row = 0, to = 0; row < rows.length; row += 1, to += width) {
    const from = rows[row]! * width;
    if (from < 0) continue;
    for (let i = 0; i < width; i += 1) out[to + i] = column[from + i]!;
  }
  return out;
}
