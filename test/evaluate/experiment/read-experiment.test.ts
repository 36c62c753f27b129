import { Random } from '../../../src/core/random';
import { sequenceHalfWidth } from '../../../src/stats/bounds/confidence-sequence';
import { logSmoothedLowerBound } from '../../../src/stats/bounds/log-smoothed';
import { compareGroups } from '../../../src/evaluate/experiment/compare-groups';
import { levelOfLook } from '../../../src/evaluate/experiment/looks';
import { decisionOf, readExperiment } from '../../../src/evaluate/experiment/read-experiment';
import type { ExperimentData, ExperimentSettings } from '../../../src/evaluate/experiment/result';

const settings: ExperimentSettings = {
  ...{ control: 'usual', level: 0.95, look: null, margin: 0, range: null, wrongGroups: [] },
};

const levels = { look: 0.8, corrected: 0.8, anytime: 0.8 };

/** Groups one after the other; a customer whose total is null has no row. */
function dataOf(
  groups: Readonly<Record<string, readonly (number | null)[]>>,
  shares?: readonly number[],
): ExperimentData {
  const names = Object.keys(groups);
  const all = Object.values(groups).flat();
  return {
    groups: names.map((name, i) => ({ name, share: shares?.[i] ?? groups[name]!.length / all.length })),
    groupOf: names.flatMap((name, i) => groups[name]!.map(() => i)),
    totals: Float64Array.from(all, (total) => total ?? 0),
    rows: all.map((total) => (total === null ? 0 : 1)),
  };
}

const repeated = (values: readonly (number | null)[], times: number) =>
  Array.from({ length: times }, () => values).flat();

it('counts customers without outcomes as 0, by the group they were given', () => {
  const { groups, comparisons } = readExperiment(
    dataOf({ model: repeated([4, null, null, null], 25), usual: repeated([2, null], 50) }),
    settings,
  );
  expect(groups.map(({ customers, withOutcomes, mean }) => [customers, withOutcomes, mean.value])).toEqual([
    [100, 25, expect.closeTo(1, 12)],
    [100, 50, expect.closeTo(1, 12)],
  ]);
  expect(comparisons[0]!.decision).toBe('not shown better');
  expect(comparisons[0]!.difference.value).toBeCloseTo(0, 12);
});

it('is Welch per comparison and Holm over all', () => {
  const usual = repeated([0, 1, 2, 3], 25);
  const data = dataOf({
    model: usual.map((one) => one! + 0.5),
    random: usual.map((one) => one! - 0.4),
    usual,
    other: usual.map((one) => one! + 0.3),
  });
  const { comparisons } = readExperiment(data, settings);
  const [model, random, other] = comparisons;
  // The variance of 0, 1, 2, 3 in equal parts is 1.25 · 100/99: standard error √(2 · 1.25 / 99).
  expect(model!.standardError).toBeCloseTo(Math.sqrt(2.5 / 99), 12);
  expect(model!.freedom).toBeCloseTo(198, 9);
  expect(model!.correctedP).toBeCloseTo(3 * model!.pValue!, 12);
  expect(random!.correctedP).toBeCloseTo(2 * random!.pValue!, 12);
  // Alone it would be below .05 as little as among three.
  expect(other!.correctedP).toBe(other!.pValue);
  expect(comparisons.map(({ decision }) => decision)).toEqual(['better', 'worse', 'not shown better']);
});

it('gives no number of a broken split, whatever the difference', () => {
  // Of 1,000 customers drawn half and half 550 and 450: chi-square 10, p .0016; 560 and 440: 14.4, p .00015.
  const half = [0.5, 0.5];
  const groups = (own: number) => ({
    model: repeated([9, 8], own / 2),
    usual: repeated([0, 1], (1000 - own) / 2),
  });
  const holds = readExperiment(dataOf(groups(550), half), settings);
  expect([holds.split.isBroken, holds.comparisons[0]!.decision]).toEqual([false, 'better']);
  const broken = readExperiment(dataOf(groups(560), half), settings);
  expect(broken.split.pValue).toBeCloseTo(0.000148, 6);
  expect(broken.split.reasons).toEqual([
    'the groups are not as large as they were drawn: model has 560 customers where 500 are to be expected (p 0.000148); customers of a group were lost, doubled or moved',
  ]);
  expect(broken.comparisons[0]).toMatchObject({
    ...{ decision: 'cannot tell', difference: { value: null, low: null }, pValue: null },
    ...{ anytime: { value: null }, reasons: ['the split is broken'] },
  });
  expect(broken.groups.map(({ mean }) => mean.value)).toEqual([null, null]);
});

