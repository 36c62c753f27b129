/** The difference of two means of independent samples whose variances need not be alike. */
import type tCdf from '@stdlib/stats-base-dists-t-cdf';
import type tQuantile from '@stdlib/stats-base-dists-t-quantile';
import type { Estimate } from '../core/estimate';
import { onDemand } from '../core/on-demand';
import type { Moments } from './moments';

const loadTCdf = onDemand<typeof tCdf>('@stdlib/stats-base-dists-t-cdf');
const loadTQuantile = onDemand<typeof tQuantile>('@stdlib/stats-base-dists-t-quantile');

export interface MeanDifference {
  /** First minus second. */
  readonly difference: Estimate;
  readonly standardError: number;
  /** Degrees of freedom, no whole number as a rule. */
  readonly freedom: number;
  /** Two-sided: chance of a difference as far from 0, if there is none. */
  readonly pValue: number;
}

/** What of the variance of a difference is one sample's. */
export interface VariancePart {
  /** Variance of a value by their number: that of their mean. */
  readonly ofMean: number;
  readonly count: number;
}

/**
 * Degrees of freedom of the difference of two means.
 *
 * @see Welch (1947), https://doi.org/10.1093/biomet/34.1-2.28, by Satterthwaite's formula
 */
export function welchFreedom(first: VariancePart, second: VariancePart): number {
  const part = ({ ofMean, count }: VariancePart) => ofMean ** 2 / (count - 1);
  return (first.ofMean + second.ofMean) ** 2 / (part(first) + part(second));
}

/**
 * Welch's t interval and test.
 *
 * @param level coverage of the two-sided interval, in (0, 1)
 * @returns null of fewer than two values on a side, or where none differ on either
 * @throws RangeError for another level
 */
export function welchDifference(first: Moments, second: Moments, level: number): MeanDifference | null {
  if (!(level > 0 && level < 1)) throw new RangeError(`level: expected between 0 and 1, got ${level}`);
  const parts = [first, second].map(({ variance, count }) => ({ ofMean: variance / count, count }));
  const [one, other] = parts as [VariancePart, VariancePart];
  const variance = one.ofMean + other.ofMean;
  // NaN of fewer than two values.
  if (!(variance > 0)) return null;
  const standardError = Math.sqrt(variance);
  const freedom = welchFreedom(one, other);
  const value = first.mean - second.mean;
  const half = loadTQuantile()((1 + level) / 2, freedom) * standardError;
  return {
    difference: { value, low: value - half, high: value + half, level },
    ...{ standardError, freedom },
    pValue: 2 * loadTCdf()(-Math.abs(value) / standardError, freedom),
  };
}
