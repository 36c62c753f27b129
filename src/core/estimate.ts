/** A number with its uncertainty: no estimate leaves the product bare. */
export interface Estimate {
  /** null where it is undefined (a ratio without denominator) */
  readonly value: number | null;
  /** Lower end of the two-sided interval; null where it cannot be known. */
  readonly low: number | null;
  readonly high: number | null;
  /** Coverage of the interval, for example .95. */
  readonly level: number;
}

/** Of the other side of a difference. */
export function negativeEstimate({ value, low, high, level }: Estimate): Estimate {
  const minus = (one: number | null) => (one === null ? null : -one);
  return { value: minus(value), low: minus(high), high: minus(low), level };
}

/** Of so many times what was estimated. @param factor from 0 on */
export function timesEstimate({ value, low, high, level }: Estimate, factor: number): Estimate {
  const times = (one: number | null) => (one === null ? null : factor * one);
  return { value: times(value), low: times(low), high: times(high), level };
}
