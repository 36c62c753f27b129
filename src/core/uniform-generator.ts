/**
 * Uniform numbers, hundreds of millions a second: xoshiro128++ (Blackman & Vigna, https://prng.di.unimi.it), 32 random
 * bits each. For worlds that draw events from tables; normal numbers come from `normal-generator.ts`.
 */
import type { Savable, SavedState } from './saved-state';
import type { Random } from './random';
import { restoreXoshiro, saveXoshiro, seededXoshiro } from './xoshiro128';

/** Independent numbers, uniform in [0, 1). */
export interface UniformSource extends Savable {
  /** @param out overwritten; two fills of n give the numbers of one fill of 2n */
  fill(out: Float64Array): void;
}

const UNIT = 2 ** -32;

export class UniformGenerator implements UniformSource {
  /** [4] state of xoshiro128++ */
  readonly #state: Int32Array;

  // Made by `from`, so that every generator hangs on a named stream.
  private constructor(state: Int32Array) {
    this.#state = state;
  }

  /** A generator seeded with 128 bits of the stream, which moves on by four numbers. */
  static from(random: Random): UniformGenerator {
    return new UniformGenerator(seededXoshiro(random));
  }

  fill(out: Float64Array): void {
    const s = this.#state;
    // The state in local variables keeps the loop in registers.
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
      out[i] = (bits >>> 0) * UNIT;
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
