/**
 * The state of xoshiro128++ (Blackman & Vigna, https://prng.di.unimi.it), seeded and saved. Its step stands in the loops
 * that draw: there the four numbers must stay in registers.
 */
import { savedArray, type SavedState } from './saved-state';
import { expectLength } from './shape';
import type { Random } from './random';

/** [4] never all zero; seeded with 128 bits of the stream, which moves on by four numbers */
export function seededXoshiro(random: Random): Int32Array {
  const state = Int32Array.from({ length: 4 }, () => random.int32());
  state[0] ||= 1;
  return state;
}

export function saveXoshiro(state: Int32Array): SavedState {
  return { xoshiro128: state.slice() };
}

/** @param state [4] overwritten with what was saved */
export function restoreXoshiro(state: Int32Array, saved: SavedState): void {
  const words = savedArray(saved, 'xoshiro128', Int32Array);
  expectLength('xoshiro128', words, 4);
  state.set(words);
}
