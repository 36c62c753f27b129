import { normalProbability, normalQuantile } from '../../src/stats/normal';

/** From printed tables. */
const pairs = [
  [-Infinity, 0],
  [-1.959963984540054, 0.025],
  [0, 0.5],
  [1, 0.8413447460685429],
  [Infinity, 1],
] as const;

it.each(pairs)('a standard normal number is at most %p with probability %p', (x, probability) => {
  expect(normalProbability(x)).toBeCloseTo(probability, 14);
});

it.each(pairs)('%p is what it stays below with probability %p', (x, probability) => {
  expect(normalQuantile(probability)).toBeCloseTo(x, 13);
});

it.each([1e-12, 0.001, 0.3, 0.999])('the quantile undoes the probability, here of %p', (probability) => {
  expect(normalProbability(normalQuantile(probability)) / probability).toBeCloseTo(1, 12);
});
