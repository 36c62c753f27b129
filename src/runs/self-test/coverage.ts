/**
 * How often intervals contain the truth, where the truth is known: many logs are drawn, every estimator is asked for its
 * intervals on each, and what they say is kept. `coverage-summary.ts` counts.
 */
import { Random } from '../../core/random';
import type { Estimator } from '../../evaluate/off-policy/estimator';
import type { JudgedPolicy } from '../../evaluate/off-policy/histories';
import { policyDoubts } from '../../evaluate/off-policy/doubts';
import { intervalsOf } from '../../evaluate/off-policy/judge-policies';
import { responsesOf } from '../../evaluate/off-policy/responses';
import { offPolicySettings } from '../../evaluate/off-policy/settings';
import { loggedActions, supportOf } from '../../evaluate/off-policy/support';
import { bootstrap, type Ends } from '../../stats/bootstrap';
import { tInterval, type Statistic } from '../../stats/statistic';

/**
 * Bounds that hold whatever the tails: the one that the product guarantees by, and those that it was chosen from. The last
 * two ask how large a weight can be, which a log of given chances alone says.
 */
export const boundKinds = ['guaranteed', 'hcope', 'empiricalBernstein', 'hoeffding'] as const;
export type BoundKind = (typeof boundKinds)[number];

/** A difference that a verdict would stand on, and bounds of it where rewards have a range. */
export interface DifferenceSource {
  readonly estimator: Estimator;
  /** Both ends at once, with a two-sided level. */
  bounds(judged: JudgedPolicy, level: number, random: Random): Readonly<Partial<Record<BoundKind, Ends>>>;
}

/** A way to draw logs, and what is estimated from them. */
export interface LogSource {
  readonly name: string;
  /** All of one estimand. */
  readonly estimators: readonly [Estimator, ...Estimator[]];
  /** Of the policy to what was done; without, none is judged. */
  readonly difference?: DifferenceSource;
  /** @param random source of everything in this log */
  makeLog(random: Random): JudgedPolicy | Promise<JudgedPolicy>;
}

/** What estimates from the logs should come to. */
export interface CoverageSetting extends LogSource {
  /** What the policy that is judged really earns. */
  readonly truth: number;
  /** How much more that is than what the log earns; needed where a difference is judged. */
  readonly trueDifference?: number;
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

/** `deciding` is what a report decides by: the wider of t and BCa, end by end. Bounds are of differences alone. */
export const intervalKinds = ['t', 'percentile', 'bca', 'deciding', ...boundKinds] as const;
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
  /** Whether `evaluate` would come to a verdict: whether nothing forbids it, by its own settings. */
  readonly isShown: boolean;
  /** Whether a verdict would come without a warning of too few units behind the variance. */
  readonly isUnwarned: boolean;
  /** What that is told by, as `Support` has it. */
  readonly varianceUnits: number;
  /** [estimators] */
  readonly estimates: readonly LoggedEstimate[];
  /** null where none is judged */
  readonly difference: LoggedEstimate | null;
}

const productSettings = offPolicySettings.parse({});

const endsOf = ({ low, high }: Ends): Ends => ({ low, high });

async function bootstrapIntervals(
  statistics: readonly Statistic[],
  { resamples, level }: CoveragePlan,
  random: Random,
): Promise<LoggedEstimate['intervals'][]> {
  const draws = await bootstrap(statistics, { resamples, random });
  return statistics.map((statistic, i) => {
    const { percentile, bca, interval } = intervalsOf('', statistic, draws[i]!, level);
    return { percentile: endsOf(percentile), bca: endsOf(bca), deciding: endsOf(interval) };
  });
}

/** Whether the support of a policy allows a verdict. */
function supportedBy(judged: JudgedPolicy, [{ estimand }]: LogSource['estimators']) {
  const support = supportOf(judged, estimand, loggedActions(judged.histories), productSettings.floor);
  const responses = responsesOf(judged.histories, judged.rewards);
  const doubts = policyDoubts('', { identified: true, reasons: [], support }, responses, productSettings);
  const { effectiveSampleSize, varianceUnits } = support;
  const isShown = doubts.length === 0;
  const isUnwarned = isShown && varianceUnits >= productSettings.warnVarianceUnits;
  return { effectiveSampleSize, varianceUnits, isShown, isUnwarned };
}

/**
 * The log of this number, the same however many others there are.
 *
 * @param log 0, 1, ...
 */
export async function recordOf(setting: LogSource, plan: CoveragePlan, log: number): Promise<LogRecord> {
  const random = Random.fromSeed(plan.seed).fork('coverage').fork(`log-${log}`);
  const judged = await setting.makeLog(random.fork('log'));
  const { estimators, difference } = setting;
  const all = difference === undefined ? estimators : [...estimators, difference.estimator];
  const statistics = all.map((estimator) => estimator.estimate(judged));
  const resampled =
    log < plan.bootstrapLogs ? await bootstrapIntervals(statistics, plan, random.fork('bootstrap')) : null;
  const estimates = statistics.map((statistic, i): LoggedEstimate => {
    const { value, low, high } = tInterval(statistic, plan.level);
    return { value, intervals: { t: { low, high }, ...resampled?.[i] } };
  });
  const [own, last] = [estimates.slice(0, estimators.length), estimates[estimators.length] ?? null];
  return {
    ...supportedBy(judged, estimators),
    estimates: own,
    difference: last && {
      ...last,
      intervals: {
        ...last.intervals,
        ...difference?.bounds(judged, plan.level, random.fork('bounds')),
      },
    },
  };
}
