import fc from 'fast-check';
import { weightSummary } from '../../src/stats/effective-sample-size';

it('is what the formulas give by hand', () => {
  // Σ 6, Σ² 14, mean 1.5, deviations² 2.25 + .25 + .25 + 2.25 = 5 over 3, over 4 units
  const summary = weightSummary([0, 1, 2, 3]);
  expect(summary.effectiveSampleSize).toBeCloseTo(36 / 14, 12);
  expect(summary.largestShare).toBeCloseTo(3 / 6, 12);
  expect(summary.mean).toBe(1.5);
  expect(summary.standardErrorOfMean).toBeCloseTo(Math.sqrt(5 / 12), 12);
});

it('counts units of equal weight, and leaves out those without', () => {
  expect(weightSummary([2, 2, 2, 2, 0, 0]).effectiveSampleSize).toBe(4);
  expect(weightSummary([1e300, 1e300]).effectiveSampleSize).toBe(2);
});

it('sees a weight that dominates (trap: propensities floored at a tiny number)', () => {
  const { effectiveSampleSize, largestShare } = weightSummary([...new Array<number>(999).fill(1), 1e6]);
  expect(effectiveSampleSize).toBeCloseTo(1.002, 3);
  expect(largestShare).toBeCloseTo(0.999, 3);
});

it('lies between 1 and the number of units, whatever the order and the unit of weights', () => {
  const some = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(some, fc.constantFrom(0.25, 3), (weights, factor) => {
      fc.pre(weights.some((weight) => weight > 0));
      const { effectiveSampleSize, largestShare } = weightSummary(weights);
      expect(effectiveSampleSize).toBeGreaterThan(1 - 1e-9);
      expect(effectiveSampleSize).toBeLessThan(weights.length + 1e-9);
      const other = weightSummary(weights.map((weight) => weight * factor).reverse());
      expect(other.effectiveSampleSize).toBeCloseTo(effectiveSampleSize, 9);
      expect(other.largestShare).toBeCloseTo(largestShare!, 9);
    }),
  );
});

it('says what it cannot know', () => {
  const nothing = { effectiveSampleSize: 0, largestShare: null };
  expect(weightSummary([])).toEqual({ ...nothing, mean: NaN, standardErrorOfMean: NaN });
  expect(weightSummary([0])).toEqual({ ...nothing, mean: 0, standardErrorOfMean: NaN });
});

it('refuses a weight that is negative or no number', () => {
  expect(() => weightSummary([1, -1])).toThrow(
    new RangeError('weights: expected 0 to Infinity, got -1 in row 1'),
  );
  expect(() => weightSummary([NaN])).toThrow(RangeError);
});
