/** Means with their uncertainty. */
import type tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { onDemand } from '../core/on-demand';
import { expectLength } from '../core/shape';
import type { Estimate } from '../core/estimate';
import { moments } from './moments';

const loadTQuantile = onDemand<typeof tQuantile>('@stdlib/stats-base-dists-t-quantile');

/**
 * Mean of independent samples with Student's t interval.
 *
 * @param level coverage of the two-sided interval, in (0, 1)
 * @returns value null of no samples; low and high null of fewer than two
 * @throws RangeError for another level
 */
export function meanInterval(samples: ArrayLike<number>, level = 0.95): Estimate {
  if (!(level > 0 && level < 1)) throw new RangeError(`level: expected between 0 and 1, got ${level}`);
  const { count, mean, variance } = moments(samples);
  if (count === 0) return { value: null, low: null, high: null, level };
  if (count === 1) return { value: mean, low: null, high: null, level };
  const half = loadTQuantile()((1 + level) / 2, count - 1) * Math.sqrt(variance / count);
  return { value: mean, low: mean - half, high: mean + half, level };
}

/**
 * First minus second, pair by pair: what both have in common cancels.
 *
 * @param first [n] one sample per pair
 * @param second [n] the same pairs in the same order
 * @returns [n]
 * @throws ShapeError if the lengths differ
 */
export function pairwiseDifferences(first: ArrayLike<number>, second: ArrayLike<number>): Float64Array {
  expectLength('second', second, first.length);
  return Float64Array.from(first, (value, i) => value - second[i]!);
}

/** A mean that was measured elsewhere, on random numbers of its own. */
export interface KnownMean {
  readonly value: number;
  readonly standardError: number;
}

/**
 * Mean of independent samples minus a known mean, with an interval for the noise of both. The degrees of freedom are
 * those of the samples: the known mean has more than nothing, so the interval is, if anything, too wide.
 *
 * @returns as `meanInterval`
 * @throws RangeError for a level outside (0, 1)
 */
export function differenceFromKnown(samples: ArrayLike<number>, known: KnownMean, level = 0.95): Estimate {
  const own = meanInterval(samples, level);
  if (own.value === null) return own;
  const value = own.value - known.value;
  const { count, variance } = moments(samples);
  if (count < 2) return { ...own, value };
  const standardError = Math.sqrt(variance / count + known.standardError ** 2);
  const half = loadTQuantile()((1 + level) / 2, count - 1) * standardError;
  return { value, low: value - half, high: value + half, level };
}
