/** Pearson's correlation, with an interval that asks nothing of the distributions: by resampled rows. */
import type { Estimate } from '../core/estimate';
import type { Random } from '../core/random';
import { expectLength } from '../core/shape';
import { percentileInterval, resampleCounts } from './bootstrap';

/** That of a sample that has each row so many times; NaN where either is all equal. @param counts [rows] */
export function correlationOf(x: ArrayLike<number>, y: ArrayLike<number>, counts: ArrayLike<number>): number {
  let [total, meanX, meanY] = [0, 0, 0];
  for (let i = 0; i < x.length; i += 1) {
    total += counts[i]!;
    meanX += counts[i]! * x[i]!;
    meanY += counts[i]! * y[i]!;
  }
  [meanX, meanY] = [meanX / total, meanY / total];
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < x.length; i += 1) {
    const [dx, dy] = [x[i]! - meanX, y[i]! - meanY];
    xx += counts[i]! * dx * dx;
    yy += counts[i]! * dy * dy;
    xy += counts[i]! * dx * dy;
  }
  return xy / Math.sqrt(xx * yy);
}

/** Each row in a sample once. */
export const once = (rows: number) => new Uint8Array(rows).fill(1);

export interface CorrelationOptions {
  readonly resamples: number;
  readonly random: Random;
  /** @default 0.95 */
  readonly level?: number;
}

/**
 * What a sample comes to, with the percentile interval over resampled rows.
 *
 * @param statistic of a sample that has each row so many times
 * @returns null where it is not defined
 */
export function resampledInterval(
  statistic: (counts: ArrayLike<number>) => number,
  rows: number,
  { resamples, random, level = 0.95 }: CorrelationOptions,
): Estimate {
  const value = statistic(once(rows));
  if (!Number.isFinite(value)) return { value: null, low: null, high: null, level };
  const draw = resampleCounts(rows, random);
  const values = Float64Array.from({ length: resamples }, () => statistic(draw()));
  return { value, ...percentileInterval(values, level), level };
}

/** @throws ShapeError if the lengths differ */
export function correlationInterval(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: CorrelationOptions,
): Estimate {
  expectLength('y', y, x.length);
  return resampledInterval((counts) => correlationOf(x, y, counts), x.length, options);
}
