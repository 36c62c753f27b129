/** The table of every setting, for readers. */
import { formatNumber, formatShare } from '../../src/report/format';
import type { Coverage, EstimatorCoverage } from '../../src/runs/self-test/coverage-summary';
import { table } from '../docs/markdown';

export interface CoverageBenchmark {
  readonly version: string;
  readonly settings: readonly (Coverage & { readonly description: string })[];
}

const HEAD = ['estimator', 'mean', 'sd', 'mean width of t', 'covers: t', 'percentile', 'BCa'];

function rowOf({ label, claimsLevel, mean, standardDeviation, intervals }: EstimatorCoverage): string[] {
  const { t, percentile, bca } = intervals;
  return [
    `${label}${claimsLevel ? '' : ' \\*'}`,
    ...[mean, standardDeviation, t.meanWidth].map(formatNumber),
    ...[t, percentile, bca].map(({ coverage }) => formatShare(coverage)),
  ];
}

/** Half of a 95 % interval of a share near .95 of so many logs, in percentage points. */
const sampling = (logs: number) => formatNumber(100 * 1.96 * Math.sqrt((0.95 * 0.05) / logs));

function settingText(setting: CoverageBenchmark['settings'][number]): string {
  const { description, truth, logs, bootstrapLogs, resamples, level, seed, estimators } = setting;
  const size = setting.effectiveSampleSize;
  return [
    `## ${setting.setting[0]!.toUpperCase()}${setting.setting.slice(1)}`,
    description,
    `Truth ${formatNumber(truth)}; effective sample size ${formatNumber(size.mean)} on average, from ${formatNumber(size.low)} to ${formatNumber(size.high)}. ` +
      `t intervals in ${formatNumber(logs)} logs (a coverage of ${formatShare(level)} is then measured within ${sampling(logs)} points), those of the bootstrap in ${formatNumber(bootstrapLogs)} of them, ${formatNumber(resamples)} resamples each (within ${sampling(bootstrapLogs)} points). Seed ${seed}.`,
    table(HEAD, estimators.map(rowOf)),
  ].join('\n\n');
}

export function coveragePage({ version, settings }: CoverageBenchmark): string {
  return [
    '# How often intervals contain the truth',
    `Intervals of 95 % in settings whose truth is known, version ${version}, written by \`node scripts/run.mjs scripts/coverage\`. An approximate interval is right if it covers in 92.5 to 97 % of many logs: one that covers more is too wide.`,
    '\\* claims no level: a model alone leaves out what it gets wrong, and bins of states mix unlike ones.',
    ...settings.map(settingText),
    '',
  ].join('\n\n');
}
