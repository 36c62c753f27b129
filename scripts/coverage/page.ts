/** The table of every setting, for readers. */
import { formatNumber, formatShare } from '../../src/report/format';
import type { Coverage, EstimatorCoverage, IntervalCoverage } from '../../src/runs/self-test/coverage-summary';
import { table } from '../docs/markdown';
import type { PowerPlan, PowerRow, PowerTruth } from './power';
import type { RefitCheck } from './refits';

export interface MeasuredSetting extends Coverage {
  readonly description: string;
  /** Of the truth and of the true difference; 0 where they are exact. */
  readonly truthErrors: { readonly value: number; readonly difference: number };
}

/** Of one world and one number of customers. */
export interface MeasuredPower extends PowerPlan {
  readonly name: string;
  readonly description: string;
  readonly truth: PowerTruth;
  readonly rows: readonly PowerRow[];
}

export interface CoverageBenchmark {
  readonly version: string;
  readonly settings: readonly MeasuredSetting[];
  readonly power: readonly MeasuredPower[];
  readonly refits: RefitCheck | null;
}

const HEAD = [
  ...['estimator', 'mean', 'sd', 'mean width of t'],
  ...['covers: t', 'percentile', 'BCa', 'deciding', 'shown', 'unwarned'],
];

function rowOf({ label, claimsLevel, mean, standardDeviation, intervals }: EstimatorCoverage) {
  const { t, percentile, bca, deciding } = intervals;
  const covers = [t, percentile, bca, deciding, deciding.shown, deciding.unwarned];
  return [
    `${label}${claimsLevel ? '' : ' \\*'}`,
    ...[mean, standardDeviation, t.meanWidth].map(formatNumber),
    ...covers.map(({ coverage }) => formatShare(coverage)),
  ];
}

const share = (part: number, whole: number) => formatShare(whole === 0 ? null : part / whole);

/** Intervals of the difference to the log, side by side. */
function differenceText({ truth, intervals }: EstimatorCoverage, label: string, error: number): string {
  const row = (name: string, { logs, coverage, above, medianWidth }: IntervalCoverage) =>
    logs === 0
      ? []
      : [[name, formatNumber(logs), formatShare(coverage), share(above, logs), formatNumber(medianWidth)]];
  const { t, deciding, guaranteed, hcope, empiricalBernstein, hoeffding } = intervals;
  return [
    `${label}, whose truth is ${known(truth, error)}: how often intervals cover, how often they lie above the truth, so that the policy seems better than it is (2.5 % is nominal), and how wide they are.`,
    table(
      ['interval', 'logs', 'covers', 'above', 'median width'],
      [
        ...[...row('t', t), ...row('deciding', deciding)],
        ...[...row('guaranteed (log-smoothed)', guaranteed), ...row('HCOPE', hcope)],
        ...row('empirical Bernstein, the largest weight known', empiricalBernstein),
        ...row('Hoeffding, the largest weight known', hoeffding),
      ],
    ),
  ].join('\n\n');
}

const known = (value: number, error: number) =>
  `${formatNumber(value)}${error === 0 ? '' : ` (simulated, standard error ${formatNumber(error)})`}`;

/** Half of a 95 % interval of a share near .95 of so many logs, in percentage points. */
const sampling = (logs: number) => formatNumber(100 * 1.96 * Math.sqrt((0.95 * 0.05) / logs));

const capital = (text: string) => `${text[0]!.toUpperCase()}${text.slice(1)}`;

