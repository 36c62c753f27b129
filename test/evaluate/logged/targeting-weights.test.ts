/** Classical targeting on a log that kept a part of its rows: each row as often as it stands for, in whatever unit. */
import fc from 'fast-check';
import { learnedTargeting } from '../../../src/evaluate/logged/targeting/baselines';
import {
  lifetimeValues,
  responseProbabilities,
  type TargetingRows,
} from '../../../src/evaluate/logged/targeting/response-model';

interface Row {
  readonly x: number;
  readonly action: number;
  readonly reward: number;
  readonly later?: number;
  readonly weight: number;
}

const rowsOf = (rows: readonly Row[]): TargetingRows => ({
  ...{ observations: Float32Array.from(rows, ({ x }) => x), width: 1, actionCount: 2, allowed: null },
  actions: Int32Array.from(rows, ({ action }) => action),
  rewards: Float64Array.from(rows, ({ reward }) => reward),
  laterRewards: Float64Array.from(rows, ({ later = 0 }) => later),
  sampleWeights: Float64Array.from(rows, ({ weight }) => weight),
});
const times = (factor: number, rows: readonly Row[]) =>
  rows.map((row) => ({ ...row, weight: factor * row.weight }));
/** Each row as many times as it stands for. */
const repeated = (rows: readonly Row[]) =>
  rows.flatMap((row) => Array.from({ length: row.weight }, () => ({ ...row, weight: 1 })));

/** At x = 1 an 8 that stands for three beside a 0 gives a mean of 6, at x = −1 there are zeros alone. */
const line = (facts: (x: number, y: number) => Omit<Row, 'x' | 'weight'>): Row[] =>
  [-1, 1].flatMap((x) =>
    [1, 3].map((weight) => ({ ...facts(x, x === 1 && weight === 3 ? 8 : 0), x, weight })),
  );
const asked = rowsOf([-1, 1].map((x) => ({ ...{ x, weight: 1 }, action: 0, reward: 0 })));

it('draws the slope of later rewards by ten rows, of two decisions each, as worked by hand', () => {
  // Σ w = 8, Σ w x = 0, Σ w x² = 8, Σ w x y = 24, Σ w y = 24: 24 / (8 + 10 · 2) about 3.
  const rows = line((_, y) => ({ action: 0, reward: 0, later: y }));
  for (const factor of [1, 10]) {
    const values = lifetimeValues(rowsOf(times(factor, rows)), asked);
    [3 - 6 / 7, 3 + 6 / 7].forEach((value, i) => expect(values[i]).toBeCloseTo(value, 10));
  }
});

it('draws the slopes of rewards as much', () => {
  // The contact brings 3 ± 6/7, leaving alone as much as the first number: 3.9 is more than that at x = 1 and 3.8 is less.
  for (const [alone, expected] of [
    [3.9, [1, 0, 1, 0]],
    [3.8, [1, 0, 0, 1]],
  ] as const) {
    const contacts = line((_, reward) => ({ action: 1, reward }));
    const rows = [...contacts, ...contacts.map((row) => ({ ...row, action: 0, reward: alone }))];
    for (const factor of [1, 10]) {
      const policies = learnedTargeting(rowsOf(times(factor, rows)), asked, 0.5);
      const greedy = policies.find(({ name }) => name === 'greedy-one-step')!;
      expect([...greedy.probabilities]).toEqual(expected);
    }
  }
});

it('counts who answered as often as they stand for, where too few did for a fit', () => {
  const rows = [0, 0, 1, 5].map((reward, i) => ({ x: i, action: 1, reward, weight: i + 1 }));
  // (3 + 4) / (1 + 2 + 3 + 4) of those contacted, and of an action that was never taken as many.
  for (const factor of [1, 10]) {
    const guessed = [...responseProbabilities(rowsOf(times(factor, rows)), asked)];
    guessed.forEach((share) => expect(share).toBeCloseTo(0.7, 12));
  }
});

