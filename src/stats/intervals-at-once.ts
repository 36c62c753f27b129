/**
 * Many intervals that are read together: of twenty at 95 % each, one leaves the truth out by chance. With each at
 * 1 − 5 % / count all of them hold together in 95 % of studies (Bonferroni), however they hang together.
 */

/** Resamples of a handful of customers tell nothing of others. */
export const FEWEST = 10;

/** Of each of so many intervals that are read at once. @param level of all together */
export const levelOfEach = (level: number, atOnce: number): number => 1 - (1 - level) / Math.max(1, atOnce);

/** Of which five lie beyond either end of an interval, or its ends would be those of one or two. */
export const resamplesFor = (level: number, least: number): number =>
  Math.max(least, Math.ceil(10 / (1 - level) - 1e-6));
