/** The normal distribution. */
import type erfc from '@stdlib/math-base-special-erfc';
import type erfcInverse from '@stdlib/math-base-special-erfcinv';
import { onDemand } from '../core/on-demand';

const loadErfc = onDemand<typeof erfc>('@stdlib/math-base-special-erfc');
const loadErfcInverse = onDemand<typeof erfcInverse>('@stdlib/math-base-special-erfcinv');

/** Probability that a standard normal number is at most x; 0 and 1 at the infinities. */
export function normalProbability(x: number): number {
  return 0.5 * loadErfc()(-x * Math.SQRT1_2);
}

/** The x that a standard normal number stays at or below with this probability; infinite for 0 and 1. */
export function normalQuantile(probability: number): number {
  return -Math.SQRT2 * loadErfcInverse()(2 * probability);
}
