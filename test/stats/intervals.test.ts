import { NormalGenerator } from '../../src/core/normal-generator';
import { Random } from '../../src/core/random';
import { differenceFromKnown, meanInterval, pairwiseDifferences } from '../../src/stats/intervals';

describe('meanInterval', () => {
  // Quantiles of Student's t from printed tables: 3.182 and 5.841 for 3 degrees of freedom.
  it.each([
    [0.95, 3.182],
    [0.99, 5.841],
  ])('uses the t quantile of the degrees of freedom, level %f', (level, quantile) => {
    const { value, low, high } = meanInterval([1, 2, 3, 6], level);
    // mean 3, variance (4 + 1 + 0 + 9) / 3
    const half = quantile * Math.sqrt(14 / 3 / 4);
    expect(value).toBe(3);
    expect(low).toBeCloseTo(3 - half, 2);
    expect(high).toBeCloseTo(3 + half, 2);
  });

  it('covers the true mean as often as its level says', () => {
    const generator = NormalGenerator.from(Random.fromSeed(3));
    const samples = new Float64Array(5);
    let covered = 0;
    for (let i = 0; i < 4000; i += 1) {
      generator.fill(samples);
      const { low, high } = meanInterval(samples, 0.9);
      if (low! < 0 && high! > 0) covered += 1;
    }
    expect(Math.abs(covered / 4000 - 0.9)).toBeLessThan(4 * Math.sqrt((0.9 * 0.1) / 4000));
  });

  it('says what it cannot know', () => {
    expect(meanInterval([])).toEqual({ value: null, low: null, high: null, level: 0.95 });
    expect(meanInterval([4])).toEqual({ value: 4, low: null, high: null, level: 0.95 });
  });

  it.each([0, 1, NaN])('refuses level %f', (level) => {
    expect(() => meanInterval([1, 2], level)).toThrow(`level: expected between 0 and 1, got ${level}`);
  });
});

describe('pairwiseDifferences', () => {
  it('leaves what the pairs do not have in common', () => {
    const differences = pairwiseDifferences([1001, 2003, 3002], [1000, 2000, 3000]);
    expect(differences).toEqual(Float64Array.of(1, 3, 2));
  });

  it('refuses samples that are not pairs', () => {
    expect(() => pairwiseDifferences([1, 2], [1])).toThrow('second: expected 2 elements, got 1');
  });
});

describe('differenceFromKnown', () => {
  it('is the interval of the samples moved by a mean that is known exactly', () => {
    const { low, high } = meanInterval([10, 12, 17]);
    expect(differenceFromKnown([10, 12, 17], { value: 3, standardError: 0 })).toEqual({
      value: 10,
      low: low! - 3,
      high: high! - 3,
      level: 0.95,
    });
  });

  it('adds the variance of the known mean', () => {
    // Samples of variance 4: 4 / 4 + 0.75^2 = 1.25^2; t quantile 3.18245 of 3 degrees of freedom, 3.97806 in all.
    const samples = [-Math.sqrt(6), 0, 0, Math.sqrt(6)];
    const { value, low, high } = differenceFromKnown(samples, { value: 5, standardError: 0.75 });
    expect(value).toBeCloseTo(-5, 12);
    expect([low! + 5, high! + 5]).toEqual([expect.closeTo(-3.97806, 4), expect.closeTo(3.97806, 4)]);
  });

  it('covers the true difference as often as it says where both are noise', () => {
    const generator = NormalGenerator.from(Random.fromSeed(8));
    const samples = new Float64Array(50);
    const reference = new Float64Array(1);
    let covered = 0;
    for (let i = 0; i < 4000; i += 1) {
      generator.fill(samples);
      generator.fill(reference);
      // A reference measured with standard error 0.2, and a truth of equal means.
      const known = { value: 0.2 * reference[0]!, standardError: 0.2 };
      const { low, high } = differenceFromKnown(samples, known, 0.9);
      if (low! < 0 && high! > 0) covered += 1;
    }
    expect(Math.abs(covered / 4000 - 0.9)).toBeLessThan(4 * Math.sqrt((0.9 * 0.1) / 4000));
  });

  it('says what it cannot know', () => {
    const known = { value: 1, standardError: 1 };
    expect(differenceFromKnown([], known)).toEqual({ value: null, low: null, high: null, level: 0.95 });
    expect(differenceFromKnown([4], known)).toEqual({ value: 3, low: null, high: null, level: 0.95 });
  });
});
