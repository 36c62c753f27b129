/**
 * High-confidence off-policy evaluation: a lower bound of the mean of numbers that are not negative and have no upper
 * limit, such as importance-weighted returns. Each is cut off at a threshold fixed beforehand, which can only lower the
 * mean, and what is left has a range.
 *
 * @see Thomas, Theocharous & Ghavamzadeh (2015), Theorem 1, https://doi.org/10.1609/aaai.v29i1.9541
 */
import type { Random } from '../../core/random';
import { shuffled } from '../held-out';
import { expectWithin, logOfRisk } from './arguments';
import { empiricalBernsteinLowerBound } from './empirical-bernstein';
import type { LowerBound } from './lower-bound';

const NOT_NEGATIVE = { low: 0, high: Infinity };
/** Of the units, as in the paper. */
const HELD_OUT = 1 / 20;

/**
 * Theorem 1 with one threshold for all: empirical Bernstein of min(x, threshold).
 *
 * @param values [units] >= 0
 * @param threshold > 0, chosen without a look at these values (`hcopeThreshold` on others)
 * @param level probability with which the mean lies above, one-sided
 * @returns at least 0
 * @throws RangeError naming the row of a negative value
 */
export function cutOffLowerBound(values: Float64Array, threshold: number, level: number): number {
  expectWithin('values', values, NOT_NEGATIVE);
  return empiricalBernsteinLowerBound(
    values.map((value) => Math.min(value, threshold)),
    { low: 0, high: threshold },
    level,
  );
}

/**
 * The threshold for other units: that at which the bound would be largest if they were like the units held out. One of
 * the values held out is taken, for beyond the largest only the range grows.
 *
 * @param heldOut [units held out] >= 0, drawn at random; not among the units to be bounded
 * @param units how many units will be bounded
 * @param level as for the bound
 * @returns null if no value held out is above 0, or there are fewer than two: nothing to choose by
 */
export function hcopeThreshold(heldOut: Float64Array, units: number, level: number): number | null {
  const logRisk = logOfRisk(level) + Math.LN2;
  expectWithin('heldOut', heldOut, NOT_NEGATIVE);
  const ascending = heldOut.slice().sort();
  const n = ascending.length;
  if (n < 2 || units < 2) return null;
  let best = -Infinity;
  let threshold: number | null = null;
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < n; i += 1) {
    const value = ascending[i]!;
    sum += value;
    squares += value * value;
    if (value === 0) continue;
    const beyond = n - 1 - i;
    const mean = (sum + beyond * value) / n;
    const variance = Math.max(0, (squares + beyond * value * value - n * mean * mean) / (n - 1));
    const ofRange = (7 * value * logRisk) / (3 * (units - 1));
    const bound = mean - ofRange - Math.sqrt((2 * variance * logRisk) / units);
    if (bound > best) [best, threshold] = [bound, value];
  }
  return threshold;
}

/**
 * The whole procedure: a twentieth of the units, drawn at random, chooses the threshold, the others are bounded.
 *
 * @param random says which units choose
 */
export function hcope(random: Random): LowerBound {
  return (values, _, level) => {
    expectWithin('values', values, NOT_NEGATIVE);
    const order = shuffled(Int32Array.from(values.keys()), random);
    const apart = Math.round(order.length * HELD_OUT);
    const of = (units: Int32Array) => Float64Array.from(units, (unit) => values[unit]!);
    const rest = of(order.subarray(apart));
    const threshold = hcopeThreshold(of(order.subarray(0, apart)), rest.length, level);
    return threshold === null ? 0 : cutOffLowerBound(rest, threshold, level);
  };
}
