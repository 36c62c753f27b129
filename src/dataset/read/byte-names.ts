/** Different names numbered in the order of first use, found by their UTF-8 bytes: a hash table with open addresses. */

const EMPTY = -1;

export class ByteNames {
  /** [slots, a power of two] code of the name, or EMPTY; at most half of them are taken */
  #slots: Int32Array = new Int32Array(64).fill(EMPTY);
  /** [≥ names] */
  #hashes: Int32Array = new Int32Array(32);
  /** [≥ names + 1] where each name begins in `#text`, and the one before it ends */
  #starts: Int32Array = new Int32Array(33);
  #text = Buffer.alloc(256);
  #count = 0;

  /** The number of the name between two bytes, a new one if it is new. */
  codeOf(bytes: Uint8Array, from: number, to: number): number {
    let hash = to - from;
    for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
    hash ^= hash >>> 15;
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const code = this.#slots[slot]!;
      if (code === EMPTY) return this.#add(hash, slot, bytes, from, to);
      if (this.#hashes[code] === hash && this.#isName(code, bytes, from, to)) return code;
    }
  }

  #isName(code: number, bytes: Uint8Array, from: number, to: number): boolean {
    const start = this.#starts[code]!;
    if (this.#starts[code + 1]! - start !== to - from) return false;
    for (let at = from; at < to; at += 1) {
      if (this.#text[start + at - from] !== bytes[at]) return false;
    }
    return true;
  }

  #add(hash: number, slot: number, bytes: Uint8Array, from: number, to: number): number {
    const code = this.#count;
    const start = this.#starts[code]!;
    const end = start + to - from;
    if (end > this.#text.length) this.#text = Buffer.concat([this.#text], 2 * end);
    this.#text.set(bytes.subarray(from, to), start);
    this.#starts[code + 1] = end;
    this.#hashes[code] = hash;
    this.#slots[slot] = code;
    this.#count += 1;
    if (2 * this.#count === this.#slots.length) this.#grow();
    return code;
  }

  #grow(): void {
    const mask = 4 * this.#count - 1;
    const slots = new Int32Array(mask + 1).fill(EMPTY);
    for (let code = 0; code < this.#count; code += 1) {
      let slot = this.#hashes[code]! & mask;
      while (slots[slot] !== EMPTY) slot = (slot + 1) & mask;
      slots[slot] = code;
    }
    this.#slots = slots;
    this.#hashes = resized(this.#hashes, 2 * this.#count);
    this.#starts = resized(this.#starts, 2 * this.#count + 1);
  }

  /** The names in the order of their numbers. */
  toArray(): string[] {
    return Array.from({ length: this.#count }, (_, code) =>
      this.#text.toString('utf8', this.#starts[code]!, this.#starts[code + 1]!),
    );
  }
}

function resized(values: Int32Array, length: number): Int32Array {
  const larger = new Int32Array(length);
  larger.set(values);
  return larger;
}
