/**
 * Different names numbered in the order of first use, found by their UTF-8 bytes: a hash table with open addresses. Of
 * many names each look into memory costs more than all arithmetic, so a slot holds whatever leads to the text.
 */
import { GrowingArray } from './growing-array';

/** Of a slot: the hash of a name, its number, and where it begins and ends in the text of all. */
const HASH = 0;
const CODE = 1;
const START = 2;
const END = 3;
const SLOT_SHIFT = 2;
const EMPTY = -1;
/** Bytes of a 32-bit number. */
const WORD = 4;

export class ByteNames {
  /** [slots, 4] a power of two, of which at most half are taken */
  #slots = emptySlots(64);
  #text = new DataView(new ArrayBuffer(256));
  /** [names] where each one ends in `#text`, and the next begins */
  readonly #ends = new GrowingArray(Int32Array);
  #textLength = 0;

  /** The number of the name between two bytes; -1 if it was not added. */
  find(bytes: DataView, from: number, to: number): number {
    const hash = hashOf(bytes, from, to);
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let slot = (hash << SLOT_SHIFT) & mask; ; slot = (slot + END + 1) & mask) {
      const code = slots[slot + CODE]!;
      if (code === EMPTY) return code;
      if (slots[slot + HASH] !== hash || slots[slot + END]! - slots[slot + START]! !== to - from) continue;
      if (isEqual(this.#text, slots[slot + START]!, bytes, from, to - from)) return code;
    }
  }

  /** Adds a name that is not there. @returns its number */
  add(bytes: DataView, from: number, to: number): number {
    const code = this.#ends.length;
    const start = this.#textLength;
    const end = start + to - from;
    this.#makeRoom(end);
    for (let at = from; at < to; at += 1) this.#text.setUint8(start + at - from, bytes.getUint8(at));
    this.#ends.push(end);
    this.#textLength = end;
    put(this.#slots, hashOf(bytes, from, to), code, start, end);
    return code;
  }

  /** For one more name, whose text ends there. */
  #makeRoom(end: number): void {
    if (end > this.#text.byteLength) {
      const text = new Uint8Array(2 * end);
      text.set(new Uint8Array(this.#text.buffer));
      this.#text = new DataView(text.buffer);
    }
    const old = this.#slots;
    if ((this.#ends.length + 1) << (SLOT_SHIFT + 1) <= old.length) return;
    this.#slots = emptySlots(old.length >> (SLOT_SHIFT - 1));
    for (let slot = 0; slot < old.length; slot += END + 1) {
      if (old[slot + CODE] === EMPTY) continue;
      put(this.#slots, old[slot + HASH]!, old[slot + CODE]!, old[slot + START]!, old[slot + END]!);
    }
  }

  /** The names in the order of their numbers. */
  toArray(): string[] {
    const text = Buffer.from(this.#text.buffer);
    let start = 0;
    return Array.from(this.#ends.toArray(), (end) => {
      const name = text.toString('utf8', start, end);
      start = end;
      return name;
    });
  }
}

function emptySlots(count: number): Int32Array<ArrayBuffer> {
  return new Int32Array(count << SLOT_SHIFT).fill(EMPTY);
}

/** Into the first free slot from that of the hash on. */
function put(slots: Int32Array, hash: number, code: number, start: number, end: number): void {
  const mask = slots.length - 1;
  let slot = (hash << SLOT_SHIFT) & mask;
  while (slots[slot + CODE] !== EMPTY) slot = (slot + END + 1) & mask;
  slots[slot + HASH] = hash;
  slots[slot + CODE] = code;
  slots[slot + START] = start;
  slots[slot + END] = end;
}

function isEqual(text: DataView, start: number, bytes: DataView, from: number, length: number): boolean {
  if (length < WORD) return shortWord(text, start, length) === shortWord(bytes, from, length);
  const last = length - WORD;
  for (let at = 0; at < last; at += WORD) {
    if (text.getInt32(start + at) !== bytes.getInt32(from + at)) return false;
  }
  return text.getInt32(start + last) === bytes.getInt32(from + last);
}

/** All of at most three bytes. */
function shortWord(bytes: DataView, from: number, length: number): number {
  if (length === 0) return 0;
  const middle = bytes.getUint8(from + (length >> 1));
  return bytes.getUint8(from) | (middle << 8) | (bytes.getUint8(from + length - 1) << 16);
}

/** Of the bytes, four at a time, the last four perhaps over some of those before: fewer branches than byte by byte. */
function hashOf(bytes: DataView, from: number, to: number): number {
  const length = to - from;
  if (length < WORD) return mixed(length ^ shortWord(bytes, from, length));
  const last = to - WORD;
  let hash = length;
  for (let at = from; at < last; at += WORD) hash = mixed(hash ^ bytes.getInt32(at));
  return mixed(hash ^ bytes.getInt32(last));
}

function mixed(hash: number): number {
  const product = Math.imul(hash, 0x9e3779b1);
  return product ^ (product >>> 15);
}
