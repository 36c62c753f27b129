/** What `self-test` prints: a table per policy, and a sentence on what it means. */
import { formatNumber, formatShare } from '../report/format';
import { numberColumn, textColumn, wrapped } from '../report/terminal';
import { textTable } from '../report/text-table';
import type { Failure } from '../runs/self-test/acceptance';
import { ACCEPTED } from '../runs/self-test/acceptance';
import type { EstimatorCoverage } from '../runs/self-test/coverage-summary';
import type { SelfTest, TestedPolicy } from '../runs/self-test/self-test';

const WIDTH = 120;

const columns = [
  textColumn('estimator'),
  ...['truth', 'mean', 'sd', 'mean width', 'covers: t', 'percentile', 'BCa'].map(numberColumn),
];

function rowOf({ label, mean, standardDeviation, intervals, claimsLevel }: EstimatorCoverage, truth: number) {
  const { t, percentile, bca } = intervals;
  return [
    `${label}${claimsLevel ? '' : ' *'}`,
    ...[truth, mean, standardDeviation, t.meanWidth].map(formatNumber),
    ...[t, percentile, bca].map(({ coverage }) => formatShare(coverage)),
  ];
}

function policyText({ name, description, truth, coverage }: TestedPolicy, customers: number): string {
  const { logs, bootstrapLogs, resamples, effectiveSampleSize: size, estimators } = coverage;
  const error = truth.standardError > 0 ? ` ± ${formatNumber(1.96 * truth.standardError)}` : '';
  return [
    `${name}: ${description}`,
    `truth ${formatNumber(truth.value)}${error} purchases per customer (${truth.source})`,
    `effective sample size ${formatNumber(size.mean)}, from ${formatNumber(size.low)} to ${formatNumber(size.high)}, of ${formatNumber(customers)} customers`,
    `t intervals in ${formatNumber(logs)} logs, percentile and BCa in ${formatNumber(bootstrapLogs)} of them (${resamples} resamples)`,
    '',
    textTable(
      columns,
      estimators.map((one) => rowOf(one, coverage.truth)),
      WIDTH,
    ),
  ].join('\n');
}

/** The narrowest and the widest of what intervals came to that claim their level. */
function meaning({ policies, logs, failures }: SelfTest): string {
  const claimed = policies.flatMap(({ coverage }) => coverage.estimators.filter((one) => one.claimsLevel));
  const shares = claimed.flatMap(({ intervals }) => intervals.t.coverage ?? []);
  const [low, high] = [
    shares.reduce((a, b) => Math.min(a, b), 1),
    shares.reduce((a, b) => Math.max(a, b), 0),
  ];
  const found = `Intervals of 95 % by Student's t contain the truth in ${formatShare(low)} to ${formatShare(high)} of ${formatNumber(logs)} logs`;
  return failures.length === 0
    ? `${found}: none, the bootstrap's included, is off by more than chance at this number of logs.`
    : `${found}; of very many logs ${formatShare(ACCEPTED.low)} to ${formatShare(ACCEPTED.high)} would be accepted, as they are approximate.`;
}

function failureText({ setting, label, interval, logs, askedLogs, coverage, chance }: Failure): string {
  const none = askedLogs - logs;
  const rest = none === 0 ? '' : ` (in ${formatNumber(none)} of ${formatNumber(askedLogs)} it had no value)`;
  return (
    `failed: the ${interval} interval of ${label} contains the truth of ${setting} in ${formatShare(coverage)} of ${formatNumber(logs)} logs${rest}; ` +
    `of one that is just acceptable the chance of that is ${chance.toPrecision(1)}`
  );
}

/** What is to be done about intervals that are too narrow. */
function advice({ failures, customers }: SelfTest): string {
  if (!failures.some(({ coverage }) => coverage < ACCEPTED.low)) return '';
  return `Few customers in each log make intervals too narrow, and here they are ${formatNumber(customers)}: --customers gives more.`;
}

export function selfTestText(test: SelfTest): string {
  const { policies, customers, convention, leftOut, learned, failures, environment, passed } = test;
  const missed =
    learned.value >= learned.atLeast
      ? []
      : [`failed: the DQN learned ${formatNumber(learned.value)}, expected at least ${learned.atLeast}`];
  const notes = [
    `World ${environment}, logs by chance: ${convention}.`,
    '* claims no level: fitted Q leaves out what its model gets wrong, and bins of states mix unlike ones.',
    `Left out: ${leftOut.estimators.join(', ')}; ${leftOut.reason}.`,
    meaning(test),
    ...failures.map(failureText),
    advice(test),
    ...missed,
    passed ? 'passed: the intervals that claim 95 %, and what the DQN learned.' : '',
  ];
  return [
    ...policies.map((policy) => policyText(policy, customers)),
    notes.flatMap((note) => (note === '' ? [] : [wrapped(note, '')])).join('\n'),
  ].join('\n\n');
}
