/**
 * Standard normal numbers, many millions a second: the 256-layer Ziggurat of Marsaglia and Tsang over xoshiro128++.
 * Layer and value come from different bits of a draw; taken from the same bits they would be correlated, which
 * shows in the moments (Doornik 2005, "An Improved Ziggurat Method to Generate Normal Random Samples").
 */
import type { Savable, SavedState } from './saved-state';
import type { Random } from './random';
import { restoreXoshiro, saveXoshiro, seededXoshiro } from './xoshiro128';

/** Independent standard normal numbers. */
export interface NormalSource extends Savable {
  /** @param out overwritten; two fills of n give the numbers of one fill of 2n */
  fill(out: Float64Array): void;
}

/** Numbers of the 256-layer Ziggurat: where the tail begins, and the area of each layer under exp(-x^2 / 2). */
const LAYERS = 256;
const TAIL = 3.6541528853610088;
const AREA = 0.00492867323399;
/** Values of a draw: 24 bits, symmetric about 0. */
const HALF_RANGE = 2 ** 23;

const density = (x: number): number => Math.exp(-0.5 * x * x);

/** [layers + 1] right edge of each layer, falling; the base layer is widened to hold the tail's area too. */
const edges = new Float64Array(LAYERS + 1);
/** [layers + 1] density at the edge */
const heights = new Float64Array(LAYERS + 1);
/** [layers] number per unit of a draw's value */
const widths = new Float64Array(LAYERS);
/** [layers] values below this lie in the part of the layer that is wholly under the density */
const insides = new Int32Array(LAYERS);

edges[0] = AREA / density(TAIL);
edges[1] = TAIL;
for (let i = 2; i < LAYERS; i += 1) {
  const previous = edges[i - 1]!;
  edges[i] = Math.sqrt(-2 * Math.log(AREA / previous + density(previous)));
}
for (let i = 0; i <= LAYERS; i += 1) heights[i] = density(edges[i]!);
for (let i = 0; i < LAYERS; i += 1) {
  widths[i] = edges[i]! / HALF_RANGE;
  insides[i] = Math.floor((edges[i + 1]! / edges[i]!) * HALF_RANGE);
}

/** The next 32 bits of xoshiro128++ (Blackman & Vigna, https://prng.di.unimi.it); `s` moves on. */
function nextBits(s: Int32Array): number {
  const sum = (s[0]! + s[3]!) | 0;
  const bits = (((sum << 7) | (sum >>> 25)) + s[0]!) | 0;
  const shifted = s[1]! << 9;
  s[2]! ^= s[0]!;
  s[3]! ^= s[1]!;
  s[1]! ^= s[2]!;
  s[0]! ^= s[3]!;
  s[2]! ^= shifted;
  s[3] = (s[3]! << 11) | (s[3]! >>> 21);
  return bits;
}

/** In (0, 1), never an end, so that its logarithm is finite. */
const nextUniform = (s: Int32Array): number => ((nextBits(s) >>> 0) + 0.5) / 2 ** 32;

/** Beyond the last edge (Marsaglia 1964): exponential proposals, kept in proportion to the density. */
function tailNumber(s: Int32Array): number {
  for (;;) {
    const x = -Math.log(nextUniform(s)) / TAIL;
    if (-2 * Math.log(nextUniform(s)) >= x * x) return TAIL + x;
  }
}

/**
 * Finishes a draw that fell outside the sure part of its layer: about one in a hundred. Writes the number instead of
 * returning it, because a function too large to inline returns a number as an object on the heap.
 */
function finishDraw(s: Int32Array, bits: number, out: Float64Array, at: number): void {
  for (let draw = bits; ; draw = nextBits(s)) {
    const layer = draw & 255;
    const value = draw >> 8;
    const x = (value + 0.5) * widths[layer]!;
    out[at] = x;
    if ((value ^ (value >> 31)) < insides[layer]!) return;
    if (layer === 0) {
      out[at] = value < 0 ? -tailNumber(s) : tailNumber(s);
      return;
    }
    const low = heights[layer]!;
    if (low + nextUniform(s) * (heights[layer + 1]! - low) < density(x)) return;
  }
}

export class NormalGenerator implements NormalSource {
  /** [4] state of xoshiro128++ */
  readonly #state: Int32Array;

  // Made by `from`, so that every generator hangs on a named stream.
  private constructor(state: Int32Array) {
    this.#state = state;
  }

  /** A generator seeded with 128 bits of the stream, which moves on by four numbers. */
  static from(random: Random): NormalGenerator {
    return new NormalGenerator(seededXoshiro(random));
  }

  fill(out: Float64Array): void {
    const s = this.#state;
    // The state in local variables keeps the loop in registers: more than twice as fast as the array.
    let s0 = s[0]!;
    let s1 = s[1]!;
    let s2 = s[2]!;
    let s3 = s[3]!;
    for (let i = 0; i < out.length; i += 1) {
      const sum = (s0 + s3) | 0;
      const bits = (((sum << 7) | (sum >>> 25)) + s0) | 0;
      const shifted = s1 << 9;
      s2 ^= s0;
      s3 ^= s1;
      s1 ^= s2;
      s0 ^= s3;
      s2 ^= shifted;
      s3 = (s3 << 11) | (s3 >>> 21);
      const layer = bits & 255;
      const value = bits >> 8;
      // |value + .5| without a branch on the sign: -1 mirrors 0, -2 mirrors 1, and so on.
      if ((value ^ (value >> 31)) < insides[layer]!) {
        out[i] = (value + 0.5) * widths[layer]!;
        continue;
      }
      s[0] = s0;
      s[1] = s1;
      s[2] = s2;
      s[3] = s3;
      finishDraw(s, bits, out, i);
      s0 = s[0];
      s1 = s[1];
      s2 = s[2];
      s3 = s[3];
    }
    s[0] = s0;
    s[1] = s1;
    s[2] = s2;
    s[3] = s3;
  }

  state(): SavedState {
    return saveXoshiro(this.#state);
  }

  restore(state: SavedState): void {
    restoreXoshiro(this.#state, state);
  }
}
