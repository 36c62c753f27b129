/**
 * A share that differs from period to period: each period draws its own from a distribution with one mean and one
 * variance, and its trials succeed by chance with it (extra-binomial variation; where the distribution is a beta, the
 * counts are beta-binomial).
 */
import type tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { onDemand } from '../core/on-demand';
import { expectLength } from '../core/shape';
import { normalQuantile } from './normal';

const loadTQuantile = onDemand<typeof tQuantile>('@stdlib/stats-base-dists-t-quantile');

export interface VaryingShare {
  /** Successes per trial, all periods together. */
  readonly share: number;
  readonly standardError: number;
  readonly low: number;
  readonly high: number;
  readonly level: number;
  /** Periods with trials. */
  readonly periods: number;
  readonly trials: number;
  /** Standard deviation of the share between periods, beyond the chance of the trials; null where nothing can tell. */
  readonly spread: number | null;
}

/**
 * Variance of the share between periods by the method of moments, with trials as weights: what the weighted squares have
 * more than trials by chance would give them. Below 0 where periods are more alike than chance makes them.
 *
 * @see Kleinman (1973), Proportions with extraneous variance, https://doi.org/10.1080/01621459.1973.10481332
 * @returns null where no period has more than one trial, or one has all
 */
export function extraneousVariance(successes: ArrayLike<number>, trials: ArrayLike<number>): number | null {
  expectLength('trials', trials, successes.length);
  let [all, succeeded, periods] = [0, 0, 0];
  for (let i = 0; i < trials.length; i += 1) {
    if (trials[i] === 0) continue;
    all += trials[i]!;
    succeeded += successes[i]!;
    periods += 1;
  }
  const share = succeeded / all;
  let [squares, room] = [0, 0];
  for (let i = 0; i < trials.length; i += 1) {
    const n = trials[i]!;
    if (n === 0) continue;
    squares += n * (successes[i]! / n - share) ** 2;
    room += (1 - n / all) * (n - 1);
  }
  return room > 0 ? (squares - share * (1 - share) * (periods - 1)) / room : null;
}

/**
 * The interval is Wilson's with as many trials as would be as sure without a spread, and Student's t of the periods where
 * there is one (Franco et al. 2019, Comparative study of confidence intervals for proportions in complex sample surveys,
 * Journal of Survey Statistics and Methodology 7): it keeps within 0 and 1, and is of some width where nothing or
 * everything succeeded.
 *
 * @param successes [periods]
 * @param trials [periods]; periods of 0 say nothing
 * @param level coverage of the interval, in (0, 1)
 * @returns null without a trial
 * @throws RangeError for more successes than trials, or another level
 */
export function varyingShare(
  successes: ArrayLike<number>,
  trials: ArrayLike<number>,
  level = 0.95,
): VaryingShare | null {
  if (!(level > 0 && level < 1)) throw new RangeError(`level: expected between 0 and 1, got ${level}`);
  const [hits, sizes] = [Array.from(successes), Array.from(trials)];
  const wrong = hits.findIndex((count, i) => !(count >= 0 && count <= sizes[i]!));
  if (wrong >= 0)
    throw new RangeError(`successes: expected 0 to ${sizes[wrong]} in period ${wrong}, got ${hits[wrong]}`);
  const all = sizes.reduce((sum, count) => sum + count, 0);
  if (all === 0) return null;
  const periods = sizes.filter((count) => count > 0).length;
  const share = hits.reduce((sum, count) => sum + count, 0) / all;
  const extra = extraneousVariance(hits, sizes);
  const between = Math.max(0, extra ?? 0);
  const alone = share * (1 - share);
  // Var of a period's share is between (1 - 1/n) + share (1 - share) / n.
  const variance = sizes.reduce((sum, n) => sum + between * n * Math.max(0, n - 1), alone * all) / all ** 2;
  const effective = variance > 0 ? alone / variance : all;
  const z = between > 0 ? loadTQuantile()((1 + level) / 2, periods - 1) : normalQuantile((1 + level) / 2);
  const middle = (share + z ** 2 / (2 * effective)) / (1 + z ** 2 / effective);
  const half = (z * Math.sqrt(alone / effective + z ** 2 / (4 * effective ** 2))) / (1 + z ** 2 / effective);
  return {
    ...{ share, standardError: Math.sqrt(variance), level, periods, trials: all },
    ...{ low: Math.max(0, middle - half), high: Math.min(1, middle + half) },
    spread: extra === null ? null : Math.sqrt(between),
  };
}
