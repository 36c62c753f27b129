/** The chi-square distribution. */
import gammainc from '@stdlib/math-base-special-gammainc';

/** Probability of a value of at least `x` with so many degrees of freedom. */
export function chiSquareTail(x: number, freedom: number): number {
  return gammainc(x / 2, freedom / 2, true, true);
}