const someRow = fc.record({
  x: fc.double({ min: -1, max: 1, noNaN: true }),
  later: fc.integer({ min: -2, max: 9 }),
  weight: fc.integer({ min: 1, max: 4 }),
});
/** Thirty rows that answered and thirty that did not of either action: enough for a fit. */
const someRows = fc
  .array(someRow, { minLength: 120, maxLength: 120 })
  .map((rows) => rows.map((row, i): Row => ({ ...row, action: i % 2, reward: i % 4 < 2 ? 0 : 5 })));

it('expects the same answers of rows as of as many alike rows, whatever the unit of the weights', () => {
  fc.assert(
    fc.property(someRows, fc.constantFrom(0.1, 10), (rows, factor) => {
      const guessed = responseProbabilities(rowsOf(rows), asked);
      const scaled = responseProbabilities(rowsOf(times(factor, rows)), asked);
      const alike = responseProbabilities(rowsOf(repeated(rows)), asked);
      // Fits end where no element of the gradient exceeds 1e-5.
      guessed.forEach((p, at) => {
        expect(Math.abs(scaled[at]! - p)).toBeLessThan(5e-4);
        expect(Math.abs(alike[at]! - p)).toBeLessThan(5e-4);
      });
    }),
    { numRuns: 50 },
  );
});

/** c + x β of rows that are counted one by one: β = Σ (x − x̄)(y − ȳ) / (Σ (x − x̄)² + λ). */
function ridgeLine(rows: readonly Row[], penalty: number): (x: number) => number {
  const meanOf = (of: (row: Row) => number) => rows.reduce((sum, row) => sum + of(row), 0) / rows.length;
  const [x, y] = [meanOf((row) => Math.fround(row.x)), meanOf(({ later = 0 }) => later)];
  const slope =
    meanOf((row) => (Math.fround(row.x) - x) * (row.later! - y)) /
    (meanOf((row) => (Math.fround(row.x) - x) ** 2) + penalty / rows.length);
  return (at) => y + (at - x) * slope;
}

it('values customers like as many alike rows with a penalty as much larger, whatever the unit', () => {
  fc.assert(
    fc.property(someRows, fc.constantFrom(0.1, 10), (rows, factor) => {
      const alike = repeated(rows);
      const expected = ridgeLine(alike, (10 * alike.length) / rows.length);
      for (const given of [rows, times(factor, rows)]) {
        const values = lifetimeValues(rowsOf(given), asked);
        [-1, 1].forEach((x, i) => expect(values[i]).toBeCloseTo(Math.max(0, expected(x)), 8));
      }
    }),
    { numRuns: 50 },
  );
});

it('chooses the same by weights of another unit', () => {
  fc.assert(
    fc.property(someRows, (rows) => {
      const judged = rowsOf(rows.slice(0, 40));
      // A power of two changes no digit of what is summed.
      const scaled = learnedTargeting(
        rowsOf(times(16, rows)),
        { ...judged, sampleWeights: judged.sampleWeights.map((weight) => 16 * weight) },
        0.3,
      );
      expect(scaled).toEqual(learnedTargeting(rowsOf(rows), judged, 0.3));
    }),
    { numRuns: 20 },
  );
});

it('contacts the share of the decisions that the judged rows stand for', () => {
  const rows = Array.from({ length: 120 }, (_, i): Row => ({
    ...{ x: (i % 30) / 15 - 1, action: i % 2, reward: i % 4 < 2 || i % 30 < 8 ? 0 : 5, weight: 1 },
  }));
  const weights = rows.map((_, i) => (i % 30 < 15 ? 1 : 4));
  const judged = rowsOf(rows.map((row, i) => ({ ...row, weight: weights[i]! })));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  for (const name of ['look-alike', 'expected-value', 'uplift']) {
    const { probabilities } = learnedTargeting(rowsOf(rows), judged, 0.25).find((one) => one.name === name)!;
    const contacts = weights.reduce((sum, weight, i) => sum + weight * probabilities[2 * i + 1]!, 0);
    expect(contacts / total).toBeCloseTo(0.25, 9);
  }
});