it('breaks below a p-value of a thousandth and not before', () => {
  // Of 1,000 customers half and half 552 and 448: chi-square 10.816, p .00101; 553 and 447: 11.236, p .00080.
  const broken = (own: number) =>
    readExperiment(
      dataOf({ model: repeated([1], own), usual: repeated([2], 1000 - own) }, [0.5, 0.5]),
      settings,
    ).split.isBroken;
  expect([552, 553].map(broken)).toEqual([false, true]);
});

it('is broken too by what is known to be wrong, and by a group of whom nobody came', () => {
  const even = { model: repeated([1, 2], 50), usual: repeated([1, 3], 50) };
  expect(readExperiment(dataOf(even), { ...settings, wrongGroups: ['moved by hand'] }).split).toMatchObject({
    ...{ isBroken: true, reasons: ['moved by hand'] },
  });
  const empty = readExperiment(dataOf({ ...even, holdout: [] }, [0.45, 0.45, 0.1]), settings);
  expect(empty.split.isBroken).toBe(true);
});

it('asks whether as many of each group have outcomes', () => {
  // scipy 1.17.1: stats.chi2_contingency([[30, 70], [50, 50], [20, 80]], correction=False).
  const part = (having: number) => [...repeated([1], having), ...repeated([null], 100 - having)];
  const { split } = readExperiment(dataOf({ a: part(30), usual: part(50), b: part(20) }), settings);
  expect(split.outcomesPValue).toBeCloseTo(2.753644934974714e-5, 9);
  expect(
    readExperiment(dataOf({ a: part(100), usual: part(100) }), settings).split.outcomesPValue,
  ).toBeNull();
});

it('cannot tell of few customers, or of outcomes that are all the same', () => {
  const few = readExperiment(
    dataOf({ model: repeated([1, 5, 9], 3), usual: repeated([1, 2], 10) }),
    settings,
  );
  expect(few.comparisons[0]).toMatchObject({
    decision: 'cannot tell',
    reasons: ['model has 9 customers, and 10 are the fewest of whom anything is said'],
  });
  const same = readExperiment(dataOf({ model: repeated([null], 30), usual: repeated([0], 30) }), settings);
  expect(same.comparisons[0]).toMatchObject({
    decision: 'cannot tell',
    reasons: ['every customer of model and usual has the same outcome, 0'],
  });
});

it('says where one customer makes the interval', () => {
  const { comparisons } = readExperiment(
    dataOf({ model: [...repeated([0, 1], 49), 0, 1000], usual: repeated([0, 1], 50) }),
    settings,
  );
  // 1000 is 989.51 above the mean: 979,130 of 989,045 in all.
  expect(comparisons[0]!.reasons.join('\n')).toMatch(/one customer makes 99 % of the variance of model/);
});

it.each([
  [0.2, 0.1, 0.3, 0.001, 0.5, 'as good as'],
  [0.2, 0.1, 0.3, 0.001, 0.25, 'better'],
  [-0.2, -0.3, -0.1, 0.001, 0, 'worse'],
  [0.2, 0.1, 0.3, 0.05, 0, 'better'],
  [0.2, 0.1, 0.3, 0.051, 0, 'not shown better'],
])(
  'decides on %d [%d, %d] with a corrected p of %d and a margin of %d: %s',
  (value, low, high, p, margin, decision) => {
    const difference = { value, low, high, level: 0.95 };
    expect(decisionOf({ difference, correctedDifference: difference, pValue: 0.01 }, p, margin)).toBe(
      decision,
    );
  },
);

