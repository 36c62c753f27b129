import fc from 'fast-check';
import { Random } from '../../../src/core/random';
import { logSmoothedLowerBound } from '../../../src/stats/bounds/log-smoothed';

const repeated = (values: readonly number[], times: number) =>
  Array.from({ length: times }, () => values).flat();
const forty = repeated([0, 1, 2, 0, 3], 8);

/** ln of the average of Π (1 + lambda x) / (1 + lambda m), factor by factor. */
function wealth(values: readonly number[], mean: number): number {
  let sum = 0;
  for (let j = 0; j < 16; j += 1) {
    const lambda = 0.001 * 1000 ** (j / 15);
    sum += values.reduce((product, value) => (product * (1 + lambda * value)) / (1 + lambda * mean), 1);
  }
  return Math.log(sum / 16);
}

describe('the bound of the average over 16 lambdas', () => {
  it('is the number worked out elsewhere, and 0 of the five values once', () => {
    expect(logSmoothedLowerBound(forty, 1, 0.95)).toBeCloseTo(0.681469, 6);
    expect(logSmoothedLowerBound([0, 1, 2, 0, 3], 1, 0.95)).toBe(0);
    expect(logSmoothedLowerBound([], 1, 0.95)).toBe(0);
  });

  it('does not lose count where the product of all is larger than a number can be', () => {
    // All are the same, so that each lambda alone would give about 1e6 / 20^(1/4000); that one of 16 is right costs ln 16.
    const bound = logSmoothedLowerBound(repeated([1e6 - 1], 4000), 1, 0.95);
    expect(bound).toBeLessThan(1e6 * 20 ** (-1 / 4000));
    expect(bound).toBeGreaterThan(1e6 * 320 ** (-1 / 4000) - 1);
  });

  it('counts what is beyond all numbers as very large, and stays finite', () => {
    const bound = logSmoothedLowerBound([1e308, 1e308, 1e308], 1, 0.95);
    expect(bound).toBeGreaterThan(1e140);
    expect(bound).toBeLessThan(1e153);
  });

  it('is where the average wealth, multiplied out, has fallen to 1/δ', () => {
    const samples = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 4, maxLength: 40 });
    fc.assert(
      fc.property(samples, fc.constantFrom(0.5, 0.9, 0.95), (values, level) => {
        const bound = logSmoothedLowerBound(values, 1, level);
        const needed = -Math.log(1 - level);
        expect(wealth(values, bound * (1 + 1e-6) + 1e-9)).toBeLessThan(needed);
        if (bound > 0) expect(wealth(values, bound * (1 - 1e-6))).toBeGreaterThan(needed);
      }),
    );
  });

  it('grows with the values and their scale alike, and does not depend on the order of rows', () => {
    const samples = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 20, maxLength: 40 });
    fc.assert(
      fc.property(samples, fc.constantFrom(0.01, 7, 1000), (values, factor) => {
        const bound = logSmoothedLowerBound(values, 2, 0.9);
        const scaled = values.map((value) => value * factor).reverse();
        expect(logSmoothedLowerBound(scaled, 2 * factor, 0.9) / factor).toBeCloseTo(bound, 9);
      }),
    );
  });

  it('refuses what is negative or no number, naming its row, and a scale that is not above 0', () => {
    expect(() => logSmoothedLowerBound([1, -2], 1, 0.95)).toThrow(
      new RangeError('values: expected 0 to Infinity, got -2 in row 1'),
    );
    expect(() => logSmoothedLowerBound([NaN], 1, 0.95)).toThrow(/got NaN in row 0/);
    expect(() => logSmoothedLowerBound([1], 0, 0.95)).toThrow('scale: expected > 0, got 0');
    expect(() => logSmoothedLowerBound([1], 1, 95)).toThrow('level: expected between 0 and 1, got 95');
  });

  it('fails at most as often as it says for weights of 0 or 3, and is as close as simulated elsewhere', () => {
    const random = Random.fromSeed(1);
    const bounds = Array.from({ length: 60 }, () => {
      const draw = () => (random.uniform() < 1 / 3 && random.uniform() < 0.15 ? 3 : 0);
      return logSmoothedLowerBound(Float64Array.from({ length: 5000 }, draw), 1, 0.95);
    }).sort((one, other) => one - other);
    expect(bounds.filter((bound) => bound > 0.15).length).toBeLessThanOrEqual(3);
    expect(bounds[30]).toBeCloseTo(0.123, 2);
  });

  it('fails at most as often as it says for few units, and for heavy tails without a variance', () => {
    const random = Random.fromSeed(2);
    const failures = { coins: 0, tails: 0 };
    let sum = 0;
    for (let log = 0; log < 500; log += 1) {
      const coins = Float64Array.from({ length: 30 }, () => (random.uniform() < 0.5 ? 2 : 0)); // mean 1
      if (logSmoothedLowerBound(coins, 1, 0.8) > 1) failures.coins += 1;
      // Pareto: (1 − u)^(−2/3) / 3 has mean 1, and no variance.
      const tails = Float64Array.from({ length: 100 }, () => (1 - random.uniform()) ** (-2 / 3) / 3);
      const bound = logSmoothedLowerBound(tails, 1, 0.8);
      if (bound > 1) failures.tails += 1;
      sum += bound;
    }
    expect(failures.coins / 500).toBeLessThan(0.2);
    expect(failures.coins).toBeGreaterThan(0);
    expect(failures.tails / 500).toBeLessThan(0.2);
    expect(sum / 500).toBeGreaterThan(0.6);
  });
});
