import fc from 'fast-check';
import { ShapeError } from '../../../src/core/errors';
import { aucDifference, aucEstimate, areaUnderCurve } from '../../../src/profiles/judge/auc';
import { brierEstimate } from '../../../src/profiles/judge/brier';
import {
  calibrationCurve,
  calibrationError,
  shareEstimate,
} from '../../../src/profiles/judge/calibration-curve';

const scores = Float64Array.of(3, 1, 2, 0);
const labels = [1, 1, 0, 0];

it('counts pairs in the right order, ties by half', () => {
  expect(areaUnderCurve(scores, labels)).toBe(0.75);
  expect(areaUnderCurve(Float64Array.of(1, 1, 1), [1, 0, 0])).toBe(0.5);
  expect(areaUnderCurve(Float64Array.of(2, 1, 1), [1, 0, 1])).toBe(0.75);
  expect(areaUnderCurve(scores, [1, 1, 1, 1])).toBeNaN();
});

it('has the variance of DeLong, worked by hand', () => {
  // Placements of the rows of label 1: 1, 1/2; of label 0: 1/2, 1. Variances 1/8 each, by 2 rows each: 1/8 in all.
  const { value, low, high } = aucEstimate(scores, labels);
  expect(value).toBe(0.75);
  expect(high! - low!).toBeCloseTo(2 * 1.959963985 * Math.sqrt(1 / 8), 8);
  expect((high! + low!) / 2).toBeCloseTo(0.75, 12);
});

it('pairs two scores of the same rows', () => {
  // The other one is wrong about every pair: placements 0. Differences have the variance of the first alone.
  const difference = aucDifference(scores, Float64Array.of(0, 1, 2, 3), labels);
  expect(difference.value).toBe(0.75);
  expect(difference.high! - difference.low!).toBeCloseTo(2 * 1.959963985 * Math.sqrt(1 / 8), 8);
  expect(aucDifference(scores, scores, labels)).toMatchObject({ value: 0, low: 0, high: 0 });
});

it('does not know what it cannot', () => {
  expect(aucEstimate(scores, [1, 1, 1, 1])).toMatchObject({ value: null, low: null, high: null });
  expect(aucEstimate(Float64Array.of(1, 0), [1, 0])).toMatchObject({ value: 1, low: null, high: null });
  expect(() => areaUnderCurve(scores, [1, 0])).toThrow(ShapeError);
});

it('is the count of pairs whatever the scores', () => {
  const row = fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 1 }));
  fc.assert(
    fc.property(fc.array(row, { minLength: 2, maxLength: 30 }), (rows) => {
      const one = rows.filter(([, label]) => label === 1);
      const other = rows.filter(([, label]) => label === 0);
      fc.pre(one.length > 0 && other.length > 0);
      const pairs = one.flatMap(([a]) => other.map(([b]) => (a > b ? 1 : a === b ? 0.5 : 0) as number));
      const wanted = pairs.reduce((sum, won) => sum + won, 0) / pairs.length;
      const found = areaUnderCurve(
        Float64Array.from(rows, ([score]) => score),
        rows.map(([, label]) => label),
      );
      expect(found).toBeCloseTo(wanted, 12);
    }),
  );
});

it('is the mean squared error', () => {
  // (.8 - 1)² = .04, (.4 - 0)² = .16
  const own = Float64Array.of(0.8, 0.4);
  expect(brierEstimate(own, [1, 0]).value).toBeCloseTo(0.1, 12);
  expect(() => brierEstimate(own, [1])).toThrow('actual: expected 2 elements, got 1');
});

it('has the interval of Wilson', () => {
  // 1 of 10 at z = 1.96: (.1 + .192) / 1.384 ± 1.96 / 1.384 · sqrt(.009 + .0096)
  const { low, high } = shareEstimate(1, 10);
  expect(low).toBeCloseTo(0.0179, 4);
  expect(high).toBeCloseTo(0.4042, 4);
  expect(shareEstimate(0, 10).low).toBe(0);
  expect(shareEstimate(0, 0).value).toBeNull();
});

it('puts rows of one probability into one bin, and leaves none out', () => {
  const curve = calibrationCurve(Float64Array.of(0.1, 0.9, 0.1, 0.9, 0.1, 0.5), [0, 1, 0, 1, 1, 1], 3);
  expect(curve.map(({ rows, predicted, observed }) => [rows, predicted, observed.value])).toEqual([
    [3, expect.closeTo(0.1, 12), 1 / 3],
    [1, 0.5, 1],
    [2, 0.9, 1],
  ]);
  // 3/6 · (1/3 - .1) + 1/6 · .5 + 2/6 · .1
  expect(calibrationError(curve)).toBeCloseTo(0.5 * (1 / 3 - 0.1) + 0.5 / 6 + 0.1 / 3, 12);
});

it('has tenths of the rows, whatever their number', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 12 }), (rows, bins) => {
      const probabilities = Float64Array.from({ length: rows }, (_, i) => i / rows);
      const curve = calibrationCurve(probabilities, new Float64Array(rows), bins);
      expect(curve.reduce((sum, bin) => sum + bin.rows, 0)).toBe(rows);
      expect(curve.length).toBe(Math.min(rows, bins));
    }),
  );
});
