/** What became of all rows, counted while they go by. */
import type { RawBatch } from '../../dataset/features/raw-batches';
import type { Decided } from '../../decide/decide';

export interface BarredCount {
  readonly action: string;
  /** The rule in words, or why else. */
  readonly reason: string;
  /** In which the action might not be taken, whether it would have been or not. */
  readonly rows: number;
}

export interface UnseenCount {
  readonly column: string;
  readonly value: string;
  readonly rows: number;
  /** Where the first stands. */
  readonly place: string;
}

/** Different values of a column that are told apart. */
const MOST_VALUES = 1000;

export class Tally {
  rows = 0;
  /** Rows in which another was tried than would be done without trying. */
  tried = 0;
  /** [actions] rows */
  readonly actions: Float64Array;
  /** [actions] rows that are expected, where some is tried */
  readonly expected: Float64Array;
  /** [actions] rows in which the log does not support an action that no rule bars */
  readonly unsupported: Float64Array;
  readonly #names: readonly string[];
  readonly #barred: Map<string, number>[];
  readonly #unseen = new Map<string, Map<string, UnseenCount>>();
  /** Rows by columns, of values beyond those that are told apart. */
  readonly moreUnseen = new Map<string, number>();

  constructor(names: readonly string[]) {
    this.#names = names;
    this.actions = new Float64Array(names.length);
    this.expected = new Float64Array(names.length);
    this.unsupported = new Float64Array(names.length);
    this.#barred = names.map(() => new Map<string, number>());
  }

  take(batch: RawBatch, decided: Decided): void {
    const { actions, best, probabilities } = decided;
    this.rows += batch.rows;
    for (let row = 0; row < actions.length; row += 1) {
      this.actions[actions[row]!]! += 1;
      if (actions[row] !== best[row]) this.tried += 1;
    }
    const width = this.#names.length;
    if (probabilities === null)
      for (let row = 0; row < actions.length; row += 1) this.expected[actions[row]!]! += 1;
    else
      for (let at = 0; at < probabilities.length; at += 1) this.expected[at % width]! += probabilities[at]!;
    this.#takeBars(decided);
    this.#takeUnseen(batch);
  }

  #takeBars({ bars, supported }: Decided): void {
    const width = this.#names.length;
    const reasons = bars?.reasons ?? [];
    const counts = new Float64Array(width * (reasons.length + 1));
    const { length } = supported ?? bars?.codes ?? [];
    for (let at = 0, action = 0; at < length; at += 1) {
      const code = bars === null ? 0 : bars.codes[at]!;
      if (code > 0) counts[code * width + action]! += 1;
      else if (supported?.[at] === 0) this.unsupported[action]! += 1;
      action += 1;
      if (action === width) action = 0;
    }
    for (const [i, reason] of reasons.entries())
      this.#barred.forEach((ofAction, action) => {
        const count = counts[(i + 1) * width + action]!;
        if (count > 0) ofAction.set(reason, (ofAction.get(reason) ?? 0) + count);
      });
  }

  #takeUnseen({ unseen, place }: RawBatch): void {
    for (const { column, value, row, count } of unseen) {
      const ofColumn = this.#unseen.get(column) ?? new Map<string, UnseenCount>();
      this.#unseen.set(column, ofColumn);
      const known = ofColumn.get(value);
      if (known === undefined && ofColumn.size === MOST_VALUES) {
        this.moreUnseen.set(column, (this.moreUnseen.get(column) ?? 0) + count);
        continue;
      }
      const rows = (known?.rows ?? 0) + count;
      ofColumn.set(value, { column, value, rows, place: known?.place ?? place(row) });
    }
  }

  /** The most frequent ones first. */
  barred(): readonly BarredCount[] {
    const all = this.#barred.flatMap((ofAction, action) =>
      [...ofAction].map(([reason, rows]) => ({ action: this.#names[action]!, reason, rows })),
    );
    const unsupported = this.#names.flatMap((action, i) =>
      this.unsupported[i]! > 0
        ? [{ action, reason: 'not supported by the log trained on', rows: this.unsupported[i]! }]
        : [],
    );
    return [...all, ...unsupported].sort((a, b) => b.rows - a.rows);
  }

  unseen(): readonly UnseenCount[] {
    return [...this.#unseen.values()].flatMap((ofColumn) => [...ofColumn.values()]);
  }
}
