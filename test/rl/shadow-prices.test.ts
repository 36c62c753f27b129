/** Prices that keep decisions within limits, by hand on tables of values, and what holds of them on any table. */
import fc from 'fast-check';
import { Random } from '../../src/core/random';
import { leastUse, meanUse, sharesAt, someChoices, type Choices } from '../../src/rl/choices';
import { chargesAt, type Limit } from '../../src/rl/limits';
import { shadowPrices } from '../../src/rl/shadow-prices';

/** A row of values per decision; null where an action is not allowed. */
function choices(rows: readonly (readonly (number | null)[])[], weights?: readonly number[]): Choices {
  const cells = rows.flat();
  return {
    qValues: Float32Array.from(cells, (cell) => cell ?? 100),
    allowed: cells.includes(null) ? Uint8Array.from(cells, (cell) => (cell === null ? 0 : 1)) : null,
    weights: Float64Array.from(weights ?? rows.map(() => 1)),
  };
}

const nothing = [0, 0, 0];
const costs = [0, 1, 4];
const priceOf = async (table: Choices, most: number, use = costs) =>
  shadowPrices(
    table,
    [{ use, most }],
    use.map(() => 0),
  );

/** No Action, mail for 1, call for 4: a call is worth 1.5 more than a mail per unit of cost, then 1, then .5. */
const THREE = choices([
  [0, 3, 7.5],
  [0, 2.5, 5.5],
  [0, 2, 3.5],
]);

describe('the price of cost', () => {
  it.each([
    // All are called: 12 / 3 = 4 a decision.
    ['4', 4, 0, 4],
    // One must fall back to mail: the call worth .5 per unit of cost more than its mail, (3.5 − 2) / 3.
    // The next call falls back at 1: from .5 up to there the same is done.
    ['3.9', 3.9, 0.75, 3],
    ['3', 3, 0.75, 3],
    ['2', 2, 1.25, 2],
    ['1', 1, 1.75, 1],
    // Mails are worth 3, 2.5 and 2 a unit.
    ['two thirds', 2 / 3, 2.25, 2 / 3],
    // Above 3 nothing is done whatever the price: 1e-6 of 2 · 7.5 / 4 more.
    ['0', 0, 3.00000375, 0],
  ])(
    'at %s a decision is in the middle of those that keep it with the same done',
    async (_, most, price, used) => {
      const found = await priceOf(THREE, most);
      expect(found).toEqual({ prices: [price], charges: [0, price, 4 * price], used: [used], isMet: [true] });
    },
  );

  it('is a little above a tie, whichever action has the lower index', async () => {
    expect((await priceOf(choices([[0, 1, 4]]), 0)).prices).toEqual([1.000002]);
    const { prices, used } = await priceOf(choices([[1, 0]]), 0, [1, 0]);
    expect(prices[0]).toBeCloseTo(1.000002, 12);
    expect(used).toEqual([0]);
  });

  it('does not hang on the last digit of values of equal customers', async () => {
    // Half of them may be called, and no price parts them: none is.
    const equal = Array.from({ length: 10 }, () => [0, 3]);
    const { charges, used: taken } = await priceOf(choices(equal), 0.5, [0, 1]);
    expect(taken).toEqual([0]);
    expect(charges[1]).toBeGreaterThan(3);
    expect(charges[1]).toBeLessThan(3 + 1e-5);
    const lastDigit = equal.map(([none, call]) => [none!, call! + 2 ** -22]);
    expect(used(choices(lastDigit), charges, [0, 1])).toBe(0);
    // Above others who are worth 5 it is far from either.
    const groups = choices([...equal, ...equal.map(() => [0, 5])]);
    expect(await priceOf(groups, 0.6, [0, 1])).toMatchObject({ prices: [4], used: [0.5] });
  });

  it('counts decisions of a thinned log as many as they stand for', async () => {
    // The first stands for eight of ten: calling it alone takes 32 / 10.
    const table = choices(
      [
        [0, 0, 8],
        [0, 0, 4],
      ],
      [8, 2],
    );
    expect(await priceOf(table, 3.2)).toMatchObject({ prices: [1.5], used: [3.2] });
  });

  it('keeps to what is allowed, and says where something has to be done that costs too much', async () => {
    const table = choices([
      [null, 1, 5],
      [0, 1, 5],
    ]);
    // The first may not be left alone: half a unit a decision is the least. The smallest price for it turns calls into mails,
    // which are worth 4 less and cost 3 less; from 1 on the second is left alone.
    const { prices, used, isMet } = await priceOf(table, 0.1);
    expect([used, isMet]).toEqual([[0.5], [false]]);
    expect(prices[0]).toBeGreaterThan(4 / 3);
    expect(prices[0]).toBeLessThan(4 / 3 + 1e-4);
    expect(leastUse(table, costs)).toBe(0.5);
  });
});

