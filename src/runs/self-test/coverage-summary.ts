/** What estimators said of many logs, as numbers: where they lie, how wide their intervals are, how often these are right. */
import type { Estimator } from '../../evaluate/off-policy/estimator';
import { moments } from '../../stats/moments';
import {
  intervalKinds,
  type CoveragePlan,
  type CoverageSetting,
  type IntervalKind,
  type LoggedEstimate,
  type LogRecord,
} from './coverage';

/** Of so many intervals, how many contained the truth. */
export interface Covered {
  readonly logs: number;
  readonly covered: number;
  /** Their share; null of no logs. */
  readonly coverage: number | null;
}

/** `logs` are those in which there was an interval. */
export interface IntervalCoverage extends Covered {
  readonly meanWidth: number | null;
  readonly medianWidth: number | null;
  /** Those that lay above the truth: by these a policy seems better than it is. */
  readonly above: number;
  /** Of logs that forbid no verdict. */
  readonly shown: Covered;
  /** Of these, where the interval comes without a warning of too few units behind its variance. */
  readonly unwarned: Covered;
}

export interface EstimatorCoverage {
  readonly estimator: string;
  readonly label: string;
  readonly truth: number;
  /** Whether its intervals are meant to contain the truth: not those of a model alone, or around a value that is off. */
  readonly claimsLevel: boolean;
  /** Over logs in which it was defined; null where it was in none. */
  readonly mean: number | null;
  /** null of fewer than two logs */
  readonly standardDeviation: number | null;
  readonly intervals: Readonly<Record<IntervalKind, IntervalCoverage>>;
}

export interface Coverage extends CoveragePlan {
  readonly setting: string;
  readonly truth: number;
  /** Customers that the weights amount to, over the logs. */
  readonly effectiveSampleSize: { readonly mean: number; readonly low: number; readonly high: number };
  /** The median over the logs, as `Support` has it. */
  readonly varianceUnits: number;
  /** Logs that forbid no verdict; those of them without a warning of too few units behind the variance. */
  readonly shownLogs: number;
  readonly unwarnedLogs: number;
  readonly estimators: readonly EstimatorCoverage[];
  /** Of the policy to what was done, by the estimator that decides; null where none is judged. */
  readonly difference: EstimatorCoverage | null;
}

const finite = (value: number) => (Number.isFinite(value) ? value : null);

/** What an estimator says of a log, and whether that is shown. */
type Told = LoggedEstimate & Pick<LogRecord, 'isShown' | 'isUnwarned'>;

interface KnownInterval {
  readonly low: number;
  readonly high: number;
  readonly from: Told;
}

function coveredOf(intervals: readonly KnownInterval[], truth: number): Covered {
  const covered = intervals.filter(({ low, high }) => low <= truth && truth <= high).length;
  return { logs: intervals.length, covered, coverage: finite(covered / intervals.length) };
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return sorted.length === 0 ? null : (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}

function intervalCoverage(truth: number, told: readonly Told[], kind: IntervalKind): IntervalCoverage {
  const known = told.flatMap((from): KnownInterval[] => {
    const { low = null, high = null } = from.intervals[kind] ?? {};
    return low === null || high === null ? [] : [{ low, high, from }];
  });
  const widths = known.map(({ low, high }) => high - low);
  const shown = known.filter(({ from }) => from.isShown);
  return {
    ...coveredOf(known, truth),
    ...{ meanWidth: finite(moments(widths).mean), medianWidth: median(widths) },
    above: known.filter(({ low }) => low > truth).length,
    shown: coveredOf(shown, truth),
    unwarned: coveredOf(
      shown.filter(({ from }) => from.isUnwarned),
      truth,
    ),
  };
}

function estimatorCoverage(
  { name, label, isModelAlone = false, isBiased = false }: Estimator,
  truth: number,
  told: readonly Told[],
): EstimatorCoverage {
  const values = told.flatMap(({ value }) => value ?? []);
  const { mean, variance } = moments(values);
  const intervals = intervalKinds.map((kind) => [kind, intervalCoverage(truth, told, kind)]);
  return {
    ...{ estimator: name, label, truth, claimsLevel: !isModelAlone && !isBiased },
    ...{ mean: finite(mean), standardDeviation: finite(Math.sqrt(variance)) },
    intervals: Object.fromEntries(intervals) as EstimatorCoverage['intervals'],
  };
}

/**
 * @param records of at least one log
 * @throws RangeError where a difference is judged whose truth is not given
 */
export function coverageOf(
  { name, truth, trueDifference, estimators, difference }: CoverageSetting,
  plan: CoveragePlan,
  records: readonly LogRecord[],
): Coverage {
  if (difference !== undefined && trueDifference === undefined)
    throw new RangeError(`${name}: expected the true difference, got none`);
  const sizes = records.map(({ effectiveSampleSize }) => effectiveSampleSize);
  const told = (of: (record: LogRecord) => LoggedEstimate) =>
    records.map((record): Told => ({
      ...of(record),
      isShown: record.isShown,
      isUnwarned: record.isUnwarned,
    }));
  return {
    ...{ setting: name, truth, ...plan },
    effectiveSampleSize: {
      mean: moments(sizes).mean,
      low: sizes.reduce((least, size) => Math.min(least, size)),
      high: sizes.reduce((most, size) => Math.max(most, size)),
    },
    varianceUnits: median(records.map(({ varianceUnits }) => varianceUnits))!,
    shownLogs: records.filter(({ isShown }) => isShown).length,
    unwarnedLogs: records.filter(({ isUnwarned }) => isUnwarned).length,
    estimators: estimators.map((estimator, place) =>
      estimatorCoverage(
        estimator,
        truth,
        told(({ estimates }) => estimates[place]!),
      ),
    ),
    difference:
      difference === undefined
        ? null
        : estimatorCoverage(
            difference.estimator,
            trueDifference!,
            told((record) => record.difference!),
          ),
  };
}
