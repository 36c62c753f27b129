/** What the bounds of means ask of their arguments. */

/** Limits known beforehand, never the smallest and largest of the sample: those make a bound wrong. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/**
 * @param level probability with which a one-sided bound holds, in (0, 1)
 * @returns ln(1/δ), δ = 1 − level being the probability that it fails
 * @throws RangeError for another level
 */
export function logOfRisk(level: number): number {
  if (!(level > 0 && level < 1)) throw new RangeError(`level: expected between 0 and 1, got ${level}`);
  return -Math.log1p(-level);
}

/** @throws RangeError naming the limits, unless they are finite and in order */
export function expectRange(name: string, { low, high }: Range): void {
  if (!(Number.isFinite(low) && Number.isFinite(high) && low < high))
    throw new RangeError(`${name}: expected low < high, got ${low} and ${high}`);
}

/** @throws RangeError naming the first row whose value lies outside, NaN included; infinity is never inside */
export function expectWithin(name: string, values: ArrayLike<number>, { low, high }: Range): void {
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i]!;
    if (!(value >= low && value <= high && value - value === 0))
      throw new RangeError(`${name}: expected ${low} to ${high}, got ${value} in row ${i}`);
  }
}