describe('several limits', () => {
  const call: Limit = { use: [0, 0, 1], most: 1 / 3 };
  const cost: Limit = { use: costs, most: 2 };

  it('has a price for each channel that is short', async () => {
    // Calls are worth 4.5, 3 and 1.5 more than mail: the dearest stays from 3 to 4.5.
    expect(await shadowPrices(THREE, [call], nothing)).toEqual({
      ...{ prices: [3.75], charges: [0, 0, 3.75], isMet: [true] },
      used: [1 / 3],
    });
  });

  it('asks nothing for what another price keeps already', async () => {
    // From 1 to 1.5 per unit of cost one call is left.
    expect((await shadowPrices(THREE, [cost, call], nothing)).prices).toEqual([1.25, 0]);
    expect((await shadowPrices(THREE, [call, cost], nothing)).used).toEqual([1 / 3, 2]);
  });

  it('charges what is given beside', async () => {
    // At .5 per unit of cost given, calls are worth 3, 1.5 and 0 more than mail.
    const given = costs.map((one) => one / 2);
    const { prices, charges } = await shadowPrices(THREE, [call], given);
    expect(prices[0]).toBeCloseTo(2.25, 12);
    expect(charges).toEqual([0, 0.5, 4.25]);
  });

  it.each([
    ['budget first', [0.51, 0.5], [0, 5.995]],
    ['capacity first', [0.5, 0.51], [5.995, 0]],
  ])('has no price for the looser of two on the same action, %s', async (_, most, prices) => {
    // A call is worth 1 … 11: half are worth more than 5.995, and steps are of .01.
    const rows = Array.from({ length: 1000 }, (_none, i) => [0, 1 + (10 * i) / 999]);
    const limits = most.map((one) => ({ use: [0, 1], most: one }));
    const found = await shadowPrices(choices(rows), limits, [0, 0]);
    expect(found.used).toEqual([0.5, 0.5]);
    for (const [j, price] of prices.entries()) expect(found.prices[j]).toBeCloseTo(price, 1);
    expect(found.prices).toContain(0);
  });

  it('comes to an end where two channels outbid each other', async () => {
    // Mail and call are worth about the same to all, far more than nothing; one in four may have either.
    const rows = Array.from({ length: 40 }, (_, i) => [0, 50 + i / 1000, 50 + ((7 * i) % 40) / 1000]);
    const limits = [1, 2].map((channel) => ({ use: nothing.with(channel, 1), most: 0.25 }));
    const { used, isMet, prices } = await shadowPrices(choices(rows), limits, nothing);
    expect(isMet).toEqual([true, true]);
    expect(used[0]! + used[1]!).toBeGreaterThan(0.25);
    expect(Math.min(...prices)).toBeGreaterThan(49);
  });

  it('comes to an end where together they cannot be kept', async () => {
    const table = choices([
      [null, 2, 3],
      [null, 3, 2],
      [null, 1, 5],
      [null, 1, 5],
    ]);
    const limits = [1, 2].map((channel) => ({ use: nothing.with(channel, 1), most: 0.25 }));
    const { isMet } = await shadowPrices(table, limits, nothing);
    expect(isMet).not.toEqual([true, true]);
  });
});

