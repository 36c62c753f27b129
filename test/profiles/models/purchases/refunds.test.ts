/** Money that goes back, by hand: profile, what is learned, what is foreseen and what came mean the same, net and when it came. */
import { boughtWithin, historiesBefore } from '../../../../src/profiles/asof/bought';
import { numbersOf } from '../../../../src/profiles/asof/customers-as-of';
import { pastOf } from '../../../../src/profiles/asof/past';
import { boughtBetween, purchaseHistories } from '../../../../src/profiles/models/purchases/histories';
import { summaryOf } from '../../../../src/profiles/models/purchases/summary';
import { historySteps } from '../../../../src/profiles/models/recurrent/history-steps';
import { expectedPurchaseValues } from '../../../../src/profiles/models/value/gamma-gamma';
import { spendOf, valueFeatures } from '../../../../src/profiles/models/value/value-features';
import { companyOf } from '../../../support/company-files';
import { useFreshFolders } from '../../../support/fresh-folders';

const freshFolder = useFreshFolders();
const DAY = 86_400_000;
const moment = Date.UTC(2025, 3, 1);

/** Day of March 2025, and amount: three purchases, of the first of which 40 went back, and of the second 10. */
const rows = [
  [1, 100],
  [5, -40],
  [10, 60],
  [12, -10],
  [20, 30],
  // April: 50 back, then 20 more.
  [34, -50],
  [36, 20],
] as const;

const shop = () =>
  companyOf(
    freshFolder(),
    {
      transactions: rows.map(
        ([day, amount]) => `ann,${new Date(Date.UTC(2025, 2, day)).toISOString()},${amount},1,x`,
      ),
    },
    '',
    { transactions: '2025-04-11' },
  );

const histories = purchaseHistories(
  { customer: rows.map(() => 0), day: rows.map(([day]) => day), amount: rows.map(([, amount]) => amount) },
  1,
);

it('profiles say what is left, of later purchases without what went back for the first', async () => {
  const past = pastOf(await shop(), moment + 30 * DAY - 20 * DAY, 10 * DAY);
  const told = (name: string) => numbersOf(past.before(), name)![0];
  expect([told('spend'), told('purchases'), told('frequency')]).toEqual([100 - 40 + 60 - 10 + 30, 3, 2]);
  expect(told('monetary_value')).toBe((60 - 10 + 30) / 2);
  // The ten days before 1 April.
  expect(told('recent_spend')).toBe(0);
  expect([...past.came().spend]).toEqual([-50 + 20]);
  expect([...past.came().purchases]).toEqual([1]);
});

it('histories have them apart, on the day on which they went back', async () => {
  const own = { customers: Int32Array.of(0), moments: Float64Array.of(moment) };
  const { days, amounts, refunds } = historiesBefore(await shop(), own);
  // 31 March is day 0.
  expect([[...days], [...amounts]]).toEqual([
    [-30, -21, -11],
    [100, 60, 30],
  ]);
  expect(refunds).toEqual({
    ...{ starts: Int32Array.of(0, 2), days: Float64Array.of(-26, -19), amounts: Float64Array.of(-40, -10) },
  });
});

it('a period spends what was bought in it less what went back in it, in histories as in tables', async () => {
  const own = { customers: Int32Array.of(0), moments: Float64Array.of(moment) };
  const tables = await shop();
  for (const [from, until] of [
    [-30, 0],
    [0, 10],
    [-31, -20],
  ] as const)
    expect([...boughtBetween(histories, 31 + from, 31 + until).spend]).toEqual([
      ...boughtWithin(tables, own, from * DAY, until * DAY).spend,
    ]);
  expect([...spendOf(histories, Int32Array.of(0), 31, 41)]).toEqual([0]);
});

it('what models are told of a day knows nothing of what went back later', () => {
  expect([...summaryOf(histories, 31).meanValue]).toEqual([40]);
  // The day before anything went back for the second purchase.
  expect([...summaryOf(histories, 11).meanValue]).toEqual([60]);
  const { table } = valueFeatures(histories, 31);
  const feature = (name: string) => table.values[table.names.indexOf(name)];
  expect(feature('logMeanAmount')).toBe(Math.log1p(140 / 3));
  expect(feature('logLastAmount')).toBe(Math.log1p(30));
  const steps = historySteps(histories, 31, true).table;
  const amounts = Array.from({ length: 4 }, (_, step) => steps.values[step * 5 + 2]);
  // What went back after a purchase is of the next step; today is the last one.
  expect(amounts).toEqual([100, 60 - 40, 30 - 10].map(Math.log1p).concat(0));
});

it('expects no purchase to cost less than nothing', () => {
  const spend = { frequency: Float64Array.of(2, 2), meanValue: Float64Array.of(40, -5) };
  // (p γ + p x m) / (p x + q - 1) with p 2, q 3, γ 15.
  expect([...expectedPurchaseValues({ p: 2, q: 3, gamma: 15 }, spend)]).toEqual([(30 + 160) / 6, 30 / 6]);
});
