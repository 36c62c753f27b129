import { Random } from '../../src/core/random';
import { populationStability } from '../../src/stats/population-stability';

it('is the sum over bins by hand, with half a row more in each', () => {
  // Shares 1.5/3, 1.5/3 and 2.5/3, 0.5/3: (1/2 - 5/6) ln(3/5) + (1/2 - 1/6) ln(3) = ln(5) / 3.
  const { index, expected } = populationStability([1, 1], [2, 0]);
  expect(index).toBeCloseTo(Math.log(5) / 3, 12);
  expect(expected).toBe(1);
});

it('leaves out bins that neither has, and knows nothing of no rows', () => {
  expect(populationStability([1, 0, 1], [2, 0, 0])).toEqual(populationStability([1, 1], [2, 0]));
  expect(populationStability([1, 1], [0, 0])).toEqual({ index: 0, expected: Infinity });
  expect(populationStability([3, 4], [3, 4]).index).toBe(0);
});

it('is what it says on average where nothing drifts', () => {
  const random = Random.fromSeed(1);
  const sample = (rows: number) => {
    const counts = new Array<number>(10).fill(0);
    for (let row = 0; row < rows; row += 1) counts[random.integer(10)]! += 1;
    return counts;
  };
  const draws = Array.from({ length: 400 }, () => populationStability(sample(1000), sample(500)));
  const mean = draws.reduce((sum, { index }) => sum + index, 0) / draws.length;
  // The mean of 400 chi squares of 9 degrees of freedom has a relative standard error of sqrt(2 / 9 / 400) = 2.4 %.
  expect(mean / draws[0]!.expected).toBeGreaterThan(0.9);
  expect(mean / draws[0]!.expected).toBeLessThan(1.1);
});
