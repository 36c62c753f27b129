import type { TransitionBatch } from '../../src/replay/transition';

/** Transitions told apart by one number: everything in them is made of it. */
export function numbered(...numbers: readonly number[]): TransitionBatch {
  return {
    size: numbers.length,
    observations: Float32Array.from(numbers.flatMap((n) => [n, n + 0.25])),
    actions: Int32Array.from(numbers, (n) => n % 3),
    rewards: Float32Array.from(numbers, (n) => 10 * n),
    discounts: Float32Array.from(numbers, (n) => (n % 5 === 0 ? 0 : 0.5)),
    nextObservations: Float32Array.from(numbers.flatMap((n) => [n + 1, n + 1.25])),
    nextAllowed: Float32Array.from(numbers.flatMap((n) => [1, n % 2, 1])),
  };
}
