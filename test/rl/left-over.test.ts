/** What limits leave over, against every choice there is of a few decisions. */
import fc from 'fast-check';
import type { Choices } from '../../src/rl/choices';
import { leftOver, type TotalLimit } from '../../src/rl/left-over';
import { shadowPrices } from '../../src/rl/shadow-prices';
import { bestAt } from '../../src/rl/choices';

function choicesOf(rows: readonly (readonly number[])[], allowed: Uint8Array | null = null): Choices {
  return {
    ...{ qValues: Float32Array.from(rows.flat()), allowed },
    weights: new Float64Array(rows.length).fill(1),
  };
}

/** Prices, and then what is left. */
async function decided(choices: Choices, limits: readonly TotalLimit[], isShared = false) {
  const { length: n } = choices.weights;
  const actions = choices.qValues.length / n;
  const perRow = limits.map(({ use, most }) => ({ use, most: most / n }));
  const { prices, charges } = await shadowPrices(choices, perRow, new Array<number>(actions).fill(0));
  const hashes = Uint32Array.from({ length: n }, (_, i) => (i * 2_654_435_761) % 2 ** 32);
  const isPriced = prices.map((price) => price > 0);
  const left = leftOver(choices, limits, charges, isPriced, hashes, isShared);
  const done = Array.from({ length: n }, (_, i) => bestAt(choices, charges, i));
  left.raised.rows.forEach((row, i) => (done[row] = left.raised.actions[i]!));
  const worth = done.reduce((sum, action, i) => sum + choices.qValues[i * actions + action]!, 0);
  return { ...left, prices, done, worth };
}

const usedOf = (done: readonly number[], use: readonly number[]) =>
  done.reduce((sum, action) => sum + use[action]!, 0);

/** The most that decisions can be worth within limits. */
function bestWithin(rows: readonly (readonly number[])[], limits: readonly TotalLimit[]): number {
  const from = (row: number, rooms: readonly number[]): number => {
    if (row === rows.length) return 0;
    return Math.max(
      ...rows[row]!.map((value, action) => {
        const left = rooms.map((room, j) => room - limits[j]!.use[action]!);
        return left.some((room) => room < 0) ? -Infinity : value + from(row + 1, left);
      }),
    );
  };
  return from(
    0,
    limits.map(({ most }) => most),
  );
}

const table = (actions: number, values: fc.Arbitrary<number>) =>
  fc.array(fc.array(values, { minLength: actions, maxLength: actions }), { minLength: 1, maxLength: 7 });

it('gives out a capacity to the last contact that is worth it, to those who gain the most', async () => {
  // Few different values: most customers are tied with others.
  await fc.assert(
    fc.asyncProperty(
      table(3, fc.integer({ min: -2, max: 3 })),
      fc.integer({ min: 1, max: 7 }),
      async (rows, most) => {
        const limits = [{ use: [0, 0, 1], most }];
        const { done, worth, used } = await decided(choicesOf(rows), limits);
        expect(used).toEqual([usedOf(done, limits[0]!.use)]);
        expect(used[0]).toBeLessThanOrEqual(most);
        expect(worth).toBe(bestWithin(rows, limits));
        const wanted = rows.filter(([none, mail, call]) => call! > Math.max(none!, mail!)).length;
        expect(used[0]).toBe(Math.min(most, wanted));
      },
    ),
    { numRuns: 300 },
  );
});

it('spends a budget to within one contact, or does all that is worth it', async () => {
  await fc.assert(
    fc.asyncProperty(
      table(3, fc.integer({ min: -3, max: 9 })),
      fc.integer({ min: 1, max: 20 }),
      async (rows, most) => {
        const use = [0, 1, 4];
        const limits = [{ use, most }];
        const { done, used, worth, prices, next } = await decided(choicesOf(rows), limits);
        expect(used[0]).toBe(usedOf(done, use));
        expect(used[0]).toBeLessThanOrEqual(most);
        const free = rows.reduce((sum, row) => sum + use[row.indexOf(Math.max(...row))]!, 0);
        if (free <= most) expect([used[0], prices[0]]).toEqual([free, 0]);
        else {
          expect(most - used[0]!).toBeLessThan(4);
          // Nobody does better with what is spent.
          expect(worth).toBe(bestWithin(rows, [{ use, most: used[0]! }]));
          expect(next!.use[0]).toBeGreaterThan(most - used[0]!);
          expect(next!.gain).toBeGreaterThan(0);
        }
      },
    ),
    { numRuns: 300 },
  );
});

it('keeps two limits', async () => {
  await fc.assert(
    fc.asyncProperty(
      table(3, fc.integer({ min: -3, max: 9 })),
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 5 }),
      async (rows, budget, calls) => {
        const limits = [
          { use: [0, 1, 4], most: budget },
          { use: [0, 0, 1], most: calls },
        ];
        const { done, used } = await decided(choicesOf(rows), limits);
        limits.forEach(({ use, most }, j) => {
          expect(used[j]).toBeCloseTo(usedOf(done, use), 9);
          expect(used[j]).toBeLessThanOrEqual(most);
        });
      },
    ),
    { numRuns: 200 },
  );
});

it('parts equal customers by their hash, and nothing else', async () => {
  const rows = Array.from({ length: 10 }, () => [0, 3]);
  const { raised, used, next } = await decided(choicesOf(rows), [{ use: [0, 1], most: 4 }]);
  const hashes = rows.map((_, i) => (i * 2_654_435_761) % 2 ** 32);
  const first = hashes.toSorted((a, b) => a - b).slice(0, 4);
  expect([...raised.rows].map((row) => hashes[row]).toSorted((a, b) => a! - b!)).toEqual(first);
  expect([...raised.shares]).toEqual([1, 1, 1, 1]);
  expect(used).toEqual([4]);
  expect(next).toEqual({ gain: 3, use: [1] });
});

it('shares what is left among equals, so that it is spent on average exactly', async () => {
  // Three are worth 5; of ten who are worth 3 each gets a call with probability (5.5 − 3) / 10.
  const rows = [...Array.from({ length: 3 }, () => [0, 5]), ...Array.from({ length: 10 }, () => [0, 3])];
  const { raised, used } = await decided(choicesOf(rows), [{ use: [0, 1], most: 5.5 }], true);
  expect([...raised.rows]).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  for (const share of raised.shares) expect(share).toBeCloseTo(0.25, 8);
  expect(used[0]).toBeCloseTo(5.5, 7);
});

it('raises nobody to what is not allowed', async () => {
  const rows = [
    [0, 3],
    [0, 3],
  ];
  const { raised, used } = await decided(choicesOf(rows, Uint8Array.of(1, 0, 1, 1)), [
    { use: [0, 1], most: 1 },
  ]);
  expect(raised.rows).toHaveLength(0);
  expect(used).toEqual([1]);
});
