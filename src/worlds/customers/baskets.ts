/** Margins of single sales: a log-normal distribution as a table of equally likely ones, with exactly the mean asked for. */
import { once } from '../../core/once';

/** Equally likely margins; a power of two. */
const BASKETS = 256;

/** [count] numbers that cut the standard normal distribution into equal parts, each in the middle of its part. */
function normalQuantiles(count: number): number[] {
  const step = 1e-3;
  const quantiles: number[] = [];
  let below = 0;
  for (let x = -6; quantiles.length < count && x < 6; x += step) {
    below += (Math.exp(-0.5 * (x + step / 2) ** 2) / Math.sqrt(2 * Math.PI)) * step;
    while (quantiles.length < count && below >= (quantiles.length + 0.5) / count) quantiles.push(x + step);
  }
  return quantiles;
}

/** Every simulator begins with it. */
const quantiles = once(() => normalQuantiles(BASKETS));

/**
 * @param mean of the margins, account currency
 * @param spread standard deviation of their logarithm
 * @returns [256] rising
 */
export function basketMargins(mean: number, spread: number): Float64Array {
  const raw = quantiles().map((quantile) => Math.exp(spread * quantile));
  const average = raw.reduce((sum, margin) => sum + margin, 0) / BASKETS;
  return Float64Array.from(raw, (margin) => (mean * margin) / average);
}
