/**
 * Log-smoothed lower bound of the mean of independent, identically distributed numbers that are not negative. It holds
 * without any upper limit of them, so importance weights may be as large as they like; a large number only counts by its
 * logarithm.
 *
 * For any lambda fixed beforehand the wealth Π (1 + lambda x) / (1 + lambda mean) has expectation 1, so by Markov it
 * reaches 1/δ with probability at most δ; by Ville it does so at no sample size at all, so the data may be looked at as
 * they come. The same is true of an average of such wealths.
 *
 * @see Waudby-Smith & Ramdas (2020), https://arxiv.org/abs/2010.09686
 * @see Sakhi et al. (2024), https://arxiv.org/abs/2405.14335
 */
import { expectWithin, logOfRisk } from './arguments';

/** Read once: where scripts run in a realm of their own, as under jest, a global costs more than the arithmetic. */
const { exp, log, log1p, max, min } = Math;

/** [16] from .001 to 1, each 10^(1/5) times the one before: whatever the data, one of them fits well enough. */
const LAMBDAS = Float64Array.from({ length: 16 }, (_, i) => 10 ** ((i - 15) / 5));

/** Where a product is taken down as a logarithm, and where a factor is cut off, which errs on the safe side. */
const LARGE = 1e150;
/** Halvings of the bracket: more than a number has bits. */
const HALVINGS = 64;

/** Σ log(1 + factor × value), by products: a logarithm costs ten multiplications, and rounding is the same. */
function sumOfLogs(values: ArrayLike<number>, factor: number): number {
  let sum = 0;
  let product = 1;
  for (let i = 0; i < values.length; i += 1) {
    product *= min(1 + factor * values[i]!, LARGE);
    if (product > LARGE) {
      sum += log(product);
      product = 1;
    }
  }
  return sum + log(product);
}

/**
 * A bound that needs no choice of lambda: the largest mean at which the average wealth of the 16 lambdas is at least
 * 1/δ.
 *
 * @param values [units] >= 0
 * @param scale what the values are divided by, fixed without a look at them: about as large as their mean may be, such
 *   as the declared range of the rewards
 * @param level probability with which the mean lies above, one-sided
 * @returns at least 0
 * @throws RangeError naming the row of a negative value
 */
export function logSmoothedLowerBound(values: ArrayLike<number>, scale: number, level: number): number {
  const logRisk = logOfRisk(level);
  if (!(scale > 0 && scale < Infinity)) throw new RangeError(`scale: expected > 0, got ${scale}`);
  expectWithin('values', values, { low: 0, high: Infinity });
  const n = values.length;
  const sums = LAMBDAS.map((lambda) => sumOfLogs(values, lambda / scale));
  const each = new Float64Array(sums.length);
  const logWealth = (mean: number): number => {
    let largest = -Infinity;
    for (let j = 0; j < sums.length; j += 1) {
      each[j] = sums[j]! - n * log1p(LAMBDAS[j]! * mean);
      largest = max(largest, each[j]!);
    }
    let sum = 0;
    for (let j = 0; j < sums.length; j += 1) sum += exp(each[j]! - largest);
    return largest + log(sum / sums.length);
  };
  if (logWealth(0) < logRisk) return 0;
  let low = 0;
  // Here no lambda has won anything.
  let high = max(...sums.map((sum, j) => (exp(sum / n) - 1) / LAMBDAS[j]!));
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const middle = (low + high) / 2;
    if (logWealth(middle) < logRisk) high = middle;
    else low = middle;
  }
  return low * scale;
}