it('keeps several limits on very many decisions, and leaves next to nothing of what binds', async () => {
  const random = Random.fromSeed(3);
  const qValues = Float32Array.from({ length: 3 * 10_000 }, (_, at) =>
    at % 3 === 0 ? 0 : 4 * random.uniform() - 1,
  );
  const many: Choices = { qValues, allowed: null, weights: new Float64Array(10_000).fill(1) };
  const limits = [
    { use: costs, most: 0.9 },
    { use: [0, 1, 0], most: 0.25 },
  ];
  const { prices, used, isMet } = await shadowPrices(many, limits, nothing);
  expect(isMet).toEqual([true, true]);
  expect(Math.min(...prices)).toBeGreaterThan(0);
  // Ten of 10,000 contacts.
  expect(used[0]).toBeGreaterThan(0.9 - 10 * (4 / 10_000));
  expect(used[1]).toBeGreaterThan(0.25 - 10 / 10_000);
});

it('takes every so manieth decision, with all that belongs to it', () => {
  const rows = [
    [0, 1, 2],
    [3, 4, 5],
    [6, 7, 8],
    [9, 10, 11],
    [12, 13, null],
  ];
  const some = someChoices(choices(rows, [1, 2, 3, 4, 5]), 3);
  expect([...some.qValues]).toEqual([0, 1, 2, 6, 7, 8, 12, 13, 100]);
  expect([...some.allowed!]).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 0]);
  expect([...some.weights]).toEqual([1, 3, 5]);
});

/** Values in eighths, so that ties happen, with actions that are not allowed but for one at least. */
const tables = fc
  .array(
    fc.tuple(
      fc.array(fc.integer({ min: -40, max: 40 }), { minLength: 3, maxLength: 3 }),
      fc.integer({ min: 1, max: 7 }),
      fc.integer({ min: 1, max: 3 }),
    ),
    { minLength: 1, maxLength: 30 },
  )
  .map((rows) => ({
    qValues: Float32Array.from(rows.flatMap(([values]) => values.map((value) => value / 8))),
    allowed: Uint8Array.from(rows.flatMap(([, mask]) => [mask & 1, (mask >> 1) & 1, (mask >> 2) & 1])),
    weights: Float64Array.from(rows, ([, , weight]) => weight),
  }));

const used = (table: Choices, charges: readonly number[], use: readonly number[]) =>
  meanUse(sharesAt(table, charges), use);

it('a higher price never spends more', () => {
  fc.assert(
    fc.property(
      tables,
      fc.double({ min: 0, max: 20, noNaN: true }),
      fc.double({ min: 0, max: 20, noNaN: true }),
      (table, a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)].map((price) =>
          chargesAt(nothing, [{ use: costs, most: 0 }], [price]),
        );
        expect(used(table, high!, costs)).toBeLessThanOrEqual(used(table, low!, costs) + 1e-12);
      },
    ),
  );
});

/** Prices at which two actions of some decision are worth the same, in order from 0, each once. */
function tiesOf({ qValues, allowed, weights }: Choices): number[] {
  const ties = [0];
  for (let i = 0; i < weights.length; i += 1)
    for (const [a, b] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const)
      if (allowed![3 * i + a] === 1 && allowed![3 * i + b] === 1)
        ties.push((qValues[3 * i + b]! - qValues[3 * i + a]!) / (costs[b]! - costs[a]!));
  // Of eighths over 1, 3 and 4 two that differ are 1 / 96 apart.
  return ties
    .filter((tie) => tie >= 0)
    .sort((a, b) => a - b)
    .filter((tie, k, all) => k === 0 || tie - all[k - 1]! > 1e-9);
}

it('one price is in the middle of the first prices between ties that keep the limit, while the same is done', async () => {
  await fc.assert(
    fc.asyncProperty(tables, fc.double({ min: 0, max: 4, noNaN: true }), async (table, most) => {
      const { prices, charges, isMet } = await priceOf(table, most);
      const least = leastUse(table, costs);
      expect(isMet).toEqual([least <= most * (1 + 1e-9)]);
      const limit = Math.max(most, least) * (1 + 1e-9);
      expect(used(table, charges, costs)).toBeLessThanOrEqual(limit);
      if (used(table, nothing, costs) <= limit) return expect(prices).toEqual([0]);
      const ties = tiesOf(table);
      const between = ties.map((tie, k) => {
        const price = k + 1 < ties.length ? (tie + ties[k + 1]!) / 2 : tie + 1;
        return used(table, chargesAt(nothing, [{ use: costs, most }], [price]), costs);
      });
      const first = between.findIndex((one) => one <= limit);
      const last = between.findLastIndex((one) => Math.abs(one - between[first]!) < 1e-9);
      if (last + 1 < ties.length)
        return expect(prices[0]).toBeCloseTo((ties[first]! + ties[last + 1]!) / 2, 9);
      expect(prices[0]).toBeGreaterThan(ties[first]!);
      expect(prices[0]).toBeLessThan(ties[first]! + 1e-3);
    }),
  );
});

