/** The normal distribution. */
import type erfc from '@stdlib/math-base-special-erfc';
import { onDemand } from '../core/on-demand';

const loadErfc = onDemand<typeof erfc>('@stdlib/math-base-special-erfc');

/** Probability that a standard normal number is at most x; 0 and 1 at the infinities. */
export function normalProbability(x: number): number {
  return 0.5 * loadErfc()(-x * Math.SQRT1_2);
}
