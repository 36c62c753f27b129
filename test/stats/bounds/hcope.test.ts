import fc from 'fast-check';
import { Random } from '../../../src/core/random';
import { shuffled } from '../../../src/stats/held-out';
import { cutOffLowerBound, hcope, hcopeThreshold } from '../../../src/stats/bounds/hcope';

it('is the theorem with one threshold for all: the slow double sum', () => {
  const random = Random.fromSeed(1);
  const values = Float64Array.from({ length: 80 }, () => 3 * random.uniform());
  const threshold = 1.25;
  const z = Array.from(values, (value) => Math.min(value, threshold) / threshold);
  let pairs = 0;
  for (const one of z) for (const other of z) pairs += (one - other) ** 2;
  const logRisk = Math.log(2 / 0.05);
  const expected =
    (z.reduce((sum, one) => sum + one, 0) -
      (7 * 80 * logRisk) / (3 * 79) -
      Math.sqrt((logRisk / 79) * pairs)) /
    (80 / threshold);
  expect(expected).toBeGreaterThan(0.3);
  expect(cutOffLowerBound(values, threshold, 0.95)).toBeCloseTo(expected, 9);
});

it('refuses what is negative, and a threshold of 0', () => {
  expect(() => cutOffLowerBound(Float64Array.of(1, -1), 1, 0.95)).toThrow(
    new RangeError('values: expected 0 to Infinity, got -1 in row 1'),
  );
  expect(() => cutOffLowerBound(Float64Array.of(1, Infinity), 1, 0.95)).toThrow(/got Infinity in row 1/);
  expect(() => cutOffLowerBound(Float64Array.of(1, 1), 0, 0.95)).toThrow(RangeError);
});

describe('the whole procedure', () => {
  it('chooses by a twentieth, drawn at random, and bounds the others alone', () => {
    const values = Float64Array.from({ length: 400 }, (_, i) => (i % 7) ** 3);
    const order = shuffled(Int32Array.from(values.keys()), Random.fromSeed(5));
    const of = (units: Int32Array) => Float64Array.from(units, (unit) => values[unit]!);
    const threshold = hcopeThreshold(of(order.subarray(0, 20)), 380, 0.95)!;
    const expected = cutOffLowerBound(of(order.subarray(20)), threshold, 0.95);
    expect(expected).toBeGreaterThan(10);
    expect(hcope(Random.fromSeed(5))(values, 1, 0.95)).toBe(expected);
  });

  it('knows 0 where there is nothing to choose by', () => {
    const bound = hcope(Random.fromSeed(1));
    expect([bound(new Float64Array(0), 1, 0.95), bound(Float64Array.of(5, 5, 5), 1, 0.95)]).toEqual([0, 0]);
    expect(bound(new Float64Array(100), 1, 0.95)).toBe(0);
  });

  it('lets the bound of heavy tails fail at most as often as it says', () => {
    const random = Random.fromSeed(3);
    // Mean 3/2 and no variance: (1 − u)^(−2/3) / 2, a Pareto tail of 1.5.
    const draw = () => Float64Array.from({ length: 1000 }, () => (1 - random.uniform()) ** (-2 / 3) / 2);
    const bounds = Array.from({ length: 150 }, (_, log) => hcope(random.fork(`${log}`))(draw(), 1, 0.95));
    expect(bounds.filter((bound) => bound > 1.5).length / 150).toBeLessThan(0.05);
    expect(bounds.reduce((sum, bound) => sum + bound, 0) / 150).toBeGreaterThan(0.9);
  });
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
});
