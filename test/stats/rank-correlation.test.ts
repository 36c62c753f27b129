import fc from 'fast-check';
import { Random } from '../../src/core/random';
import { rankCorrelation, rankCorrelationInterval, rankGain } from '../../src/stats/rank-correlation';

it('is that of ranks, ties at their mean', () => {
  // Ranks 1, 2.5, 2.5, 4 and 1, 2, 4, 3: deviations (-1.5, 0, 0, 1.5) and (-1.5, -.5, 1.5, .5), products 3, squares 4.5, 5.
  expect(rankCorrelation([3, 7, 7, 100], [0, 1, 9, 8])).toBeCloseTo(3 / Math.sqrt(4.5 * 5), 12);
});

it('agrees with 1 - 6 sum d² / (n³ - n) where nothing is tied, whatever rising function is predicted', () => {
  const permutation = fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6], { minLength: 7 });
  fc.assert(
    fc.property(permutation, permutation, (x, y) => {
      const squares = x.reduce((sum, value, i) => sum + (value - y[i]!) ** 2, 0);
      const known = 1 - (6 * squares) / (343 - 7);
      expect(rankCorrelation(x.map(Math.exp), y)).toBeCloseTo(known, 12);
    }),
  );
});

it('is not defined where all are equal', () => {
  expect(rankCorrelation([1, 1, 1], [1, 2, 3])).toBeNaN();
});

const rows = 200;
const random = Random.fromSeed(3);
const actual = Float64Array.from({ length: rows }, () => random.uniform());
const noise = actual.map(() => random.uniform());
const near = actual.map((value, i) => value + 0.3 * noise[i]!);
const options = () => ({ resamples: 200, random: Random.fromSeed(5) });

it('gains where the order is better, the same with the same seed', () => {
  const gain = rankGain(near, noise, actual, options());
  expect(gain.value).toBeCloseTo(rankCorrelation(near, actual) - rankCorrelation(noise, actual), 12);
  expect(gain.low).toBeGreaterThan(0.5);
  expect(gain.high).toBeLessThan(1.5);
  expect(rankGain(near, noise, actual, options())).toEqual(gain);
});

it('gains nothing from a rising function of the same', () => {
  expect(rankGain(near.map(Math.exp), near, actual, options())).toMatchObject({ value: 0, low: 0, high: 0 });
});

it('is unknown where predictions are all alike', () => {
  expect(rankGain(new Float64Array(rows), near, actual, options())).toMatchObject({ value: null, low: null });
});

it('has an interval about it', () => {
  const { value, low, high } = rankCorrelationInterval(near, actual, options());
  expect(value).toBe(rankCorrelation(near, actual));
  // Of Fisher's z about a correlation of .95: .94 to .96.
  expect(high! - low!).toBeLessThan(0.05);
  expect(low).toBeLessThan(value!);
  expect(high).toBeGreaterThan(value!);
});
