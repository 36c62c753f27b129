/** Numbers made of customers' names: the same for the same customer and seed, in whatever order the file has them. */
import { murmur3 } from '../../core/murmur3';
import { xxhash32 } from '../../core/xxhash32';
import type { RawBatch } from '../../dataset/features/raw-batches';
import { nameAt } from '../../dataset/read/text-column';

/**
 * [rows] MurmurHash3 x86_32 of each row's customer in UTF-8, blanks around it left out; of a file without customers, of the
 * row's number from 1 on in decimal digits
 */
export function customerHashes({ rows, first, customers }: RawBatch, seed: number): Uint32Array {
  const out = new Uint32Array(rows);
  if (customers === null) {
    for (let row = 0; row < rows; row += 1) {
      const digits = Buffer.from(String(first + row + 1));
      out[row] = murmur3(digits, 0, digits.length, seed);
    }
    return out;
  }
  const { bytes, bounds } = customers;
  for (let row = 0; row < rows; row += 1) out[row] = murmur3(bytes, bounds[row]!, bounds[row + 1]!, seed);
  return out;
}

/** [rows] from 0 to below 1, in steps of 2^-32 */
export function drawsOf(hashes: Uint32Array): Float64Array {
  return Float64Array.from(hashes, (hash) => hash / 2 ** 32);
}

/** Of both hashes: names that one confuses whatever its seed, the other tells apart, so that both make 64 bits. */
const SEED = 0x5bd1e995;
const FIRST_SLOTS = 2 ** 12;
/** Of 8 bytes each: 128 MiB, whatever the file's length. */
const MOST_SLOTS = 2 ** 24;
const MOST_TAKEN = 0.75;

/** Says whether a customer was there before; of files of more than 12 million customers it remembers the first ones alone. */
export class CustomersSeen {
  /** [slots, 2] */
  #slots = new Int32Array(2 * FIRST_SLOTS);
  #taken = 0;
  /** Rows whose customer was there before. */
  repeated = 0;
  /** Where the first of them stands. */
  place: string | null = null;
  /** Whether all customers were remembered. */
  isComplete = true;

  take(batch: RawBatch): void {
    if (batch.customers === null) return;
    const { bytes, bounds } = batch.customers;
    for (let row = 0; row < batch.rows; row += 1) {
      const [from, to] = [bounds[row]!, bounds[row + 1]!];
      const other = xxhash32(bytes, from, to, SEED) | 0;
      if (this.#add(murmur3(bytes, from, to, SEED) | 0, other === 0 ? 1 : other)) continue;
      this.repeated += 1;
      this.place ??= `${batch.place(row)} ${batch.customers.name}: ${JSON.stringify(nameAt(batch.customers, row))}`;
    }
  }

  /** @param other not 0 @returns whether it was not there */
  #add(one: number, other: number): boolean {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let at = (one << 1) & mask;
    for (; slots[at + 1] !== 0; at = (at + 2) & mask)
      if (slots[at] === one && slots[at + 1] === other) return false;
    if (this.#taken + 1 > MOST_TAKEN * MOST_SLOTS) {
      this.isComplete = false;
      return true;
    }
    slots[at] = one;
    slots[at + 1] = other;
    this.#taken += 1;
    if (this.#taken > (MOST_TAKEN * slots.length) / 2 && slots.length < 2 * MOST_SLOTS) this.#grow();
    return true;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(2 * old.length);
    this.#taken = 0;
    for (let at = 0; at < old.length; at += 2) if (old[at + 1] !== 0) this.#add(old[at]!, old[at + 1]!);
  }
}
