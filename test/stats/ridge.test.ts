import fc from 'fast-check';
import { ShapeError } from '../../src/core/errors';
import { linearPrediction, ridgeOf } from '../../src/stats/ridge';

const all = (count: number) => Int32Array.from({ length: count }, (_, row) => row);

it('solves the normal equations worked by hand', () => {
  // Rows x = 0, 1, 2 of weight 1, 2, 1 with y = 1, 2, 5, and 1.5 rows' worth of doubt of 4/3 each, λ = 2: Σwxx = 6, Σwx = 4, Σw = 4, Σwxy = 14, Σwy = 10.
  // [8 4; 4 4] (β, c) = (14, 10): β = 1, c = 1.5.
  const ridge = ridgeOf({ features: [0, 1, 2], width: 1, rows: all(3), weights: [1, 2, 1], ridge: 1.5 });
  const [slope, intercept] = ridge.fit([1, 2, 5]);
  expect(slope).toBeCloseTo(1, 12);
  expect(intercept).toBeCloseTo(1.5, 12);
  expect(ridge.solve(Float64Array.of(14, 10))).toEqual(ridge.fit([1, 2, 5]));
});

it('serves another target by the same factor, and another place without a penalty on the intercept', () => {
  const ridge = ridgeOf({ features: [0, 1, 2], width: 1, rows: all(3), weights: [1, 2, 1], ridge: 1.5 });
  const [slope, intercept] = ridge.fit([1001, 1002, 1005]);
  expect(slope).toBeCloseTo(1, 9);
  expect(intercept).toBeCloseTo(1001.5, 9);
});

it('reads the rows of the fit alone', () => {
  const features = [0, 9, 1, 2];
  const rows = Int32Array.of(0, 2, 3);
  const ridge = ridgeOf({ features, width: 1, rows, weights: [1, 7, 2, 1], ridge: 1.5 });
  expect([...ridge.fit([1, NaN, 2, 5])]).toEqual([
    ...ridgeOf({ features: [0, 1, 2], width: 1, rows: all(3), weights: [1, 2, 1], ridge: 1.5 }).fit([
      1, 2, 5,
    ]),
  ]);
});

it('finds the line that the rows lie on, of two features', () => {
  const features = [0, 0, 1, 0, 0, 1, 2, 3];
  const targets = [0, 1, 2, 3].map((row) => 4 + 2 * features[2 * row]! - 3 * features[2 * row + 1]!);
  const found = ridgeOf({ features, width: 2, rows: all(4), weights: [1, 1, 1, 1], ridge: 0 }).fit(targets);
  [2, -3, 4].forEach((value, j) => expect(found[j]).toBeCloseTo(value, 10));
  expect(linearPrediction(Float64Array.of(9, 9, 9, ...found), 1, features, 2, 3)).toBeCloseTo(4 + 4 - 9, 10);
});

const number = fc.double({ min: -5, max: 5, noNaN: true });
const row = fc.record({
  a: number,
  b: number,
  y: number,
  weight: fc.double({ min: 0.1, max: 4, noNaN: true }),
});

it('is where the penalised squares are least', () => {
  fc.assert(
    fc.property(
      fc.array(row, { minLength: 1, maxLength: 12 }),
      fc.double({ min: 0.1, max: 5, noNaN: true }),
      (rows, ridge) => {
        const weights = rows.map(({ weight }) => weight);
        const features = rows.flatMap(({ a, b }) => [a, b]);
        const found = ridgeOf({ features, width: 2, rows: all(rows.length), weights, ridge }).fit(
          rows.map(({ y }) => y),
        );
        const [p, q, c] = found as unknown as [number, number, number];
        const penalty = (ridge * weights.reduce((sum, weight) => sum + weight, 0)) / weights.length;
        const errors = rows.map(({ a, b, y, weight }) => weight * (y - c - p * a - q * b));
        // The derivative by each coefficient is 0.
        expect(rows.reduce((sum, { a }, i) => sum + errors[i]! * a, -penalty * p)).toBeCloseTo(0, 6);
        expect(rows.reduce((sum, { b }, i) => sum + errors[i]! * b, -penalty * q)).toBeCloseTo(0, 6);
        expect(errors.reduce((sum, error) => sum + error, 0)).toBeCloseTo(0, 6);
      },
    ),
    { numRuns: 100 },
  );
});

it('is the same whatever the unit of the weights', () => {
  const rows = { features: [0, 1, 2], width: 1, rows: all(3), ridge: 1.5 };
  const one = ridgeOf({ ...rows, weights: [1, 2, 1] }).fit([1, 2, 5]);
  const tenfold = ridgeOf({ ...rows, weights: [10, 20, 10] }).fit([1, 2, 5]);
  one.forEach((value, j) => expect(tenfold[j]).toBeCloseTo(value, 12));
});

it('names what is wrong, and refuses what has no one solution', () => {
  const problem = { features: [0, 0], width: 1, rows: all(2), weights: [1, 1], ridge: 0 };
  expect(() => ridgeOf(problem)).toThrow(/positive definite/);
  expect(() => ridgeOf({ ...problem, weights: [1] })).toThrow(/^features: expected 1 elements, got 2/);
  expect(() => ridgeOf({ ...problem, ridge: 1 }).fit([1])).toThrow(ShapeError);
  expect(() => ridgeOf({ ...problem, ridge: 1, rows: all(0) })).toThrow(RangeError);
});
