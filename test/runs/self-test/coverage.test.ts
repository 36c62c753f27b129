/** What is counted over logs, and from where on an interval is said to be wrong. */
import type { Estimator } from '../../../src/evaluate/off-policy/estimator';
import { ACCEPTED, failuresOf } from '../../../src/runs/self-test/acceptance';
import { recordOf, type CoverageSetting, type LogRecord } from '../../../src/runs/self-test/coverage';
import { coverageOf, type Coverage } from '../../../src/runs/self-test/coverage-summary';
import { meanOf } from '../../../src/stats/ratio-of-sums';
import { judgedOf } from '../../support/random-histories';

const mean: Estimator = {
  ...{ name: 'mean', label: 'Mean', estimand: 'decision', needs: [] },
  estimate: ({ rewards }) => meanOf(rewards),
};

/** Ten customers with rewards of mean 2. */
const setting: CoverageSetting = {
  ...{ name: 'normal', truth: 2, estimators: [mean] },
  makeLog: (random) =>
    judgedOf(
      Array.from({ length: 10 }, () => [{ action: 0, b: [1], p: [1], reward: 4 * random.uniform(), q: [0] }]),
    ),
};
const plan = { seed: 1, logs: 2, bootstrapLogs: 1, resamples: 50, level: 0.95 };

const ends = (low: number | null, high: number | null) => ({ low, high });
const record = (
  effectiveSampleSize: number,
  value: number | null,
  t: ReturnType<typeof ends>,
): LogRecord => ({
  effectiveSampleSize,
  estimates: [{ value, intervals: { t } }],
});

it('asks each estimator for its intervals, those of the bootstrap on the first logs', async () => {
  const [first, second] = [await recordOf(setting, plan, 0), await recordOf(setting, plan, 1)];
  expect(Object.keys(first.estimates[0]!.intervals)).toEqual(['t', 'percentile', 'bca']);
  expect(Object.keys(second.estimates[0]!.intervals)).toEqual(['t']);
  expect(first.effectiveSampleSize).toBeCloseTo(10, 10);
});

it('draws a log by its number, whatever else is drawn', async () => {
  const more = { ...plan, logs: 9, bootstrapLogs: 0 };
  const [one, other] = [await recordOf(setting, plan, 1), await recordOf(setting, more, 1)];
  expect(one).toEqual(other);
  expect(await recordOf(setting, { ...plan, seed: 2 }, 1)).not.toEqual(one);
});

it('counts logs, widths and those that contain the truth', () => {
  const records = [
    record(10, 2, ends(1, 3)),
    record(20, 4, ends(3, 5)),
    record(60, 0, ends(-6, 2)),
    record(30, null, ends(null, null)),
  ];
  const { effectiveSampleSize, estimators } = coverageOf(setting, plan, records);
  expect(effectiveSampleSize).toEqual({ mean: 30, low: 10, high: 60 });
  expect(estimators[0]).toMatchObject({
    ...{ estimator: 'mean', label: 'Mean', claimsLevel: true, mean: 2, standardDeviation: 2 },
    intervals: {
      t: { logs: 3, covered: 2, coverage: 2 / 3, meanWidth: 4 },
      bca: { logs: 0, covered: 0, coverage: null, meanWidth: null },
    },
  });
});

it('lets an estimator claim nothing that stands on a model alone, or is off by itself', () => {
  const others = [
    { ...mean, isModelAlone: true },
    { ...mean, isBiased: true },
  ] as const;
  const none = others.map((one) =>
    coverageOf({ ...setting, estimators: [one] }, plan, [record(1, 2, ends(1, 3))]),
  );
  expect(none.map(({ estimators }) => estimators[0]!.claimsLevel)).toEqual([false, false]);
});

describe('coverage of 95 %', () => {
  const counted = (covered: number, logs: number, claimsLevel = true): Coverage => {
    const coverage = coverageOf(setting, plan, [record(1, 2, ends(1, 3))]);
    const [one] = coverage.estimators;
    const t = { logs, covered, coverage: covered / logs, meanWidth: 1 };
    return { ...coverage, estimators: [{ ...one!, claimsLevel, intervals: { ...one!.intervals, t } }] };
  };

  it('is accepted between 92.5 and 97 %', () => {
    expect(ACCEPTED).toEqual({ low: 0.925, high: 0.97 });
    for (const covered of [1850, 1900, 1940]) expect(failuresOf([counted(covered, 2000)])).toEqual([]);
  });

  it.each([
    [1800, 2000, 'too narrow, as with the one-sided quantile at both ends'],
    [1990, 2000, 'too wide'],
    [2000, 2000, 'too wide'],
    [60, 100, 'too narrow'],
  ])('fails at %d of %d: %s', (covered, logs) => {
    const [failure] = failuresOf([counted(covered, logs)]);
    expect(failure).toMatchObject({ setting: 'normal', estimator: 'mean', interval: 't', logs });
    expect(failure!.chance).toBeLessThan(0.01);
  });

  it('is no failure where so few logs cannot show it', () => {
    expect(failuresOf([counted(50, 50)])).toEqual([]);
    expect(failuresOf([counted(88, 100)])).toEqual([]);
  });

  it('is not asked of what claims none', () => {
    expect(failuresOf([counted(10, 2000, false)])).toEqual([]);
  });
});
