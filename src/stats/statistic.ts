/** Numbers that a sample of independent units comes to, and what each would come to for another sample. */
import type tQuantile from '@stdlib/stats-base-dists-t-quantile';
import type { Estimate } from '../core/estimate';
import { onDemand } from '../core/on-demand';
import { expectLength } from '../core/shape';

const loadTQuantile = onDemand<typeof tQuantile>('@stdlib/stats-base-dists-t-quantile');

/** A function of a sample of units (customers, or rows where no column says who), such as a mean or a ratio of sums. */
export interface Statistic {
  /** How many units were drawn. */
  readonly units: number;
  /** NaN where it is undefined, such as a ratio without denominator. */
  readonly value: number;
  /**
   * [units] how much each unit pulls the value away from it, times the number of units; they sum to 0. Their mean square
   * by the number of units is the variance of the value.
   *
   * @see Hampel (1974), The influence curve and its role in robust estimation, https://doi.org/10.1080/01621459.1974.10482962
   */
  readonly influence: Float64Array;
  /**
   * What a resample comes to, every sum and denominator made anew.
   *
   * @param counts [units] how often each unit is in it
   */
  resampled(counts: ArrayLike<number>): number;
}

/** @returns NaN of fewer than two units */
export function standardError({ units, influence }: Pick<Statistic, 'units' | 'influence'>): number {
  if (units < 2) return NaN;
  let squares = 0;
  for (let i = 0; i < units; i += 1) squares += influence[i]! * influence[i]!;
  return Math.sqrt(squares / (units - 1) / units);
}

/**
 * The value with Student's t interval by the influence of its units: of a mean the usual one, of ratios that of the
 * delta method.
 *
 * @param level coverage of the two-sided interval, in (0, 1)
 * @returns value null where it is undefined; low and high null of fewer than two units
 * @throws RangeError for another level
 */
export function tInterval(statistic: Omit<Statistic, 'resampled'>, level = 0.95): Estimate {
  if (!(level > 0 && level < 1)) throw new RangeError(`level: expected between 0 and 1, got ${level}`);
  const { units, value } = statistic;
  if (!Number.isFinite(value)) return { value: null, low: null, high: null, level };
  const error = standardError(statistic);
  if (!Number.isFinite(error)) return { value, low: null, high: null, level };
  const half = loadTQuantile()((1 + level) / 2, units - 1) * error;
  return { value, low: value - half, high: value + half, level };
}

/** Adds statistics of the same units, each times a factor: what they have in common cancels in a difference. */
export function combined(
  parts: readonly { readonly factor: number; readonly statistic: Statistic }[],
): Statistic {
  const [first] = parts;
  if (first === undefined) throw new RangeError('combined: expected at least one statistic, got none');
  const { units } = first.statistic;
  const influence = new Float64Array(units);
  let value = 0;
  for (const { factor, statistic } of parts) {
    expectLength('influence', statistic.influence, units);
    value += factor * statistic.value;
    for (let i = 0; i < units; i += 1) influence[i]! += factor * statistic.influence[i]!;
  }
  return {
    ...{ units, value, influence },
    resampled: (counts) =>
      parts.reduce((sum, { factor, statistic }) => sum + factor * statistic.resampled(counts), 0),
  };
}

/** First minus second, unit by unit. @throws ShapeError if they are not of as many units */
export function differenceOf(first: Statistic, second: Statistic): Statistic {
  return combined([
    { factor: 1, statistic: first },
    { factor: -1, statistic: second },
  ]);
}