function settingText(setting: MeasuredSetting): string {
  const { description, truth, logs, bootstrapLogs, resamples, level, seed, estimators, difference } = setting;
  const { effectiveSampleSize: size, varianceUnits, shownLogs, unwarnedLogs, truthErrors } = setting;
  return [
    `## ${capital(setting.setting)}`,
    description,
    `Truth ${known(truth, truthErrors.value)}; effective sample size ${formatNumber(size.mean)} on average, from ${formatNumber(size.low)} to ${formatNumber(size.high)}. ` +
      `t intervals in ${formatNumber(logs)} logs (a coverage of ${formatShare(level)} is then measured within ${sampling(logs)} points), those of the bootstrap in ${formatNumber(bootstrapLogs)} of them, ${formatNumber(resamples)} resamples each (within ${sampling(bootstrapLogs)} points). Seed ${seed}. ` +
      `Of the customers who make up half of the variance the weights leave ${formatNumber(varianceUnits)} in the median log. \`evaluate\` would come to a verdict in ${share(shownLogs, logs)} of the logs, without a warning of too few of them in ${share(unwarnedLogs, logs)}.`,
    table(HEAD, (difference === null ? estimators : [...estimators, difference]).map(rowOf)),
    ...(difference === null ? [] : [differenceText(difference, difference.label, truthErrors.difference)]),
  ].join('\n\n');
}

/** @param all of one world, a number of customers each */
function powerText(all: readonly MeasuredPower[]): string {
  const [{ name, description, truth, seed, resamples }] = all as [MeasuredPower];
  const cells = ({ customers, effect, logs, better, worse, cannotTell }: PowerRow) => [
    ...[formatNumber(customers), effect === 0 ? 'none (A/A)' : `+${formatShare(effect)}`, formatNumber(logs)],
    ...[better, worse, cannotTell].map((count) => share(count, logs)),
  ];
  return [
    `### ${capital(name)}`,
    `${description} The log earns ${formatNumber(truth.logged)} per decision, the good policy ${formatNumber(truth.good)}, the bad one ${formatNumber(truth.bad)}. Bootstraps of ${formatNumber(resamples)} resamples, seed ${seed}.`,
    table(
      ['customers', 'true difference', 'logs', 'better', 'worse', 'cannot tell'],
      all.flatMap(({ rows }) => rows.map(cells)),
    ),
  ].join('\n\n');
}

function refitText({ setting, customers, refits, fixed, refitted, redrawn, ...check }: RefitCheck): string {
  const { redrawnError, ratio, standardError } = check;
  return [
    '## Models fitted anew in the bootstrap',
    `The bootstrap keeps the models of the behaviour and of rewards as they are. In one log of "${setting}" with ${formatNumber(customers)} customers and estimated propensities, the standard error of the difference to the log is ${formatNumber(fixed)} so, and ${formatNumber(refitted)} where ${formatNumber(refits)} resamples have both models fitted anew: ${formatNumber(ratio)} times as large, with a standard error of ${formatNumber(standardError)}. Over as many logs drawn anew the estimate varies by ${formatNumber(redrawn)}, and its standard error with models as they are is ${formatNumber(redrawnError)} on average.`,
  ].join('\n\n');
}

export function coveragePage({ version, settings, power, refits }: CoverageBenchmark): string {
  return [
    '# How often intervals contain the truth',
    `Intervals of 95 % in settings whose truth is known, version ${version}, written by \`npm run bench:coverage\`. An approximate interval is right if it covers in 92.5 to 97 % of many logs: one that covers more is too wide.`,
    'Deciding is what a report decides by, the wider of t and BCa, end by end. Shown are logs that forbid no verdict (an effective sample size of at least 10, no customer with over a fifth of the weight, at least 5 expected responses, at least .5 left of the customers who make up half of the variance of rewards); unwarned are those of them that have at least 2 of these left.',
    '\\* claims no level: a model alone leaves out what it gets wrong, and bins of states mix unlike ones.',
    ...settings.map(settingText),
    ...(power.length === 0
      ? []
      : [
          '## How often a verdict says "better"',
          'The verdict of `evaluate` against what was done, the log of single decisions with known chances. A/A: the judged policy does other things than the log, and earns the same; up to 2.5 % "better" is nominal.',
          ...[...new Set(power.map(({ name }) => name))].map((name) =>
            powerText(power.filter((one) => one.name === name)),
          ),
        ]),
    ...(refits === null ? [] : [refitText(refits)]),
    '',
  ].join('\n\n');
}