const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 });
const limitsBy = ([budget, mails, calls]: readonly number[]): Limit[] => [
  { use: costs, most: 2 * budget! },
  { use: [0, 1, 0], most: mails! },
  { use: [0, 0, 1], most: calls! },
];

it('several prices keep every limit that nobody is forced to break', async () => {
  const free = tables.map((table) => ({
    ...table,
    allowed: table.allowed.map((may, at) => (at % 3 === 0 ? 1 : may)),
  }));
  await fc.assert(
    fc.asyncProperty(free, shares, async (table, most) => {
      const { isMet } = await shadowPrices(table, limitsBy(most), nothing);
      expect(isMet).toEqual([true, true, true]);
    }),
  );
});

it('several prices are 0 where limits are slack, up to a decision for each: nothing that keeps them earns more', async () => {
  await fc.assert(
    fc.asyncProperty(
      ...[fc.integer({ min: 0, max: 2 ** 31 }), fc.integer({ min: 1, max: 4000 }), shares],
      ...[fc.double({ min: 0.97, max: 1.03, noNaN: true }), fc.boolean()],
      async (seed, n, most, near, isLikeEachOther) => {
        const random = Random.fromSeed(seed);
        const rows = Array.from({ length: n }, () => {
          const both = isLikeEachOther ? 10 * random.uniform() : 0;
          return [0, both + 4 * random.uniform() - 1, both + 8 * random.uniform() - 1];
        });
        // One more on the same action as another, about as tight.
        const limits = [...limitsBy(most), { use: [0, 0, 2], most: 2 * near * most[2]! }];
        const found = await shadowPrices(choices(rows), limits, nothing);
        expect(found.isMet).toEqual([true, true, true, true]);
        // The best of all that keeps the limits earns at most so much more (weak duality).
        const left = limits.reduce((sum, one, j) => sum + found.prices[j]! * (one.most - found.used[j]!), 0);
        const one = Math.max(...rows.map((row) => Math.max(...row) - Math.min(...row)));
        expect(left * n).toBeLessThanOrEqual(limits.length * one + 1e-6);
      },
    ),
  );
});

it('of two limits on the same action only one that leaves less than a decision takes has a price', async () => {
  await fc.assert(
    fc.asyncProperty(
      ...[fc.integer({ min: 0, max: 2 ** 31 }), fc.integer({ min: 1, max: 2000 })],
      ...[fc.double({ min: 0, max: 0.5, noNaN: true }), fc.double({ min: 0.99, max: 1.01, noNaN: true })],
      async (seed, n, most, near) => {
        const random = Random.fromSeed(seed);
        const table = choices(Array.from({ length: n }, () => [0, 4 * random.uniform() - 1]));
        const limits = [
          { use: [0, 3], most: 3 * most },
          { use: [0, 1], most: near * most },
        ];
        const found = await shadowPrices(table, limits, [0, 0]);
        for (const [j, limit] of limits.entries())
          if (found.prices[j]! > 0)
            expect((limit.most - found.used[j]!) * n).toBeLessThanOrEqual(limit.use[1]! * (1 + 1e-6));
      },
    ),
  );
});

it.each<[string, Limit, RegExp]>([
  ['a negative limit', { use: costs, most: -1 }, /expected from 0 on/],
  ['a limit on nothing', { use: nothing, most: 1 }, /expected from 0 on of what actions take/],
])('refuses %s', async (_, limit, message) => {
  await expect(shadowPrices(THREE, [limit], nothing)).rejects.toThrow(message);
});

it('names what is of another shape', async () => {
  await expect(shadowPrices(THREE, [], [0, 0])).rejects.toThrow(/qValues/);
  await expect(shadowPrices({ ...THREE, allowed: new Uint8Array(2) }, [], nothing)).rejects.toThrow(
    /allowed/,
  );
  await expect(shadowPrices(choices([]), [], nothing)).rejects.toThrow(/weights/);
});
