import { ShapeError } from '../../src/core/errors';
import { NormalGenerator } from '../../src/core/normal-generator';
import { Random } from '../../src/core/random';
import { meanInterval } from '../../src/stats/intervals';
import { meanOf, ratioOfSums } from '../../src/stats/ratio-of-sums';
import { combined, differenceOf, standardError, tInterval } from '../../src/stats/statistic';

/** Ten units with mean 0 and a standard error of 1: variance 10, so deviations of ±3. */
const ten = Float64Array.from({ length: 10 }, (_, i) => (i % 2 === 0 ? 3 : -3));

describe('tInterval', () => {
  it('takes the two-sided quantile, t(.975, 9) = 2.262157 (trap: the one-sided 1.833113)', () => {
    const { low, high } = tInterval(meanOf(ten));
    expect([low, high]).toEqual([expect.closeTo(-2.262157, 6), expect.closeTo(2.262157, 6)]);
  });

  it('is Student’s interval of a plain mean', () => {
    const samples = Float64Array.of(1, 2, 3, 6);
    const { value, low, high } = meanInterval(samples, 0.9);
    expect(tInterval(meanOf(samples), 0.9)).toEqual({
      ...{ value, level: 0.9 },
      ...{ low: expect.closeTo(low!, 12) as number, high: expect.closeTo(high!, 12) as number },
    });
  });

  it('covers the value of a self-normalised ratio about as often as it says', () => {
    const generator = NormalGenerator.from(Random.fromSeed(1));
    const normals = new Float64Array(200);
    let covered = 0;
    for (let log = 0; log < 2000; log += 1) {
      generator.fill(normals);
      const weights = normals.subarray(0, 100).map((x) => (x > 0.43 ? 3 : 0)); // a third of the rows
      const weighted = weights.map((weight, i) => weight * (5 + normals[100 + i]!));
      const { low, high } = tInterval(ratioOfSums(weighted, weights));
      if (low! < 5 && high! > 5) covered += 1;
    }
    expect(covered / 2000).toBeGreaterThan(0.925);
    expect(covered / 2000).toBeLessThan(0.97);
  });

  it('says what it cannot know, and refuses a level of 1', () => {
    const unknown = { low: null, high: null, level: 0.95 };
    expect(tInterval(ratioOfSums(Float64Array.of(0), Float64Array.of(0)))).toEqual({
      value: null,
      ...unknown,
    });
    expect(tInterval(meanOf(Float64Array.of(4)))).toEqual({ value: 4, ...unknown });
    expect(() => tInterval(meanOf(ten), 1)).toThrow('level: expected between 0 and 1, got 1');
  });
});

describe('ratioOfSums', () => {
  it('is the ratio, with the standard error of the delta method, by hand', () => {
    // (3 + 0 + 3) / (1 + 0 + 2) = 2; deviations 3 − 2, 0, 3 − 4; mean denominator 1; variance (1 + 0 + 1) / 2, over 3.
    const statistic = ratioOfSums(Float64Array.of(3, 0, 3), Float64Array.of(1, 0, 2));
    expect(statistic.value).toBe(2);
    expect([...statistic.influence]).toEqual([1, 0, -1]);
    expect(standardError(statistic)).toBeCloseTo(Math.sqrt(1 / 3), 12);
    // Twice the first, once the second, the third never: 6 / 2
    expect(statistic.resampled([2, 1, 0])).toBe(3);
  });

  it('refuses what does not belong together', () => {
    expect(() => ratioOfSums(Float64Array.of(1), Float64Array.of(1, 2))).toThrow(ShapeError);
  });
});

describe('sums of statistics', () => {
  it('cancel what both have in common, also in a resample', () => {
    const difference = differenceOf(meanOf(ten.map((value) => value + 2)), meanOf(ten));
    expect(difference.value).toBeCloseTo(2, 12);
    expect(standardError(difference)).toBeCloseTo(0, 12);
    expect(difference.resampled([9, 0, 0, 0, 0, 0, 0, 0, 0, 1])).toBeCloseTo(2, 12);
  });

  it('weigh by their factors', () => {
    const half = combined([
      { factor: 0.5, statistic: meanOf(Float64Array.of(1, 3)) },
      { factor: 3, statistic: meanOf(Float64Array.of(0, 4)) },
    ]);
    expect(half.value).toBe(0.5 * 2 + 3 * 2);
    expect([...half.influence]).toEqual([0.5 * -1 + 3 * -2, 0.5 * 1 + 3 * 2]);
    expect(half.resampled([2, 0])).toBe(0.5 * 1 + 3 * 0);
  });

  it('need at least one, and the same units', () => {
    expect(() => combined([])).toThrow('combined: expected at least one statistic, got none');
    expect(() => differenceOf(meanOf(ten), meanOf(Float64Array.of(1)))).toThrow(ShapeError);
  });
});
