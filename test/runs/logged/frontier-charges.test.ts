/** Points of the frontier on tables of values: each keeps what channels can do, and spends less than the one before. */
import fc from 'fast-check';
import { Random } from '../../../src/core/random';
import { leastUse, meanUse, sharesAt, type Choices } from '../../../src/rl/choices';
import { frontierCharges } from '../../../src/runs/logged/spending/frontier-charges';
import type { AskedLimit } from '../../../src/runs/logged/spending/limits';

const costs = [0, 0.1, 1];
const limit = (channel: string | null, most: number, use: readonly number[]): AskedLimit => {
  return { channel, most, use, decisions: 1, asked: { amount: most, per: 'decision' } };
};

/** A mail brings up to .6 and costs .1, a call brings up to 3 and costs 1, each more or less by chance. */
function valuesOf(seed: number, n: number): Choices {
  const random = Random.fromSeed(seed);
  const rows = Array.from({ length: n }, () => {
    const x = random.uniform();
    return [0, 0.6 * x - 0.1 + 0.2 * random.uniform(), 3 * x - 1 + random.uniform()];
  });
  return { qValues: Float32Array.from(rows.flat()), allowed: null, weights: new Float64Array(n).fill(1) };
}

const numbers = [fc.integer({ min: 0, max: 2 ** 31 }), fc.integer({ min: 20, max: 400 })] as const;
const share = fc.double({ min: 0, max: 1, noNaN: true });

it('keep the capacities, at each price, from all that they let be spent down to nothing', async () => {
  await fc.assert(
    fc.asyncProperty(...numbers, share, share, share, async (seed, n, budget, mails, calls) => {
      const choices = valuesOf(seed, n);
      const limits = [
        limit(null, budget, costs),
        limit('mail', mails, [0, 1, 0]),
        limit('call', calls / 2, [0, 0, 1]),
      ];
      const points = await frontierCharges(choices, { limits, costs });
      const shares = points.map(({ charges }) => sharesAt(choices, charges));
      for (const [, mailed, called] of shares) {
        expect(mailed!).toBeLessThanOrEqual(mails * (1 + 1e-9));
        expect(called!).toBeLessThanOrEqual((calls / 2) * (1 + 1e-9));
      }
      const prices = points.map(({ price }) => price);
      expect(prices[0]).toBe(0);
      // The budget is of the point in force, not of the others.
      const spent = shares.map((one) => meanUse(one, costs));
      expect(spent.at(-1)).toBeCloseTo(leastUse(choices, costs), 9);
      const byPrice = [...points.keys()].sort((a, b) => prices[a]! - prices[b]!).map((k) => spent[k]!);
      // A decision or two may go the other way where prices of channels move.
      for (const [k, one] of byPrice.slice(1).entries()) expect(one).toBeLessThanOrEqual(byPrice[k]! + 2 / n);
    }),
  );
});

it('charge a channel less the more cost is charged, by hand', async () => {
  // Calls are worth 4, 3, 2 and 1, one of four may be made: from 3 to 4 at price 0, with the price of cost 1 less.
  const rows = [4, 3, 2, 1].flatMap((call) => [0, -1, call]);
  const choices = { qValues: Float32Array.from(rows), allowed: null, weights: new Float64Array(4).fill(1) };
  const points = await frontierCharges(choices, { limits: [limit('call', 0.25, [0, 0, 1])], costs });
  // Half of what is spent cannot be saved but with all of it: 4 and a little, where the channel is charged nothing.
  expect(points.map(({ price }) => price)).toEqual([0, expect.closeTo(4, 4)]);
  expect(points[0]!.charges).toEqual([0, 0, 3.5]);
  expect(points[1]!.charges[2]).toBe(points[1]!.price);
});