it('shares what may fail among comparisons: of the margin, of any time and of what is guaranteed', () => {
  const usual = repeated([0, 1, 2, 3], 50);
  const group = (more: number) => usual.map((one) => one! + more);
  // Standard error √(2 · 1.25 / 199) = .1121, freedom 398: 1.966 of them are .2204, 2.592 (α .05 / 5) are .2905.
  const one = { ...settings, margin: 0.25 };
  const alone = readExperiment(dataOf({ model: group(0), usual }), one).comparisons[0]!;
  expect([alone.decision, alone.correctedDifference.level]).toEqual(['as good as', 0.95]);
  const five = readExperiment(
    dataOf({ model: group(0), b: group(0), c: group(0), d: group(0), e: group(0), usual }),
    { ...one, range: [0, 10] },
  );
  const { decision, difference, correctedDifference, anytime, guaranteed, reasons } = five.comparisons[0]!;
  expect(decision).toBe('not shown better');
  expect(difference.high).toBeCloseTo(0.2204, 3);
  expect(correctedDifference.high).toBeCloseTo(0.2905, 3);
  expect([difference.level, correctedDifference.level, anytime.level, guaranteed!.level]).toEqual([
    0.95,
    ...[0.99, 0.99, 0.99].map((level) => expect.closeTo(level, 12) as number),
  ]);
  expect(reasons.join('\n')).toContain('held against the 99 % interval, true of all 5 comparisons together');
});

it('has a guaranteed interval of four bounds, where the range is declared', () => {
  const [group, control] = [repeated([0, 1, 2, 0, 3], 8), repeated([0, 0, 1, 0, 0], 8)].map((values) =>
    Float64Array.from(values, (value) => value!),
  ) as [Float64Array, Float64Array];
  const { guaranteed } = compareGroups(group, control, [0, 5], levels);
  // Each of the four at .95, so that they fail together with .2 at most.
  const least = logSmoothedLowerBound(group, 5, 0.95);
  const most =
    5 -
    logSmoothedLowerBound(
      control.map((value) => 5 - value),
      5,
      0.95,
    );
  expect(guaranteed!.low).toBeCloseTo(least - most, 12);
  expect(compareGroups(group, control, null, levels).guaranteed).toBeNull();
  const turned = compareGroups(control, group, [0, 5], levels).guaranteed!;
  const { low, high } = compareGroups(group, control, [0, 5], levels).guaranteed!;
  expect([turned.low, turned.high]).toEqual([expect.closeTo(-high!, 12), expect.closeTo(-low!, 12)]);
  // The same of outcomes that lie 7 higher, within a range that does.
  const moved = [group, control].map((values) => values.map((value) => value + 7)) as [
    Float64Array,
    Float64Array,
  ];
  expect(compareGroups(...moved, [7, 12], levels).guaranteed!.low).toBeCloseTo(low!, 9);
});

it('counts the customers of both groups for the interval of any time', () => {
  const values = (count: number) => Float64Array.from({ length: count }, (_, i) => i % 2);
  const { anytime, standardError } = compareGroups(values(1000), values(3000), null, levels);
  const reach = sequenceHalfWidth(standardError!, 4000, 0.8);
  expect(anytime.high! - anytime.value!).toBeCloseTo(reach, 12);
  // Of the group alone it would be a different width, so that the test can tell them apart.
  expect(Math.abs(sequenceHalfWidth(standardError!, 1000, 0.8) / reach - 1)).toBeGreaterThan(0.05);
});

it('widens the interval of a look alone, for the others hold at every look', () => {
  const data = dataOf({ model: repeated([0, 1, 2, 3], 25), usual: repeated([0, 1, 2, 2], 25) });
  const { comparisons, lookLevel } = readExperiment(data, { ...settings, range: [0, 3], look: 2 });
  const { difference, anytime, guaranteed } = comparisons[0]!;
  expect(lookLevel).toBeCloseTo(1 - 0.05 / 6, 12);
  expect([difference.level, anytime.level, guaranteed!.level]).toEqual([lookLevel, 0.95, 0.95]);
});

