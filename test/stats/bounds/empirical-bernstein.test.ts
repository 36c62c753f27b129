import fc from 'fast-check';
import { Random } from '../../../src/core/random';
import { empiricalBernsteinLowerBound } from '../../../src/stats/bounds/empirical-bernstein';

const repeated = (values: readonly number[], times: number) =>
  Array.from({ length: times }, () => values).flat();

it('is the formula by hand', () => {
  // n 200, mean 1, S² = 200/199; ln(2/.05) = 3.688879; range 4:
  // √(2 × (200/199) × 3.688879 / 200) = .192545, 7 × 4 × 3.688879 / (3 × 199) = .173013
  const bound = empiricalBernsteinLowerBound(repeated([0, 2], 100), { low: 0, high: 4 }, 0.95);
  expect(bound).toBeCloseTo(1 - 0.192545 - 0.173013, 5);
});

it('takes the range that is declared, not that of the sample, and negative rewards (trap: sample maximum)', () => {
  // The same numbers two lower, in a range two lower.
  const bound = empiricalBernsteinLowerBound(repeated([-2, 0], 100), { low: -2, high: 2 }, 0.95);
  expect(bound).toBeCloseTo(-1 - 0.192545 - 0.173013, 5);
  const wider = empiricalBernsteinLowerBound(repeated([-2, 0], 100), { low: -2, high: 6 }, 0.95);
  expect(wider).toBeCloseTo(-1 - 0.192545 - 2 * 0.173013, 5);
});

it('is the slow sum over all pairs', () => {
  const samples = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 2, maxLength: 30 });
  fc.assert(
    fc.property(samples, fc.constantFrom(0.5, 0.9, 0.99), (values, level) => {
      const n = values.length;
      // Maurer & Pontil define the variance by pairs: Σ (x_i − x_j)² / (2 n (n − 1)).
      const pairs = values.flatMap((one) => values.map((other) => (one - other) ** 2));
      const variance = pairs.reduce((sum, square) => sum + square, 0) / (2 * n * (n - 1));
      const logRisk = Math.log(2 / (1 - level));
      const mean = values.reduce((sum, value) => sum + value, 0) / n;
      const expected = mean - Math.sqrt((2 * variance * logRisk) / n) - (7 * 10 * logRisk) / (3 * (n - 1));
      const bound = empiricalBernsteinLowerBound(values, { low: -5, high: 5 }, level);
      expect(bound).toBeCloseTo(Math.max(-5, expected), 9);
    }),
  );
});

it('refuses a value outside the range and names its row', () => {
  expect(() => empiricalBernsteinLowerBound([0, 7], { low: 0, high: 1 }, 0.95)).toThrow(
    new RangeError('values: expected 0 to 1, got 7 in row 1'),
  );
});

it('knows the lower limit of fewer than two values', () => {
  expect(empiricalBernsteinLowerBound([], { low: -2, high: 1 }, 0.95)).toBe(-2);
  expect(empiricalBernsteinLowerBound([1], { low: -2, high: 1 }, 0.95)).toBe(-2);
});

it('fails at most as often as it says, and comes close to the mean of many', () => {
  const random = Random.fromSeed(2);
  let failures = 0;
  let sum = 0;
  for (let log = 0; log < 500; log += 1) {
    const rewards = Float64Array.from({ length: 500 }, () => (random.uniform() < 0.1 ? 1 : 0));
    const bound = empiricalBernsteinLowerBound(rewards, { low: 0, high: 1 }, 0.9);
    if (bound > 0.1) failures += 1;
    sum += bound;
  }
  expect(failures / 500).toBeLessThan(0.1);
  // √(2 × .09 × ln 20 / 500) = .0328, 7 ln 20 / 1497 = .0140
  expect(sum / 500).toBeCloseTo(0.1 - 0.0328 - 0.014, 2);
});
