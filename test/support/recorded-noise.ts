import type { NormalSource } from '../../src/core/normal-generator';

/** Noise that plays the numbers once, one fill after the other; a fill beyond them throws. */
export function recordedNoise(numbers: Float64Array): NormalSource {
  let played = 0;
  return {
    fill: (out) => {
      if (played + out.length > numbers.length) throw new RangeError('recordedNoise: no numbers left');
      out.set(numbers.subarray(played, played + out.length));
      played += out.length;
    },
    state: () => ({}),
    restore: () => undefined,
  };
}
