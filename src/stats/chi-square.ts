/** The chi-square distribution. */
import type gammainc from '@stdlib/math-base-special-gammainc';
import { onDemand } from '../core/on-demand';

const loadGammainc = onDemand<typeof gammainc>('@stdlib/math-base-special-gammainc');

/** Probability of a value of at least `x` with so many degrees of freedom. */
export function chiSquareTail(x: number, freedom: number): number {
  return loadGammainc()(x / 2, freedom / 2, true, true);
}
