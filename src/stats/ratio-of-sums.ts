/** Ratios of sums over independent units: means, self-normalised means, and what is made of them. */
import { expectLength } from '../core/shape';
import type { Statistic } from './statistic';

/** Σ counts × values. */
export function countedSum(values: Float64Array, counts: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += counts[i]! * values[i]!;
  return sum;
}

function total(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += values[i]!;
  return sum;
}

/**
 * (Σ numerators) / (Σ denominators).
 *
 * @param numerators [units]
 * @param denominators [units]
 * @returns its influence is n (numerator − value × denominator) / Σ denominators, as the delta method has it
 * @throws ShapeError if the lengths differ
 */
export function ratioOfSums(numerators: Float64Array, denominators: Float64Array): Statistic {
  const units = numerators.length;
  expectLength('denominators', denominators, units);
  const below = total(denominators);
  const value = total(numerators) / below;
  const influence = new Float64Array(units);
  for (let i = 0; i < units; i += 1)
    influence[i] = (units * (numerators[i]! - value * denominators[i]!)) / below;
  return {
    ...{ units, value, influence },
    resampled: (counts) => countedSum(numerators, counts) / countedSum(denominators, counts),
  };
}

/** The mean over units. @param values [units] */
export function meanOf(values: Float64Array): Statistic {
  return ratioOfSums(values, new Float64Array(values.length).fill(1));
}
