/** Tails of counts, against numbers worked out by hand. */
import { binomialTails } from '../../src/stats/binomial';

it('sums the chances on both sides, the count itself in each', () => {
  // Of 4 coins: 1, 4, 6, 4, 1 of 16.
  const { atMost, atLeast } = binomialTails(1, 4, 0.5);
  expect(atMost).toBeCloseTo(5 / 16, 12);
  expect(atLeast).toBeCloseTo(15 / 16, 12);
});

it('knows the ends', () => {
  expect(binomialTails(0, 3, 0.9).atMost).toBeCloseTo(0.001, 12);
  expect(binomialTails(0, 3, 0.9).atLeast).toBeCloseTo(1, 12);
  expect(binomialTails(3, 3, 0.9).atLeast).toBeCloseTo(0.729, 12);
});

it('is not lost where the first term is smaller than any number', () => {
  const { atMost, atLeast } = binomialTails(4750, 5000, 0.95);
  // Both hold the middle, which has the chance 1 / sqrt(2 pi 5000 * .95 * .05) = .0259.
  expect(atMost + atLeast).toBeCloseTo(1.0259, 3);
});

it.each([
  [5, 4, 0.5, 'successes: expected a whole number up to 4, got 5'],
  [1, 4, 1, 'probability: expected between 0 and 1, got 1'],
])('refuses %d of %d at %d', (successes, trials, probability, message) => {
  expect(() => binomialTails(successes, trials, probability)).toThrow(message);
});
