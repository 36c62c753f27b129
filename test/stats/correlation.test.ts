import { Random } from '../../src/core/random';
import { correlationInterval, correlationOf } from '../../src/stats/correlation';

it('is covariance by deviations', () => {
  // Deviations (-1, 0, 1) and (-2, 1, 1): products 3, squares 2 and 6.
  expect(correlationOf([1, 2, 3], [0, 3, 3], [1, 1, 1])).toBeCloseTo(3 / Math.sqrt(12), 12);
});

it('counts rows as often as a sample has them', () => {
  const [x, y] = [
    [1, 2, 4],
    [3, 1, 5],
  ];
  expect(correlationOf(x, y, [2, 0, 1])).toBeCloseTo(correlationOf([1, 1, 4], [3, 3, 5], [1, 1, 1]), 12);
});

it('has an interval about the value, and none where all are equal', () => {
  const random = Random.fromSeed(2);
  const x = Float64Array.from({ length: 500 }, () => random.uniform());
  const y = x.map((value) => value + random.uniform());
  // Of independent uniforms of one spread: 1/√2. Fisher's interval of 500 is .66 to .75.
  const { value, low, high } = correlationInterval(x, y, { resamples: 400, random });
  expect(Math.abs(value! - Math.SQRT1_2)).toBeLessThan(0.07);
  expect(high! - low!).toBeGreaterThan(0.06);
  expect(high! - low!).toBeLessThan(0.12);
  expect(correlationInterval(x, new Float64Array(500), { resamples: 10, random }).value).toBeNull();
});
