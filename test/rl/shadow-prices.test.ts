/** Prices that keep decisions within limits, by hand on tables of values, and what holds of them on any table. */
import fc from 'fast-check';
import { Random } from '../../src/core/random';
import { leastUse, meanUse, sharesAt, someChoices, type Choices } from '../../src/rl/choices';
import { chargesAt, shadowPrices, type Limit } from '../../src/rl/shadow-prices';

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
    ['3.9', 3.9, 0.5, 3],
    ['3', 3, 0.5, 3],
    ['2', 2, 1, 2],
    ['1', 1, 1.5, 1],
    // Mails are worth 3, 2.5 and 2 a unit.
    ['two thirds', 2 / 3, 2, 2 / 3],
    ['0', 0, 3, 0],
  ])('at %s a decision is the smallest that keeps it', async (_, most, price, used) => {
    const found = await priceOf(THREE, most);
    expect(found).toEqual({ prices: [price], charges: [0, price, 4 * price], used: [used], isMet: [true] });
  });

  it('leaves a tie to the cheaper action of lower index, and asks the least more of one of higher index', async () => {
    const tied = choices([[0, 1, 4]]);
    expect((await priceOf(tied, 0)).prices).toEqual([1]);
    // The dear action has the lower index: at price 1 both are worth 0, and the tie is its own.
    const dear = choices([[1, 0]]);
    const { prices, used } = await priceOf(dear, 0, [1, 0]);
    expect(prices[0]).toBeGreaterThan(1);
    expect(prices[0]).toBeLessThan(1 + 1e-15);
    expect(used).toEqual([0]);
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
    expect(await priceOf(table, 3.2)).toMatchObject({ prices: [1], used: [3.2] });
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
    expect(prices[0]).toBeCloseTo(4 / 3, 12);
    expect(leastUse(table, costs)).toBe(0.5);
  });
});

describe('several limits', () => {
  const call: Limit = { use: [0, 0, 1], most: 1 / 3 };
  const cost: Limit = { use: costs, most: 2 };

  it('has a price for each channel that is short, the smallest', async () => {
    // Calls are worth 4.5, 3 and 1.5 more than mail: the dearest stays at 3.
    expect(await shadowPrices(THREE, [call], nothing)).toEqual({
      ...{ prices: [3], charges: [0, 0, 3], isMet: [true] },
      used: [1 / 3],
    });
  });

  it('asks nothing for what another price keeps already', async () => {
    // At 1 per unit of cost one call is left.
    expect((await shadowPrices(THREE, [cost, call], nothing)).prices).toEqual([1, 0]);
    expect((await shadowPrices(THREE, [call, cost], nothing)).used).toEqual([1 / 3, 2]);
  });

  it('charges what is given beside', async () => {
    // At .5 per unit of cost given, calls are worth 3, 1.5 and 0 more than mail.
    const given = costs.map((one) => one / 2);
    const { prices, charges } = await shadowPrices(THREE, [call], given);
    expect(prices[0]).toBeCloseTo(1.5, 12);
    expect(charges).toEqual([0, 0.5, 3.5]);
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

it('one price keeps its limit wherever it can be kept, and nothing below it does', async () => {
  await fc.assert(
    fc.asyncProperty(tables, fc.double({ min: 0, max: 4, noNaN: true }), async (table, most) => {
      const { prices, charges, isMet } = await priceOf(table, most);
      const [price] = prices as [number];
      const least = leastUse(table, costs);
      expect(isMet).toEqual([least <= most * (1 + 1e-9)]);
      const limit = Math.max(most, least) * (1 + 1e-9);
      expect(used(table, charges, costs)).toBeLessThanOrEqual(limit);
      if (price === 0) return;
      const cheaper = price * (1 - 2 ** -50);
      expect(used(table, chargesAt(nothing, [{ use: costs, most }], [cheaper]), costs)).toBeGreaterThan(
        limit,
      );
    }),
  );
});

it('several prices keep every limit that nobody is forced to break, and none can be lowered by itself', async () => {
  await fc.assert(
    fc.asyncProperty(
      tables.map((table) => ({
        ...table,
        allowed: table.allowed.map((may, at) => (at % 3 === 0 ? 1 : may)),
      })),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }),
      async (table, [budget, mails, calls]) => {
        const limits = [
          { use: costs, most: 2 * budget! },
          { use: [0, 1, 0], most: mails! },
          { use: [0, 0, 1], most: calls! },
        ];
        const { prices, isMet } = await shadowPrices(table, limits, nothing);
        expect(isMet).toEqual([true, true, true]);
        for (const [j, price] of prices.entries()) {
          if (price === 0) continue;
          const cheaper = chargesAt(nothing, limits, prices.with(j, price * (1 - 2 ** -50)));
          const broken = limits.some(({ use, most }) => used(table, cheaper, use) > most * (1 + 1e-9));
          expect(broken).toBe(true);
        }
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
