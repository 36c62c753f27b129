import type { NormalSource } from '../../src/core/normal-generator';

/** Noise that is written down in the test: the same numbers for every fill, 0 where nothing is written. */
export function scriptedNoise(...numbers: readonly number[]): NormalSource {
  return {
    fill: (out) => {
      for (let i = 0; i < out.length; i += 1) out[i] = numbers[i] ?? 0;
    },
    state: () => ({}),
    restore: () => undefined,
  };
}
