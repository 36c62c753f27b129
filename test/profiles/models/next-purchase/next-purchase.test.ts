import { Random } from '../../../../src/core/random';
import { censoredLogLikelihoods } from '../../../../src/profiles/judge/next-purchase-curves';
import { bgNbdCurves, meanGapCurves } from '../../../../src/profiles/models/next-purchase/anchors';
import {
  fitHazardNetwork,
  gapTargets,
  hazardCurves,
  hazardNetworkSchema,
} from '../../../../src/profiles/models/next-purchase/hazard-network';
import { nextPurchases } from '../../../../src/profiles/models/next-purchase/next-purchases';
import {
  purchaseHistories,
  type PurchaseHistories,
} from '../../../../src/profiles/models/purchases/histories';
import { summaryOf } from '../../../../src/profiles/models/purchases/summary';
import { lstmSettingsSchema } from '../../../../src/profiles/models/recurrent/fit-lstm';
import { historySteps } from '../../../../src/profiles/models/recurrent/history-steps';
import { wasmLoader } from '../../../../src/tensor/backends/wasm';
import { useBackend } from '../../../support/backends';

/** Customer 0 buys on days 0, 10 and 40, customer 1 on day 30 alone. */
const histories = purchaseHistories(
  { customer: [0, 0, 0, 1], day: [0, 10, 40, 30], amount: [1, 1, 1, 1] },
  2,
);

it('looks at every gap as far as it is known', () => {
  const steps = historySteps(histories, 35, false);
  const { kinds, exposure, came } = gapTargets(histories, steps, 35);
  const of = (values: Float32Array, step: number) => [...values.subarray(step * kinds, (step + 1) * kinds)];
  expect(kinds).toBe(10);
  // Ten days, of which seven lie in the first part; the purchase fell into the second, 8 to 14 days after.
  expect(of(exposure, 0)).toEqual([1, 3 / 7, 0, 0, 0, 0, 0, 0, 0, 0].map(Math.fround));
  expect(of(came, 0)).toEqual([0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
  // The purchase of day 40 is not known on day 35: 25 days without one.
  expect(of(exposure, 1)).toEqual([1, 1, 1, 4 / 7, 0, 0, 0, 0, 0, 0].map(Math.fround));
  expect(of(came, 1)).toEqual(new Array(10).fill(0));
  expect(of(exposure, 2)).toEqual([5 / 7, 0, 0, 0, 0, 0, 0, 0, 0, 0].map(Math.fround));
});

it('has days to the next purchase, or to the end', () => {
  expect(nextPurchases(histories, Int32Array.of(0, 1), 35, 60)).toEqual({
    days: Int32Array.of(5, 25),
    seen: Uint8Array.of(1, 0),
  });
  expect(nextPurchases(histories, Int32Array.of(0), 35, 39)).toEqual({
    days: Int32Array.of(4),
    seen: Uint8Array.of(0),
  });
});

it('anchors: the mean gap of a customer, or of all', () => {
  const curves = meanGapCurves(summaryOf(histories, 60));
  // Customer 0 has two gaps of 20 days on average, and so has everybody.
  expect(curves.noPurchaseWithin(0, 20)).toBeCloseTo(Math.exp(-1), 12);
  expect(curves.noPurchaseWithin(1, 10)).toBeCloseTo(Math.exp(-0.5), 12);
  expect(() => meanGapCurves(summaryOf(histories, 5))).toThrow(
    'next purchase: expected customers who bought more',
  );
});

it('anchors: BG/NBD in days', () => {
  const summary = summaryOf(histories, 60);
  const curves = bgNbdCurves({ r: 0.5, alpha: 4, a: 0.8, b: 2.5 }, summary);
  // A customer without a repeat is one: (α + T)^r over (α + T + t)^r, in weeks.
  const rate = 4 + 30 / 7;
  expect(curves.noPurchaseWithin(1, 21)).toBeCloseTo((rate / (rate + 3)) ** 0.5, 12);
  expect(curves.noPurchaseWithin(0, 0)).toBe(1);
});

/** Half of the customers buy about every 5 days, half about every 30: which, their gaps tell. */
function drawnHistories(customers: number, days: number, random: Random): PurchaseHistories {
  const rows = { customer: [] as number[], day: [] as number[], amount: [] as number[] };
  for (let i = 0; i < customers; i += 1)
    for (
      let day = 0;
      day < days;
      day -= Math.floor(Math.log(1 - random.uniform()) * (i % 2 === 0 ? 5 : 30))
    ) {
      rows.customer.push(i);
      rows.day.push(day);
      rows.amount.push(1);
    }
  return purchaseHistories(rows, customers);
}

describe('a memory over gaps', () => {
  useBackend(wasmLoader);
  const drawn = drawnHistories(200, 160, Random.fromSeed(8));
  const settings = lstmSettingsSchema.parse({ units: 4, members: 1, passes: 6, learningRate: 0.03 });
  const fit = (passes: number) => fitHazardNetwork(drawn, 120, { ...settings, passes }, Random.fromSeed(3));

  it('tells quick buyers from slow ones, and beats the rate of all', async () => {
    const network = await fit(6);
    expect(hazardNetworkSchema.parse(JSON.parse(JSON.stringify(network)))).toEqual(network);
    const curves = hazardCurves(network, drawn, 120);
    const summary = summaryOf(drawn, 120);
    const came = nextPurchases(drawn, summary.customer, 120, 160);
    const everybody = {
      rows: 200,
      noPurchaseWithin: (_: number, days: number) => Math.exp(-days * (0.5 / 5 + 0.5 / 30)),
    };
    const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);
    const gain = total(censoredLogLikelihoods(curves, came)) - total(censoredLogLikelihoods(everybody, came));
    // Half with rate 1/5, half with 1/30, against 7/60 for all: .2 of a unit of likelihood for each of those seen.
    expect(gain).toBeGreaterThan(20);
    const within = (part: number) =>
      Array.from({ length: 100 }, (_, i) => 1 - curves.noPurchaseWithin(2 * i + part, 7));
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    // Of a quick one 1 - e^(-7/5) = .75, of a slow one .21.
    expect(mean(within(0))).toBeGreaterThan(0.55);
    expect(mean(within(1))).toBeLessThan(0.4);
    expect(curves.noPurchaseWithin(0, 0)).toBe(1);
  });

  it('knows nothing of what comes after the day', async () => {
    const until = purchaseHistories(
      {
        customer: Array.from(drawn.days.keys(), (i) => drawn.starts.findLastIndex((start) => start <= i)),
        day: drawn.days,
        amount: drawn.amounts,
      },
      200,
    );
    expect(until).toEqual(drawn);
    const cut = drawn.days.map((day) => (day > 120 ? day + 500 : day));
    const moved = { ...drawn, days: cut };
    expect(await fitHazardNetwork(moved, 120, { ...settings, passes: 1 }, Random.fromSeed(3))).toEqual(
      await fit(1),
    );
  });
});
