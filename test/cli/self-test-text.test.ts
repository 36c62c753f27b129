/** What `self-test` says of what it counted. */
import { selfTestText } from '../../src/cli/self-test-text';
import type { Failure } from '../../src/runs/self-test/acceptance';
import type { Coverage, EstimatorCoverage } from '../../src/runs/self-test/coverage-summary';
import type { SelfTest } from '../../src/runs/self-test/self-test';

const covers = (coverage: number) =>
  ({ logs: 100, covered: 100 * coverage, coverage, meanWidth: 1 }) as EstimatorCoverage['intervals']['t'];

const estimator = (label: string, coverage: number) => {
  const interval = covers(coverage);
  return {
    ...{ estimator: label, label, truth: 13, claimsLevel: true, mean: 13, standardDeviation: 1 },
    intervals: { t: interval, percentile: interval, bca: interval },
  } as EstimatorCoverage;
};

function textOf(failures: readonly Failure[]): string {
  const coverage = {
    ...{ truth: 13, logs: 100, bootstrapLogs: 10, resamples: 400 },
    effectiveSampleSize: { mean: 30, low: 20, high: 40 },
    estimators: [estimator('Plain', 0.86), estimator('Weighted', 0.94)],
  } as unknown as Coverage;
  const test: SelfTest = {
    ...{
      logs: 100,
      customers: 60,
      seed: 1,
      version: '0',
      environment: 'next-best-action',
      convention: 'rows',
    },
    policies: [
      { name: 'best', description: 'd', truth: { value: 13, standardError: 0, source: 'exact' }, coverage },
    ],
    leftOut: { estimators: ['ips'], reason: 'why' },
    learned: { steps: 1, value: 13, atLeast: 12.5 },
    ...{ failures, passed: failures.length === 0 },
  };
  return selfTestText(test).replace(/\s+/g, ' ');
}

const failure: Failure = {
  ...{ setting: 'best', estimator: 'wis', label: 'Weighted', interval: 't', logs: 19, askedLogs: 20 },
  ...{ coverage: 0.5, chance: 1e-4 },
};

it('does not hold what passed against numbers that so few logs may miss', () => {
  const text = textOf([]);
  expect(text).toContain(
    "Intervals of 95 % by Student's t contain the truth in 86 % to 94 % of 100 logs: none, the bootstrap's included, is off by more than chance at this number of logs. passed: ",
  );
  expect(text).not.toContain('accepted');
});

it('names the estimator as the table does, says where logs are missing, and what to do', () => {
  expect(textOf([failure])).toMatch(
    /; of very many logs 92\.5 % to 97 % would be accepted, as they are approximate\. failed: the t interval of Weighted contains the truth of best in 50 % of 19 logs \(in 1 of 20 it had no value\); .* Few customers in each log make intervals too narrow, and here they are 60: --customers gives more\.$/,
  );
  const wide = textOf([{ ...failure, logs: 20, coverage: 1 }]);
  expect(wide).toMatch(/ in 100 % of 20 logs; of one that is just acceptable the chance of that is 0\.0001$/);
});
