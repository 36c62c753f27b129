/** What estimators said of many logs, as numbers: where they lie, how wide their intervals are, how often these are right. */
import type { Estimator } from '../../evaluate/off-policy/estimator';
import { moments } from '../../stats/moments';
import {
  intervalKinds,
  type CoveragePlan,
  type CoverageSetting,
  type IntervalKind,
  type LogRecord,
} from './coverage';

export interface IntervalCoverage {
  /** Logs in which there was an interval. */
  readonly logs: number;
  /** Those of them in which it contained the truth. */
  readonly covered: number;
  /** Their share; null of no logs. */
  readonly coverage: number | null;
  readonly meanWidth: number | null;
}

export interface EstimatorCoverage {
  readonly estimator: string;
  readonly label: string;
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
  readonly estimators: readonly EstimatorCoverage[];
}

const finite = (value: number) => (Number.isFinite(value) ? value : null);

function intervalCoverage(
  truth: number,
  records: readonly LogRecord[],
  place: number,
  kind: IntervalKind,
): IntervalCoverage {
  const widths: number[] = [];
  let covered = 0;
  for (const { estimates } of records) {
    const { low = null, high = null } = estimates[place]!.intervals[kind] ?? {};
    if (low === null || high === null) continue;
    widths.push(high - low);
    if (low <= truth && truth <= high) covered += 1;
  }
  const logs = widths.length;
  return { logs, covered, coverage: finite(covered / logs), meanWidth: finite(moments(widths).mean) };
}

function estimatorCoverage(
  { name, label, isModelAlone = false, isBiased = false }: Estimator,
  truth: number,
  records: readonly LogRecord[],
  place: number,
): EstimatorCoverage {
  const values = records.flatMap(({ estimates }) => estimates[place]!.value ?? []);
  const { mean, variance } = moments(values);
  const intervals = intervalKinds.map((kind) => [kind, intervalCoverage(truth, records, place, kind)]);
  return {
    ...{ estimator: name, label, claimsLevel: !isModelAlone && !isBiased },
    ...{ mean: finite(mean), standardDeviation: finite(Math.sqrt(variance)) },
    intervals: Object.fromEntries(intervals) as EstimatorCoverage['intervals'],
  };
}

/** @param records of at least one log */
export function coverageOf(
  { name, truth, estimators }: CoverageSetting,
  plan: CoveragePlan,
  records: readonly LogRecord[],
): Coverage {
  const sizes = records.map(({ effectiveSampleSize }) => effectiveSampleSize);
  return {
    ...{ setting: name, truth, ...plan },
    effectiveSampleSize: {
      mean: moments(sizes).mean,
      low: sizes.reduce((least, size) => Math.min(least, size)),
      high: sizes.reduce((most, size) => Math.max(most, size)),
    },
    estimators: estimators.map((estimator, place) => estimatorCoverage(estimator, truth, records, place)),
  };
}