it('prints at a look only the p-value that is valid there, and decides by it', () => {
  const usual = repeated([0, 1, 2, 3], 25);
  const at = (look: number | null) =>
    readExperiment(dataOf({ model: usual.map((one) => one! + 0.35), usual }), { ...settings, look })
      .comparisons[0]!;
  const [alone, second] = [at(null), at(2)];
  // t = .35 / .1589 = 2.2025 at 198 degrees of freedom, p .0288: shown by one look, and not by the second of several, to which .05 / 6 is left.
  expect(alone.pValue).toBeCloseTo(0.02878, 5);
  expect([alone.decision, second.decision]).toEqual(['better', 'not shown better']);
  expect([alone.decidingP, second.decidingP]).toEqual([alone.pValue, expect.closeTo(6 * second.pValue!, 12)]);
  expect(second.reasons[0]).toContain("Welch's t; p 0.173 corrected for all looks)");
  expect(second.reasons.join()).not.toContain('p 0.0288');
  expect(alone.reasons[0]).toContain('p 0.0288)');
  expect(at(1000).decidingP).toBe(1);
});

it('shares what may fail among looks, however many', () => {
  expect(levelOfLook(0.95, null)).toBe(0.95);
  expect(levelOfLook(0.95, 1)).toBeCloseTo(0.975, 12);
  expect(levelOfLook(0.95, 2)).toBeCloseTo(1 - 0.05 / 6, 12);
  let risk = 0;
  for (let look = 1; look <= 10_000; look += 1) risk += 1 - levelOfLook(0.95, look);
  expect(risk).toBeLessThan(0.05);
  expect(risk).toBeGreaterThan(0.0499);
});

/** Outcomes of four groups that are treated alike: mostly nothing, else 1 to 10. */
function alike(random: Random, customers: number): ExperimentData {
  const bounds = [0.4, 0.6, 0.9, 1];
  const draws = Array.from({ length: customers }, () => random.uniform());
  const rows = draws.map(() => (random.uniform() < 0.25 ? 1 : 0));
  return {
    groups: ['model', 'random', 'usual', 'holdout'].map((name, i) => ({
      name,
      share: [0.4, 0.2, 0.3, 0.1][i]!,
    })),
    groupOf: draws.map((draw) => bounds.findIndex((bound) => draw < bound)),
    totals: Float64Array.from(rows, (row) => row * (1 + 9 * random.uniform())),
    rows,
  };
}

it('finds a difference among groups that are treated alike as rarely as it says, all comparisons together', () => {
  const random = Random.fromSeed(7);
  const found = { any: 0, broken: 0 };
  for (let i = 0; i < 500; i += 1) {
    const { comparisons, split } = readExperiment(alike(random, 600), { ...settings, level: 0.8 });
    if (split.isBroken) found.broken += 1;
    if (comparisons.some(({ decision }) => decision === 'better' || decision === 'worse')) found.any += 1;
  }
  // At most 100 ± 3 standard errors of 9; Holm among comparisons with one control is not far below its level.
  expect(found.any).toBeLessThan(127);
  expect(found.any).toBeGreaterThan(50);
  expect(found.broken).toBeLessThan(4);
});

it('is right at any look, as customers come in, by the intervals that may be looked at', () => {
  const random = Random.fromSeed(11);
  const paths = 120;
  const failed = { difference: 0, anytime: 0, guaranteed: 0 };
  for (let path = 0; path < paths; path += 1) {
    const draw = () => Float64Array.from({ length: 1000 }, () => (random.uniform() < 0.5 ? 1 : 0));
    const [group, control] = [draw(), draw()];
    const left = { difference: false, anytime: false, guaranteed: false };
    for (let count = 100; count <= 1000; count += 100) {
      const compared = compareGroups(group.subarray(0, count), control.subarray(0, count), [0, 1], levels);
      for (const key of ['difference', 'anytime', 'guaranteed'] as const) {
        const { low, high } = compared[key]!;
        if (low! > 0 || high! < 0) left[key] = true;
      }
    }
    for (const key of ['difference', 'anytime', 'guaranteed'] as const) failed[key] += left[key] ? 1 : 0;
  }
  expect(failed.anytime / paths).toBeLessThan(0.2);
  expect(failed.guaranteed / paths).toBeLessThan(0.2);
  // What the fixed interval is not made for.
  expect(failed.difference / paths).toBeGreaterThan(0.35);
});
