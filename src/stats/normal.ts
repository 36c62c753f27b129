/** The normal distribution. */
import erfc from '@stdlib/math-base-special-erfc';
import erfcInverse from '@stdlib/math-base-special-erfcinv';

/** Probability that a standard normal number is at most x; 0 and 1 at the infinities. */
export function normalProbability(x: number): number {
  return 0.5 * erfc(-x * Math.SQRT1_2);
}

/** The x that a standard normal number stays at or below with this probability; infinite for 0 and 1. */
export function normalQuantile(probability: number): number {
  return -Math.SQRT2 * erfcInverse(2 * probability);
}
