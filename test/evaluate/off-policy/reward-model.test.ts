import fc from 'fast-check';
import { ShapeError } from '../../../src/core/errors';
import { Random } from '../../../src/core/random';
import { rewardModel } from '../../../src/evaluate/off-policy/reward-model';

interface Row {
  readonly x: number;
  readonly action: number;
  readonly weight?: number;
}

/** Rows of a customer each, which are in the two folds by turns. */
function problemOf(rows: readonly Row[], actionCount: number) {
  return {
    histories: {
      ...{ starts: Int32Array.from({ length: rows.length + 1 }, (_, i) => i), actionCount },
      actions: Int32Array.from(rows, ({ action }) => action),
      sampleWeights: Float64Array.from(rows, ({ weight = 1 }) => weight),
    },
    ...{ features: Float32Array.from(rows, ({ x }) => x), width: 1 },
  };
}

const byTurns = (count: number) => ({ count: 2, of: Uint8Array.from({ length: count }, (_, i) => i % 2) });

it('draws the mean of few decisions towards that of all, and gives it to an action without any', () => {
  // The other half: action 0 brought 2 and 4, action 1 brought 9; their mean is 5. (2 + 4 + 5) / 3 and (9 + 5) / 2.
  const rows = [0, 0, 0, 0, 0, 1].map((action) => ({ x: 0, action }));
  const expected = rewardModel(problemOf(rows, 3), byTurns(6), Float64Array.of(0, 2, 0, 4, 0, 9));
  [11 / 3, 7, 5].forEach((value, action) => expect(expected[action]).toBeCloseTo(value, 12));
});

it('fits slopes of an action with six decisions of two coefficients, as worked by hand', () => {
  // Half of them: x = -1 three times with 0, x = 1 three times with 6, and one decision's worth of doubt: 18 / (6 + 1).
  const rows = [-1, -1, -1, 1, 1, 1].flatMap((x) => [
    { x, action: 0 },
    { x, action: 0 },
  ]);
  const outcomes = Float64Array.from(rows, ({ x }) => 3 + 3 * x);
  const expected = rewardModel(problemOf(rows, 1), byTurns(12), outcomes);
  rows.forEach(({ x }, i) => expect(expected[i]).toBeCloseTo(3 + (18 / 7) * x, 10));
});

it('recovers outcomes that are lines of the features, whichever action was logged', () => {
  const random = Random.fromSeed(1);
  const rows = Array.from({ length: 4000 }, () => ({
    x: 2 * random.uniform() - 1,
    action: random.integer(2),
  }));
  const lineOf = (x: number, action: number) => (action === 0 ? 1 + 2 * x : 5 - x);
  const outcomes = Float64Array.from(rows, ({ x, action }) => lineOf(x, action) + random.uniform() - 0.5);
  const expected = rewardModel(problemOf(rows, 2), byTurns(4000), outcomes);
  const distances = rows.flatMap(({ x }, i) =>
    [0, 1].map((a) => Math.abs(expected[2 * i + a]! - lineOf(x, a))),
  );
  expect(Math.max(...distances)).toBeLessThan(0.06);
});

it('is drawn by as many decisions whatever each stands for', () => {
  const rows = [-1, -1, -1, 1, 1, 1].flatMap((x) => Array<Row>(2).fill({ x, action: 0, weight: 50 }));
  const outcomes = Float64Array.from(rows, ({ x }) => 3 + 3 * x);
  const expected = rewardModel(problemOf(rows, 1), byTurns(12), outcomes);
  rows.forEach(({ x }, i) => expect(expected[i]).toBeCloseTo(3 + (18 / 7) * x, 10));
});

it('fits slopes to decisions as often as they stand for', () => {
  // Three at each place, of which those that brought 8 stand for three times as many: 6 at x = 1, and 0 at x = -1.
  const rows = [-1, 1].flatMap((x) => [1, 1, 3, 3, 1, 1, 3, 3].map((weight) => ({ x, action: 0, weight })));
  const outcomes = Float64Array.from(rows, ({ x, weight }) => (x === 1 && weight === 3 ? 8 : 0));
  const expected = rewardModel({ ...problemOf(rows, 1), ridge: 0 }, byTurns(16), outcomes);
  rows.forEach(({ x }, i) => expect(expected[i]).toBeCloseTo(x === 1 ? 6 : 0, 10));
});

it('counts a decision as often as it stands for, whatever the unit', () => {
  const rows = [1, 1, 3, 3].map((weight) => ({ x: 0, action: 0, weight }));
  const outcomes = Float64Array.of(0, 0, 8, 8);
  // (0 + 3 · 8) / 4 = 6, drawn towards itself.
  expect(rewardModel(problemOf(rows, 1), byTurns(4), outcomes)[0]).toBeCloseTo(6, 12);
  const tenfold = rows.map((row) => ({ ...row, weight: 10 * row.weight }));
  expect(rewardModel(problemOf(tenfold, 1), byTurns(4), outcomes)[0]).toBeCloseTo(6, 12);
});

const row = fc.record({
  x: fc.double({ min: -1, max: 1, noNaN: true }),
  action: fc.integer({ min: 0, max: 2 }),
  y: fc.integer({ min: -9, max: 9 }),
});

it('knows nothing of the customer that it judges, and moves with the zero of the outcomes', () => {
  fc.assert(
    fc.property(fc.array(row, { minLength: 2, maxLength: 40 }), (rows) => {
      const problem = problemOf(rows, 3);
      const folds = byTurns(rows.length);
      const outcomes = Float64Array.from(rows, ({ y }) => y);
      const expected = rewardModel(problem, folds, outcomes);
      const changed = rewardModel(
        problem,
        folds,
        outcomes.map((y, i) => (i === 0 ? y + 50 : y)),
      );
      expect([...changed.subarray(0, 3)]).toEqual([...expected.subarray(0, 3)]);
      expect(changed[3]).not.toBe(expected[3]);
      const moved = rewardModel(
        problem,
        folds,
        outcomes.map((y) => y + 7),
      );
      moved.forEach((value, i) => expect(value).toBeCloseTo(expected[i]! + 7, 8));
    }),
    { numRuns: 100 },
  );
});

it('names what has the wrong length', () => {
  const problem = problemOf(
    [
      { x: 0, action: 0 },
      { x: 0, action: 0 },
    ],
    1,
  );
  expect(() => rewardModel(problem, byTurns(2), new Float64Array(1))).toThrow(ShapeError);
  expect(() => rewardModel(problem, byTurns(2), new Float64Array(1))).toThrow(
    /^outcomes: expected 2 elements, got 1/,
  );
});
