/** How surprising samples are if nothing is there, one test at a time and many at once. */
import type tCdf from '@stdlib/stats-base-dists-t-cdf';
import { onDemand } from '../core/on-demand';
import { moments } from './moments';

const loadTCdf = onDemand<typeof tCdf>('@stdlib/stats-base-dists-t-cdf');

/**
 * One-sided p-value against "the mean is at least 0": the chance, by Student's t, that independent samples have a mean
 * as low as this if the true mean were 0.
 *
 * @returns null of fewer than two samples; of equal samples 0 below 0, else 1
 */
export function pValueBelowZero(samples: ArrayLike<number>): number | null {
  const { count, mean, variance } = moments(samples);
  if (count < 2) return null;
  if (variance === 0) return mean < 0 ? 0 : 1;
  return loadTCdf()(mean / Math.sqrt(variance / count), count - 1);
}

/**
 * Holm's correction: to reject all hypotheses whose corrected p-value is at most a level wrongly rejects any of the
 * family with at most that probability, however the tests depend on each other.
 *
 * @param pValues one per hypothesis of the family
 * @returns the corrected p-values, in the given order
 * @see Holm (1979), A simple sequentially rejective multiple test procedure, https://www.jstor.org/stable/4615733
 */
export function holmCorrected(pValues: readonly number[]): number[] {
  const ascending = pValues.map((_, i) => i).sort((a, b) => pValues[a]! - pValues[b]!);
  const corrected = new Array<number>(pValues.length);
  let largest = 0;
  ascending.forEach((hypothesis, rank) => {
    // A hypothesis is rejected only after all with smaller p-values, so none may fall below them.
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * pValues[hypothesis]!));
    corrected[hypothesis] = largest;
  });
  return corrected;
}
