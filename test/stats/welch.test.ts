import { Random } from '../../src/core/random';
import { moments } from '../../src/stats/moments';
import { welchDifference } from '../../src/stats/welch';

it('is what scipy says', () => {
  // scipy 1.17.1: stats.ttest_ind(first, second, equal_var=False), its df and confidence_interval.
  const { difference, freedom, pValue } = welchDifference(
    moments([1, 2, 3, 4, 5, 6]),
    moments([0, 0, 10, 20]),
    0.95,
  )!;
  expect(freedom).toBeCloseTo(3.153445140005076, 10);
  expect(pValue).toBeCloseTo(0.4670891601974784, 10);
  expect(difference).toEqual({
    value: -4,
    low: expect.closeTo(-19.01137102573392, 8) as number,
    high: expect.closeTo(11.011371025733919, 8) as number,
    level: 0.95,
  });
});

it('is worked out by hand where both samples are alike', () => {
  // Variances 1 and 1 of three values each: standard error √(2/3), 4 degrees of freedom, t .975 = 2.776445.
  const { difference, standardError, freedom } = welchDifference(
    moments([3, 4, 5]),
    moments([0, 1, 2]),
    0.95,
  )!;
  expect(standardError).toBeCloseTo(Math.sqrt(2 / 3), 12);
  expect(freedom).toBeCloseTo(4, 12);
  expect(difference.high).toBeCloseTo(3 + 2.776445 * Math.sqrt(2 / 3), 5);
});

it('says nothing of one value, or of values that do not differ', () => {
  expect(welchDifference(moments([1]), moments([1, 2]), 0.95)).toBeNull();
  expect(welchDifference(moments([1, 1]), moments([2, 2]), 0.95)).toBeNull();
  expect(() => welchDifference(moments([1, 2]), moments([1, 2]), 95)).toThrow(
    'level: expected between 0 and 1, got 95',
  );
});

it('covers the difference of unequal groups of whom most bring nothing', () => {
  const random = Random.fromSeed(1);
  const sums = (count: number, rate: number) =>
    Float64Array.from({ length: count }, () => (random.uniform() < rate ? 1 + 9 * random.uniform() : 0));
  let covered = 0;
  for (let i = 0; i < 1000; i += 1) {
    const { difference } = welchDifference(moments(sums(400, 0.3)), moments(sums(150, 0.2)), 0.9)!;
    // A response brings 5.5 on average.
    if (difference.low! < 0.55 && difference.high! > 0.55) covered += 1;
  }
  // 900 ± 4 standard errors of 9.5.
  expect(covered).toBeGreaterThan(862);
  expect(covered).toBeLessThan(938);
});
