/**
 * Winsorising: numbers beyond two limits are moved to them. It makes a mean steady where few numbers hold most of it, and
 * wrong by what it takes away: the mean of what is left is another one, most of all where the few numbers are what counts.
 *
 * @see Dixon (1960), Simplified estimation from censored normal samples, https://doi.org/10.1214/aoms/1177705900
 */
import { expectLength } from '../core/shape';

/** A share of the numbers at each end, in (0, 0.5); or the limits themselves. */
export type Winsorising = number | readonly [low: number, high: number];

export interface Limits {
  readonly low: number;
  readonly high: number;
}

/**
 * By share s of n numbers the k = ⌊s n⌋ smallest become the smallest of the others, and the k largest the largest.
 *
 * @throws RangeError without numbers
 */
export function winsoriseLimits(values: Float64Array, winsorise: Winsorising): Limits {
  if (typeof winsorise !== 'number') return { low: winsorise[0], high: winsorise[1] };
  if (values.length === 0) throw new RangeError('winsoriseLimits: expected numbers, got none');
  const sorted = values.slice().sort();
  const cut = Math.floor(winsorise * sorted.length);
  return { low: sorted[cut]!, high: sorted[sorted.length - 1 - cut]! };
}

/** [n] of its own */
export function winsorised(values: Float64Array, { low, high }: Limits): Float64Array {
  return values.map((value) => Math.min(high, Math.max(low, value)));
}

/** What winsorising does to a mean. */
export interface MeanChange {
  readonly count: number;
  /** Of these, the numbers that were moved up to the lower limit, and down to the upper one. */
  readonly below: number;
  readonly above: number;
  /** null of no numbers, and where none has a weight */
  readonly before: number | null;
  readonly after: number | null;
}

/**
 * @param weights [n] what each number counts
 * @param isOne whether a number takes part, by its place. @default all do
 */
export function meanChange(
  values: Float64Array,
  { low, high }: Limits,
  weights: Float64Array,
  isOne: (i: number) => boolean = () => true,
): MeanChange {
  expectLength('weights', weights, values.length);
  let [count, below, above] = [0, 0, 0];
  let [total, before, after] = [0, 0, 0];
  for (let i = 0; i < values.length; i += 1) {
    if (!isOne(i)) continue;
    const [value, weight] = [values[i]!, weights[i]!];
    count += 1;
    if (value < low) below += 1;
    else if (value > high) above += 1;
    total += weight;
    before += weight * value;
    after += weight * Math.min(high, Math.max(low, value));
  }
  const mean = (sum: number) => (total === 0 ? null : sum / total);
  return { count, below, above, before: mean(before), after: mean(after) };
}
