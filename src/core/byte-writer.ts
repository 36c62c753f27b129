/** Text put together as bytes in one piece of memory, without a string for each part of it. */

const ZERO = 0x30;
const MINUS = 0x2d;
const POINT = 0x2e;
/** Digits that tell a number of single precision from every other. */
const DIGITS = 9;
/** 10^0 to 10^22: the powers of ten that are doubles. */
const POWERS = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
/** The digits of 0 to 99, two each. */
const PAIRS = Uint8Array.from({ length: 200 }, (_, at) =>
  at % 2 === 0 ? ZERO + Math.floor(at / 20) : ZERO + (Math.floor(at / 2) % 10),
);
/** Below it a whole number has 32 bits, and at most ten digits. */
const MOST_SHORT = 2 ** 31;
/** Longest number that is written. */
const LONGEST = 32;

export class ByteWriter {
  #bytes: Buffer;
  #length = 0;
  readonly #digits = new Uint8Array(LONGEST);

  constructor(room = 2 ** 16) {
    this.#bytes = Buffer.allocUnsafe(room);
  }

  get length(): number {
    return this.#length;
  }

  /** What was written since the last `clear`; the next call writes over it. */
  written(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  clear(): void {
    this.#length = 0;
  }

  byte(value: number): void {
    this.#makeRoom(1);
    this.#bytes[this.#length] = value;
    this.#length += 1;
  }

  bytes(values: Uint8Array, from = 0, to = values.length): void {
    this.#makeRoom(to - from);
    const out = this.#bytes;
    let length = this.#length;
    for (let at = from; at < to; at += 1, length += 1) out[length] = values[at]!;
    this.#length = length;
  }

  text(value: string): void {
    this.bytes(Buffer.from(value));
  }

  /** @param value whole, from 0 to 2^53 */
  whole(value: number): void {
    this.#makeRoom(LONGEST);
    if (value < MOST_SHORT) {
      this.#whole(value);
      return;
    }
    const digits = this.#digits;
    let count = 0;
    let left = value;
    do {
      const rest = Math.floor(left / 10);
      digits[count] = ZERO + (left - 10 * rest);
      count += 1;
      left = rest;
    } while (left > 0);
    for (; count > 0; count -= 1, this.#length += 1) this.#bytes[this.#length] = digits[count - 1]!;
  }

  /** A number with nine digits, those at its end that are 0 left out: `Math.fround` of it comes back from the text. */
  number(value: number): void {
    const size = Math.abs(value);
    if (value !== 0 && !(size >= 1e-5 && size < 1e9)) {
      this.text(String(Number(value.toPrecision(DIGITS))));
      return;
    }
    this.#makeRoom(LONGEST);
    if (value < 0) this.byte(MINUS);
    let before = 0;
    while (before < DIGITS && size >= POWERS[before]!) before += 1;
    let decimals = DIGITS - before;
    // Of a number below 1 the zeros behind the point are none of its digits.
    for (let at = 1; before === 0 && size !== 0 && size * POWERS[at]! < 1; at += 1) decimals += 1;
    // At most 10^9, which 32 bits hold.
    const scaled = Math.round(size * POWERS[decimals]!) | 0;
    const whole = decimals > DIGITS ? 0 : (scaled / POWERS[decimals]!) | 0;
    this.#whole(whole);
    this.#decimals((scaled - whole * POWERS[decimals]!) | 0, decimals);
  }

  /** @param value below 2^31 */
  #whole(value: number): void {
    let size = 1;
    while (size < DIGITS + 1 && value >= POWERS[size]!) size += 1;
    this.#digitsAt(this.#length, size, value | 0);
    this.#length += size;
  }

  #decimals(value: number, count: number): void {
    if (value === 0) return;
    const out = this.#bytes;
    out[this.#length] = POINT;
    const first = this.#length + 1;
    this.#digitsAt(first, count, value);
    let end = first + count;
    while (out[end - 1] === ZERO) end -= 1;
    this.#length = end;
  }

  /** So many digits, zeros in front of them where the number has fewer. @param value below 2^31 */
  #digitsAt(first: number, count: number, value: number): void {
    const out = this.#bytes;
    let left = value;
    let at = first + count - 2;
    for (; at >= first; at -= 2) {
      const rest = (left / 100) | 0;
      const pair = 2 * (left - 100 * rest);
      out[at] = PAIRS[pair]!;
      out[at + 1] = PAIRS[pair + 1]!;
      left = rest;
    }
    if (at + 1 === first) out[first] = ZERO + left;
  }

  #makeRoom(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const more = Buffer.allocUnsafe(2 * (this.#length + count));
    this.#bytes.copy(more, 0, 0, this.#length);
    this.#bytes = more;
  }
}
