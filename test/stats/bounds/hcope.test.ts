import fc from 'fast-check';
import { ShapeError } from '../../../src/core/errors';
import { Random } from '../../../src/core/random';
import { empiricalBernsteinLowerBound } from '../../../src/stats/bounds/empirical-bernstein';
import { hcopeLowerBound, hcopeThreshold } from '../../../src/stats/bounds/hcope';

const all = (count: number, threshold: number) => new Float64Array(count).fill(threshold);

it('is empirical Bernstein on min(x, c) where all thresholds are one c', () => {
  const samples = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 100, maxLength: 150 });
  let positive = 0;
  fc.assert(
    fc.property(samples, fc.integer({ min: 1, max: 9 }), (values, threshold) => {
      const cut = values.map((value) => Math.min(value, threshold));
      const expected = empiricalBernsteinLowerBound(cut, { low: 0, high: threshold }, 0.9);
      expect(hcopeLowerBound(values, all(values.length, threshold), 0.9)).toBeCloseTo(expected, 9);
      if (expected > 0) positive += 1;
    }),
  );
  expect(positive).toBeGreaterThan(50);
});

it('weighs thresholds as the theorem does: the slow double sum', () => {
  const random = Random.fromSeed(1);
  const values = Array.from({ length: 80 }, () => 3 * random.uniform());
  const thresholds = values.map(() => 0.5 + 2 * random.uniform());
  const z = values.map((value, i) => Math.min(value, thresholds[i]!) / thresholds[i]!);
  let pairs = 0;
  for (const one of z) for (const other of z) pairs += (one - other) ** 2;
  const logRisk = Math.log(2 / 0.05);
  const inverses = thresholds.reduce((sum, threshold) => sum + 1 / threshold, 0);
  const expected =
    (z.reduce((sum, one) => sum + one, 0) -
      (7 * 80 * logRisk) / (3 * 79) -
      Math.sqrt((logRisk / 79) * pairs)) /
    inverses;
  expect(expected).toBeGreaterThan(0.3);
  expect(hcopeLowerBound(values, thresholds, 0.95)).toBeCloseTo(expected, 9);
});

it('refuses what is negative, and thresholds that are not above 0 or not one for each unit', () => {
  expect(() => hcopeLowerBound([1, -1], all(2, 1), 0.95)).toThrow(
    new RangeError('values: expected 0 to Infinity, got -1 in row 1'),
  );
  expect(() => hcopeLowerBound([1, Infinity], all(2, 1), 0.95)).toThrow(/got Infinity in row 1/);
  expect(() => hcopeLowerBound([1, 1], [1, 0], 0.95)).toThrow('thresholds: expected > 0, got 0 in row 1');
  expect(() => hcopeLowerBound([1, 1], [1], 0.95)).toThrow(ShapeError);
});

it('knows 0 of fewer than two values', () => {
  expect([hcopeLowerBound([], [], 0.95), hcopeLowerBound([5], [5], 0.95)]).toEqual([0, 0]);
});

describe('hcopeThreshold', () => {
  it('is the value at which the formula, with the moments of those held out, is largest', () => {
    const samples = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 2, maxLength: 25 });
    fc.assert(
      fc.property(samples, fc.integer({ min: 2, max: 5000 }), (values, units) => {
        const logRisk = Math.log(2 / 0.1);
        const predicted = (threshold: number) => {
          const cut = values.map((value) => Math.min(value, threshold));
          const mean = cut.reduce((sum, value) => sum + value, 0) / cut.length;
          const variance = cut.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (cut.length - 1);
          return (
            mean - Math.sqrt((2 * variance * logRisk) / units) - (7 * threshold * logRisk) / (3 * (units - 1))
          );
        };
        const threshold = hcopeThreshold(Float64Array.from(values), units, 0.9);
        const positive = values.filter((value) => value > 0);
        if (positive.length === 0) return expect(threshold).toBeNull();
        expect(predicted(threshold!)).toBeCloseTo(Math.max(...positive.map(predicted)), 9);
      }),
    );
  });

  it('is unknown of fewer than two, and of zeros', () => {
    expect(hcopeThreshold(Float64Array.of(3), 100, 0.95)).toBeNull();
    expect(hcopeThreshold(Float64Array.of(0, 0), 100, 0.95)).toBeNull();
  });

  it('chosen on others, lets the bound of heavy tails fail at most as often as it says', () => {
    const random = Random.fromSeed(3);
    // Mean 3/2 and no variance: (1 − u)^(−2/3) / 2, a Pareto tail of 1.5.
    const draw = (count: number) =>
      Float64Array.from({ length: count }, () => (1 - random.uniform()) ** (-2 / 3) / 2);
    let failures = 0;
    let sum = 0;
    for (let log = 0; log < 150; log += 1) {
      const threshold = hcopeThreshold(draw(50), 950, 0.95)!;
      const bound = hcopeLowerBound(draw(950), all(950, threshold), 0.95);
      if (bound > 1.5) failures += 1;
      sum += bound;
    }
    expect(failures / 150).toBeLessThan(0.05);
    expect(sum / 150).toBeGreaterThan(0.9);
  });
});
