import { normalProbability } from '../../src/stats/normal';

it.each([
  [-Infinity, 0],
  [-1.959963984540054, 0.025],
  [0, 0.5],
  [1, 0.8413447460685429],
  [Infinity, 1],
])('a standard normal number is at most %p with probability %p', (x, probability) => {
  expect(normalProbability(x)).toBeCloseTo(probability, 14);
});
