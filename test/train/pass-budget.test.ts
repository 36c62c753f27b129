import { batchSizeFor, expectBudget, isOver } from '../../src/train/pass-budget';
import type { EvaluationPoint } from '../../src/train/training-result';

/** A curve with an evaluation per pass over 100 decisions. */
const curve = (values: readonly (number | null)[]): EvaluationPoint[] =>
  values.map((value, i) => ({
    environmentSteps: 100 * (i + 1),
    gradientUpdates: i + 1,
    value: { value, low: null, high: null, level: 0.95 },
  }));

describe('training in passes is over', () => {
  it.each<[string, (number | null)[], boolean]>([
    ['nothing was validated', [], false],
    ['the value has just risen', [1, 1, 1, 2], false],
    ['it has not for one evaluation', [1, 2, 1], false],
    ['it has not for two', [1, 2, 1, 1.5], true],
    ['it has only come back to its best', [1, 2, 1, 2], true],
    ['it falls from the start, in the least passes', [3, 2], false],
    ['it falls from the start, after them', [3, 2, 1], true],
    ['it was never known', [null, null, null], true],
    ['it became known at last', [null, null, -5], false],
    ['it rises to the last pass', [1, 2, 3, 4, 5, 6], true],
  ])('where %s: %j %s', (_when, values, over) => {
    expect(isOver(curve(values), 100, { leastPasses: 3, mostPasses: 6, patience: 2 })).toBe(over);
  });

  it.each([
    [{ leastPasses: 0, mostPasses: 5, patience: 2 }, 'passes: expected 0 < least <= most, got 0 and 5'],
    [{ leastPasses: 6, mostPasses: 5, patience: 2 }, 'passes: expected 0 < least <= most, got 6 and 5'],
    [
      { leastPasses: 1, mostPasses: Infinity, patience: 2 },
      'passes: expected 0 < least <= most, got 1 and Infinity',
    ],
    [{ leastPasses: 1, mostPasses: 5, patience: 0 }, 'patience: expected at least 1 evaluation, got 0'],
  ])('not by a budget of %j', (budget, message) => {
    expect(() => expectBudget(budget)).toThrow(new RangeError(message));
  });
});

it.each([
  [0, 128],
  [1000, 128],
  [20_000, 128], // the root is 141
  [40_000, 256], // 200
  [100_000, 256], // 316
  [1_000_000, 1024],
  [10_000_000, 4096], // 3162
  [1_000_000_000, 4096],
])('a log of %i decisions is learned from in batches of %i', (rows, batch) => {
  expect(batchSizeFor(rows)).toBe(batch);
});
