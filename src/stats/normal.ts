/** The normal distribution. */
import erfc from '@stdlib/math-base-special-erfc';

/** Probability that a standard normal number is at most x; 0 and 1 at the infinities. */
export function normalProbability(x: number): number {
  return 0.5 * erfc(-x * Math.SQRT1_2);
}
