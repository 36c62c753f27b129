import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { Random } from '../../src/core/random';
import { moments } from '../../src/stats/moments';
import { unitsForAnytimeDifference, unitsForDifference } from '../../src/stats/sample-size';
import { welchDifference } from '../../src/stats/welch';

const plan = (effect: number, level: number, power: number, share: number, deviation = 1) => ({
  ...{ difference: effect * deviation, level, power },
  groups: [
    { share, deviation },
    { share: 1 - share, deviation },
  ] as const,
});

// scipy 1.17.1: brentq of N in stats.nct.cdf(t, df, effect / √(1/n₁ + 1/n₂)) = 1 − power with t of Welch's df at N. Those
// of equal groups are those of statsmodels 0.15.0, TTestIndPower().solve_power, too. [effect, level, power, share, in all]
it.each([
  [0.5, 0.95, 0.8, 1 / 2, 127.5315],
  [0.2, 0.95, 0.9, 1 / 2, 1052.667],
  [0.1, 0.99, 0.8, 1 / 4, 6236.527],
  [0.3, 0.95, 0.8, 1 / 5, 551.3555],
  [0.8, 0.95, 0.8, 1 / 2, 51.04926],
])(
  'needs for an effect of %d at level %d, power %d, share %d what scipy says',
  (effect, level, power, share, all) => {
    const units = unitsForDifference(plan(effect, level, power, share));
    // Two quantiles of t are as good as the noncentral t to a part in a thousand.
    expect(Math.abs(units / all - 1)).toBeLessThan(0.002);
  },
);

it('is the textbook formula of many customers', () => {
  // Rates .10 and .12, half each: (1.959964 + .841621)² (.09 + .1056) / .02² = 3,838.1 in each group.
  const groups = [
    { share: 0.5, deviation: Math.sqrt(0.12 * 0.88) },
    { share: 0.5, deviation: Math.sqrt(0.1 * 0.9) },
  ] as const;
  const units = unitsForDifference({ difference: 0.02, level: 0.95, power: 0.8, groups });
  expect(units / 2).toBeGreaterThan(3838);
  expect(units / 2).toBeLessThan(3840);
});

it('does not depend on the unit or the sign of the difference', () => {
  const units = unitsForDifference(plan(0.3, 0.95, 0.8, 0.3));
  expect(unitsForDifference(plan(0.3, 0.95, 0.8, 0.3, 1000))).toBeCloseTo(units, 6);
  expect(unitsForDifference(plan(-0.3, 0.95, 0.8, 0.3))).toBeCloseTo(units, 6);
});

it('has the power that was asked for', () => {
  const units = unitsForDifference(plan(0.4, 0.9, 0.8, 0.25));
  const random = Random.fromSeed(3);
  // Uniform on an interval of length √12: variance 1.
  const sample = (count: number, mean: number) =>
    Float64Array.from({ length: count }, () => mean + Math.sqrt(12) * (random.uniform() - 0.5));
  let shown = 0;
  for (let i = 0; i < 1000; i += 1) {
    const [group, control] = [sample(Math.round(units / 4), 0.4), sample(Math.round((3 * units) / 4), 0)];
    if (welchDifference(moments(group), moments(control), 0.9)!.difference.low! > 0) shown += 1;
  }
  // 800 ± 4 standard errors of 12.6.
  expect(shown).toBeGreaterThan(749);
  expect(shown).toBeLessThan(851);
});

it('solves its equation also of a handful, where steps from side to side never end', () => {
  // N = (t(.975) + t(.8))² · 4 / 5² with the t of N − 2: of 4 units 4.303 and 1.061, so that 4.602 are too few.
  const units = unitsForDifference(plan(5, 0.95, 0.8, 0.5));
  const needed = (tQuantile(0.975, units - 2) + tQuantile(0.8, units - 2)) ** 2 * (4 / 25);
  expect(units).toBeGreaterThan(4);
  expect(units).toBeLessThan(4.603);
  expect(units).toBeCloseTo(needed, 6);
});

it('needs more customers where it may be looked at any time', () => {
  const once = unitsForDifference(plan(0.1, 0.95, 0.8, 0.5));
  const anytime = unitsForAnytimeDifference(plan(0.1, 0.95, 0.8, 0.5));
  // About (3.0 + .84)² for (1.96 + .84)².
  expect(anytime / once).toBeGreaterThan(1.7);
  expect(anytime / once).toBeLessThan(2.1);
});

it('counts for any time the units of the two groups alone, not those of all', () => {
  // Two groups of a fifth each: what they need of 1 they need five times half as much of in all.
  const fifths = {
    ...plan(0.1, 0.95, 0.8, 0.5),
    groups: [
      { share: 0.2, deviation: 1 },
      { share: 0.2, deviation: 1 },
    ] as const,
  };
  const halves = unitsForAnytimeDifference(plan(0.1, 0.95, 0.8, 0.5));
  expect(unitsForAnytimeDifference(fifths) / halves).toBeCloseTo(2.5, 9);
});

it.each([
  [{ level: 1 }, 'level: expected between 0 and 1, got 1'],
  [{ power: 0 }, 'power: expected between 0 and 1, got 0'],
  [{ difference: 0 }, 'difference: expected another number than 0, got 0'],
])('refuses %j', (change, message) => {
  expect(() => unitsForDifference({ ...plan(0.1, 0.95, 0.8, 0.5), ...change })).toThrow(
    new RangeError(message),
  );
});
