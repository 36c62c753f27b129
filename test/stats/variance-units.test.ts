/** How many units the error of an estimate stands on. */
import { NormalGenerator } from '../../src/core/normal-generator';
import { Random } from '../../src/core/random';
import { unitsOfHalf } from '../../src/stats/variance-units';

it('is the fewest that make up half of the squares', () => {
  // 25 + 4 · 1 + 4 · 4 = 45: the 25 alone is more than half.
  expect(unitsOfHalf(Float64Array.of(1, -2, 1, 2, -5, 1, 2, 1, 2))).toBe(1);
  // Of ten equal ones five, of eleven six.
  expect(unitsOfHalf(Float64Array.from({ length: 10 }, (_, i) => (i % 2 === 0 ? 3 : -3)))).toBe(5);
  expect(unitsOfHalf(new Float64Array(11).fill(1))).toBe(6);
});

it('is the same in any unit and order', () => {
  const values = Float64Array.of(0.1, -0.4, 0.2, 0.9, -0.8);
  expect(unitsOfHalf(values)).toBe(unitsOfHalf(values.map((value) => -1e6 * value).reverse()));
});

it('is nobody where nobody differs', () => {
  expect(unitsOfHalf(new Float64Array(5))).toBe(0);
  expect(unitsOfHalf(new Float64Array(0))).toBe(0);
});

it('is about an eighth of normal numbers', () => {
  const values = new Float64Array(80_000);
  NormalGenerator.from(Random.fromSeed(1)).fill(values);
  // ∫ z² φ over |z| > 1.538 is a half, and P(|z| > 1.538) = .124.
  expect(unitsOfHalf(values) / values.length).toBeCloseTo(0.124, 2);
});
