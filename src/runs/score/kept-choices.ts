/** What may be chosen at every row of a file, kept while the prices are found that its limits ask for. */
import { InputError } from '../../core/errors';
import { allowedBy } from '../../dataset/decisions/bars';
import type { RawBatch } from '../../dataset/features/raw-batches';
import type { Decided } from '../../decide/decide';
import type { Choices } from '../../rl/choices';
import { customerHashes } from './customers';

/** Bytes of all values that are kept: a typed array of more is not to be had everywhere. */
const MOST_BYTES = 2 ** 31;

export class KeptChoices {
  readonly #actions: number;
  #rows = 0;
  #qValues: Float32Array;
  #allowed: Uint8Array;
  #hashes: Uint32Array;
  /** [actions] rows that an action would be tried in, each counted by the share of the row's tries */
  readonly tries: Float64Array;

  constructor(actions: number) {
    this.#actions = actions;
    this.#qValues = new Float32Array(0);
    this.#allowed = new Uint8Array(0);
    this.#hashes = new Uint32Array(0);
    this.tries = new Float64Array(actions);
  }

  get rows(): number {
    return this.#rows;
  }

  /** Of values, marks, hash and weight. */
  get bytesPerRow(): number {
    return 5 * this.#actions + 4 + 8;
  }

  /** @param decided of the batch, whatever is charged there */
  take(batch: RawBatch, { qValues, supported }: Decided, seed: number): void {
    const { rows, bars } = batch;
    this.#makeRoom(this.#rows + rows);
    const at = this.#rows * this.#actions;
    this.#qValues.set(qValues, at);
    if (supported === null) this.#allowed.fill(1, at, at + qValues.length);
    else this.#allowed.set(supported, at);
    this.#hashes.set(customerHashes(batch, seed), this.#rows);
    this.#countTries(allowedBy(bars), rows);
    this.#rows += rows;
  }

  /** Whatever no rule bars is tried, supported or not, each alike. */
  #countTries(allowed: Uint8Array | null, rows: number): void {
    const { tries } = this;
    const count = this.#actions;
    for (let row = 0, first = 0; row < rows; row += 1, first += count) {
      let among = 0;
      for (let action = 0; action < count; action += 1) if (allowed?.[first + action] !== 0) among += 1;
      for (let action = 0; action < count; action += 1)
        if (allowed?.[first + action] !== 0) tries[action]! += 1 / among;
    }
  }

  #makeRoom(rows: number): void {
    if (rows <= this.#hashes.length) return;
    const most = Math.floor(MOST_BYTES / (4 * this.#actions));
    if (rows > most)
      throw new InputError(
        `--data: expected at most ${most} rows with a budget or capacity of all together, got more; share them out over several files`,
      );
    const length = Math.min(most, 2 * rows);
    const grown = <Kind extends Float32Array | Uint8Array | Uint32Array>(old: Kind, size: number): Kind => {
      const all = new (old.constructor as new (length: number) => Kind)(size);
      all.set(old);
      return all;
    };
    this.#qValues = grown(this.#qValues, length * this.#actions);
    this.#allowed = grown(this.#allowed, length * this.#actions);
    this.#hashes = grown(this.#hashes, length);
  }

  choices(): Choices {
    const values = this.#rows * this.#actions;
    return {
      qValues: this.#qValues.subarray(0, values),
      allowed: this.#allowed.subarray(0, values),
      weights: new Float64Array(this.#rows).fill(1),
    };
  }

  hashes(): Uint32Array {
    return this.#hashes.subarray(0, this.#rows);
  }
}
