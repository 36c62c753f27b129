/** Numbers that are equal for equal rows, whatever their order in the file: to sort by, to split by, to find copies by. */

/** Read once: where scripts run in a realm of their own, as under jest, a global costs more than the mixing. */
const { imul } = Math;

/** Mixes 32 bits into 32 others (MurmurHash3's step and finish, public domain, Austin Appleby). */
function mixed(hash: number, word: number): number {
  let k = imul(word, 0xcc9e2d51);
  k = imul((k << 15) | (k >>> 17), 0x1b873593);
  const h = hash ^ k;
  return (imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}

function finished(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

const SECOND = 0x9747b28c;

/** 53 bits of two hashes as one whole number. */
function joined(high: number, low: number): number {
  return (finished(high) >>> 11) * 2 ** 32 + finished(low);
}

/** @returns a whole number in [0, 2^53), by the text alone */
export function textHash(text: string, seed = 0): number {
  let high = seed | 0;
  let low = (seed ^ SECOND) | 0;
  for (let i = 0; i < text.length; i += 1) {
    const word = text.charCodeAt(i);
    high = mixed(high, word);
    low = mixed(low, word);
  }
  return joined(mixed(high, text.length), mixed(low, text.length));
}

/** Gathers the columns of a table into one hash per row. */
export class RowHashes {
  readonly #high: Int32Array;
  readonly #low: Int32Array;

  constructor(rows: number) {
    this.#high = new Int32Array(rows);
    this.#low = new Int32Array(rows).fill(SECOND);
  }

  /** @param values [rows] */
  addNumbers(values: ArrayLike<number>): void {
    const value = new Float64Array(1);
    const words = new Int32Array(value.buffer);
    for (let row = 0; row < this.#high.length; row += 1) {
      value[0] = values[row]!;
      this.#add(row, words[0]!, words[1]!);
    }
  }

  /** @param codes [rows] index into `names`, or -1; rows of equal names become equal, whatever their codes */
  addNames({ codes, names }: { readonly codes: Int32Array; readonly names: readonly string[] }): void {
    const hashes = names.map((name) => textHash(name));
    for (let row = 0; row < this.#high.length; row += 1) {
      const code = codes[row]!;
      const hash = code < 0 ? -1 : hashes[code]!;
      this.#add(row, hash | 0, Math.floor(hash / 2 ** 32));
    }
  }

  #add(row: number, one: number, other: number): void {
    this.#high[row] = mixed(mixed(this.#high[row]!, one), other);
    this.#low[row] = mixed(mixed(this.#low[row]!, one), other);
  }

  /** [rows] whole numbers in [0, 2^53) */
  hashes(): Float64Array {
    const hashes = new Float64Array(this.#high.length);
    for (let row = 0; row < hashes.length; row += 1) hashes[row] = joined(this.#high[row]!, this.#low[row]!);
    return hashes;
  }
}
