/**
 * How often intervals contain the truth, where the truth is known: many logs are drawn, every estimator is asked for its
 * intervals on each, and what they say is kept. `coverage-summary.ts` counts.
 */
import { Random } from '../../core/random';
import type { Estimator } from '../../evaluate/off-policy/estimator';
import type { JudgedPolicy } from '../../evaluate/off-policy/histories';
import { loggedActions, supportOf } from '../../evaluate/off-policy/support';
import { bcaInterval, bootstrap, percentileInterval, type Ends } from '../../stats/bootstrap';
import { tInterval, type Statistic } from '../../stats/statistic';

/** A way to draw logs, and what estimates from them should come to. */
export interface CoverageSetting {
  readonly name: string;
  /** What the policy that is judged really earns. */
  readonly truth: number;
  /** All of one estimand. */
  readonly estimators: readonly [Estimator, ...Estimator[]];
  /** @param random source of everything in this log */
  makeLog(random: Random): JudgedPolicy | Promise<JudgedPolicy>;
}

export interface CoveragePlan {
  readonly seed: number;
  readonly logs: number;
  /** The first so many of the logs have bootstrap intervals too, which take much longer. */
  readonly bootstrapLogs: number;
  readonly resamples: number;
  /** Coverage that intervals claim. */
  readonly level: number;
}

export const intervalKinds = ['t', 'percentile', 'bca'] as const;
export type IntervalKind = (typeof intervalKinds)[number];

/** What one estimator says of one log. */
export interface LoggedEstimate {
  /** null where it is undefined, such as of a log in which nobody was treated as the policy would */
  readonly value: number | null;
  /** Those of the bootstrap are left out of logs without one. */
  readonly intervals: Readonly<Partial<Record<IntervalKind, Ends>>>;
}

export interface LogRecord {
  readonly effectiveSampleSize: number;
  /** [estimators] */
  readonly estimates: readonly LoggedEstimate[];
}

async function bootstrapIntervals(
  statistics: readonly Statistic[],
  { resamples, level }: CoveragePlan,
  random: Random,
): Promise<LoggedEstimate['intervals'][]> {
  const draws = await bootstrap(statistics, { resamples, random });
  return statistics.map((statistic, i) => ({
    percentile: percentileInterval(draws[i]!, level),
    bca: bcaInterval(statistic, draws[i]!, level),
  }));
}

/**
 * The log of this number, the same however many others there are.
 *
 * @param log 0, 1, ...
 */
export async function recordOf(
  setting: CoverageSetting,
  plan: CoveragePlan,
  log: number,
): Promise<LogRecord> {
  const random = Random.fromSeed(plan.seed).fork('coverage').fork(`log-${log}`);
  const judged = await setting.makeLog(random.fork('log'));
  const statistics = setting.estimators.map((estimator) => estimator.estimate(judged));
  const resampled =
    log < plan.bootstrapLogs ? await bootstrapIntervals(statistics, plan, random.fork('bootstrap')) : null;
  const { effectiveSampleSize } = supportOf(
    judged,
    setting.estimators[0].estimand,
    loggedActions(judged.histories),
    0,
  );
  return {
    effectiveSampleSize,
    estimates: statistics.map((statistic, i) => {
      const { value, low, high } = tInterval(statistic, plan.level);
      return { value, intervals: { t: { low, high }, ...resampled?.[i] } };
    }),
  };
}
