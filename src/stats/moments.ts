/** Mean and variance in one pass, without the cancellation that sums of squares suffer. */

export interface Moments {
  readonly count: number;
  /** NaN of no samples. */
  readonly mean: number;
  /** Unbiased, in squared units; NaN of fewer than two samples. */
  readonly variance: number;
}

/** @see Welford (1962), https://doi.org/10.1080/00401706.1962.10490022 */
export function moments(samples: ArrayLike<number>): Moments {
  let mean = 0;
  let squares = 0;
  for (let i = 0; i < samples.length; i += 1) {
    const deviation = samples[i]! - mean;
    mean += deviation / (i + 1);
    squares += deviation * (samples[i]! - mean);
  }
  const count = samples.length;
  return { count, mean: count > 0 ? mean : NaN, variance: count > 1 ? squares / (count - 1) : NaN };
}
