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
  ...{ effectiveSampleSize, isShown: effectiveSampleSize >= 20, difference: null },
  ...{ isUnwarned: effectiveSampleSize >= 60, varianceUnits: effectiveSampleSize / 8 },
  estimates: [{ value, intervals: { t } }],
});

it('asks each estimator for its intervals, those of the bootstrap on the first logs', async () => {
  const [first, second] = [await recordOf(setting, plan, 0), await recordOf(setting, plan, 1)];
  expect(Object.keys(first.estimates[0]!.intervals)).toEqual(['t', 'percentile', 'bca', 'deciding']);
  expect(Object.keys(second.estimates[0]!.intervals)).toEqual(['t']);
  expect(first.effectiveSampleSize).toBeCloseTo(10, 10);
});

it('decides by the wider of t and BCa, end by end', async () => {
  const { t, bca, deciding } = (await recordOf(setting, plan, 0)).estimates[0]!.intervals;
  expect(deciding!.low).toBe(Math.min(t!.low!, bca!.low!));
  expect(deciding!.high).toBe(Math.max(t!.high!, bca!.high!));
});

it('shows nothing where `evaluate` would come to no verdict', async () => {
  // Of ten customers the weight of one is more than a fifth.
  const lopsided: CoverageSetting = {
    ...setting,
    makeLog: () =>
      judgedOf(
        Array.from({ length: 20 }, (_, i) => [
          { action: 0, b: [i === 0 ? 0.1 : 1, i === 0 ? 0.9 : 0], p: [1, 0], reward: i, q: [0, 0] },
        ]),
      ),
  };
  expect((await recordOf(setting, plan, 0)).isShown).toBe(true);
  expect((await recordOf(lopsided, plan, 0)).isShown).toBe(false);
});

it('judges a difference too, with its bounds', async () => {
  const half: Estimator = { ...mean, estimate: ({ rewards }) => meanOf(rewards.map((reward) => reward / 2)) };
  const bounds = () => ({ guaranteed: { low: -4, high: 4 } });
  const judging = { ...setting, difference: { estimator: half, bounds }, trueDifference: 1 };
  const record = await recordOf(judging, plan, 0);
  expect(record.difference!.intervals.guaranteed).toEqual({ low: -4, high: 4 });
  const { difference } = coverageOf(judging, plan, [record]);
  expect(difference!.intervals.guaranteed).toMatchObject({ logs: 1, covered: 1, medianWidth: 8, above: 0 });
  expect(difference!.mean).toBeCloseTo(record.estimates[0]!.value! / 2, 12);
  const { trueDifference: _, ...unknown } = judging;
  expect(() => coverageOf(unknown, plan, [record])).toThrow('expected the true difference');
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
  const { effectiveSampleSize, estimators, ...counted } = coverageOf(setting, plan, records);
  expect(counted).toMatchObject({ varianceUnits: 25 / 8, shownLogs: 3, unwarnedLogs: 1 });
  expect(effectiveSampleSize).toEqual({ mean: 30, low: 10, high: 60 });
  expect(estimators[0]).toMatchObject({
    ...{ estimator: 'mean', label: 'Mean', claimsLevel: true, mean: 2, standardDeviation: 2 },
    intervals: {
      t: {
        ...{ logs: 3, covered: 2, coverage: 2 / 3, meanWidth: 4, medianWidth: 2, above: 1 },
        // Sizes 20 and 60 are shown, the first with a warning; size 30 has no interval.
        shown: { logs: 2, covered: 1, coverage: 1 / 2 },
        unwarned: { logs: 1, covered: 1, coverage: 1 },
      },
      bca: { logs: 0, covered: 0, coverage: null, meanWidth: null, medianWidth: null },
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
    const t = { ...one!.intervals.t, logs, covered, coverage: covered / logs };
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
    expect(failure).toMatchObject({
      setting: 'normal',
      estimator: 'mean',
      label: 'Mean',
      interval: 't',
      logs,
    });
    expect(failure!.chance).toBeLessThan(0.01);
  });

  it('says of how many logs an interval was asked', () => {
    const coverage = { ...counted(5, 19), logs: 20, bootstrapLogs: 4 };
    expect(failuresOf([coverage])).toMatchObject([{ logs: 19, askedLogs: 20 }]);
    const [one] = coverage.estimators;
    const bca = { ...one!.intervals.t, logs: 3, covered: 0, coverage: 0 };
    const ofBootstrap = { ...coverage, estimators: [{ ...one!, intervals: { ...one!.intervals, bca } }] };
    expect(failuresOf([ofBootstrap])).toMatchObject([
      { interval: 't' },
      { interval: 'bca', logs: 3, askedLogs: 4 },
    ]);
  });

  it('is no failure where so few logs cannot show it', () => {
    expect(failuresOf([counted(50, 50)])).toEqual([]);
    expect(failuresOf([counted(88, 100)])).toEqual([]);
  });

  it('is not asked of what claims none', () => {
    expect(failuresOf([counted(10, 2000, false)])).toEqual([]);
  });
});
