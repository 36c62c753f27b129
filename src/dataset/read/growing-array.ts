/** A typed array that grows by pieces: what was written is copied when it is first asked for, and then never again. */

type Kind = Float32Array | Float64Array | Int32Array;

/** Values in a piece, unless more are wanted at once. */
const PIECE = 2 ** 14;

/** Values in the first piece: who asks about one row has a dozen such arrays. */
const FIRST_PIECE = 64;

/** From this many values on, memory for more at the end is the lesser evil than a copy. */
const WORTH_KEEPING = 2 ** 17;
/** And of fewer where this share of it is used. */
const MOSTLY = 0.5;

export class GrowingArray<Values extends Kind> {
  readonly #kind: new (length: number) => Values;
  #full: Values[] = [];
  #fullLength = 0;
  #piece: Values;
  #used = 0;

  constructor(kind: new (length: number) => Values) {
    this.#kind = kind;
    this.#piece = new kind(FIRST_PIECE);
  }

  get length(): number {
    return this.#fullLength + this.#used;
  }

  push(value: number): void {
    if (this.#used === this.#piece.length) this.#begin(Math.min(PIECE, Math.max(FIRST_PIECE, this.length)));
    this.#piece[this.#used] = value;
    this.#used += 1;
  }

  /** @returns [at least count] where the next values may be written; `keep` then says how many were */
  room(count: number): Values {
    if (this.#piece.length - this.#used < count) this.#begin(Math.max(count, PIECE));
    return this.#piece.subarray(this.#used) as Values;
  }

  /** Counts the first values of the last `room` as written. */
  keep(count: number): void {
    this.#used += count;
  }

  /**
   * Takes memory for so many values at once. Memory that is not written to costs nothing, and what fits needs no copy
   * when it is asked for: of a log that fills half the memory, the pieces beside the whole would fill the other half.
   */
  expect(count: number): void {
    if (count <= this.length) return;
    const values = this.toArray();
    this.#piece = new this.#kind(count);
    this.#piece.set(values);
    this.#used = values.length;
    this.#full = [];
    this.#fullLength = 0;
  }

  #begin(length: number): void {
    if (this.#used > 0) this.#full.push(this.#piece.subarray(0, this.#used) as Values);
    this.#fullLength += this.#used;
    this.#piece = new this.#kind(length);
    this.#used = 0;
  }

  /** The values so far in one piece, which is theirs from then on: who writes into it changes them. */
  toArray(): Values {
    const [first] = this.#full;
    if (this.#used === 0 && this.#full.length === 1) return first!;
    const enough = Math.min(WORTH_KEEPING, MOSTLY * this.#piece.length);
    if (this.#full.length === 0 && this.#used >= enough) return this.#piece.subarray(0, this.#used) as Values;
    const values = new this.#kind(this.length);
    let at = 0;
    for (const piece of this.#full) {
      values.set(piece, at);
      at += piece.length;
    }
    values.set(this.#piece.subarray(0, this.#used), at);
    // A log may fill half the memory: the pieces go before the next column is put together.
    this.#full = [values];
    this.#fullLength = values.length;
    this.#piece = new this.#kind(0);
    this.#used = 0;
    return values;
  }
}
