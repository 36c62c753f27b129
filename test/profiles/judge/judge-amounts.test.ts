/** Amounts of which most are nothing: who predicts the mean wins by squared errors, who predicts nothing by absolute ones. */
import { Random } from '../../../src/core/random';
import type { CustomersAsOf } from '../../../src/profiles/asof/customers-as-of';
import { judgeAmounts } from '../../../src/profiles/judge/judge-amounts';

const ROWS = 400;
const isGood = (row: number) => row % 4 === 0;
/** Of the good fourth of the customers every third spends 30, nobody else anything. */
const actual = Float64Array.from({ length: ROWS }, (_, row) => (row % 12 === 0 ? 30 : 0));
const model = actual.map((_, row) => (isGood(row) ? 10 : 0));
const customers: CustomersAsOf = {
  customers: Array.from({ length: ROWS }, (_, row) => `c${row}`),
  columns: [
    { name: 'recent_spend', kind: 'number', values: actual.map((_, row) => (row % 2 === 0 ? 5 : 0)) },
    {
      ...{ name: 'kind', kind: 'category', declared: false, names: ['good', 'other'] },
      codes: Int32Array.from(actual, (_, row) => (isGood(row) ? 0 : 1)),
    },
  ],
  histories: () => {
    throw new Error('expected nobody to ask for histories');
  },
};
const names = { model: 'mean of each kind', anchor: 'nothing for the good' };
const judge = (by: readonly string[] = []) =>
  judgeAmounts(
    customers,
    { model, anchor: new Float64Array(ROWS), actual },
    'spend',
    names,
    by,
    Random.fromSeed(1),
  );

it('lets squared errors decide, and shows the absolute ones that say the contrary', async () => {
  const { beside, measures, sideBySide, names: named } = await judge();
  // Of 400: 34 spend 30 and are predicted 10, 66 spend nothing and are predicted 10.
  expect(beside.model).toBeCloseTo((34 * 400 + 66 * 100) / 400, 10);
  expect(beside.anchor).toBeCloseTo((34 * 900) / 400, 10);
  expect([beside.decision, named.loss]).toEqual(['better', 'mean squared error']);
  const [squared, absolute] = measures;
  expect(squared).toMatchObject({ name: 'mean squared error', difference: { value: -beside.gain.value! } });
  expect(squared!.difference!.high).toBe(-beside.gain.low!);
  // 34 × 20 + 66 × 10 against 34 × 30.
  expect(absolute!.difference!.value).toBeCloseTo((680 + 660 - 1020) / 400, 10);
  expect(absolute!.difference!.low).toBeGreaterThan(0);
  const told = sideBySide.map(({ measure, ways }) => [measure, ways.map(({ name, role }) => [name, role])]);
  const ways = [
    ['mean of each kind', 'model'],
    ['nothing for the good', 'anchor'],
    ['one mean for everybody', 'simple'],
    ['nothing for everybody', 'simple'],
  ];
  expect(told).toEqual([
    ['mean squared error', ways],
    ['mean absolute error', ways],
  ]);
  const [bySquares, byDistances] = sideBySide.map(({ ways: [, anchor] }) => anchor!.decision);
  expect([bySquares, byDistances]).toEqual(['better', 'worse']);
  // 2.5 of everybody: 34 × 27.5² + 366 × 2.5².
  expect(sideBySide[0]!.ways[2]!.value.value).toBeCloseTo((34 * 756.25 + 366 * 6.25) / 400, 10);
  expect(sideBySide[0]!.ways[3]!.value.value).toBeCloseTo(beside.anchor!, 10);
});

it('has one family of intervals for all kinds of customers on the page', async () => {
  const { parts, partsAtOnce } = await judge(['recent_spend']);
  expect(parts.map(({ by }) => by)).toEqual(['kind', 'recent_spend']);
  expect(partsAtOnce).toBe(4);
  const levels = parts.flatMap((part) => part.parts.map(({ gain }) => gain.level));
  expect(levels).toHaveLength(4);
  for (const level of levels) expect(level).toBeCloseTo(1 - 0.05 / 4, 12);
  // Of the others both predict nothing, and nothing comes.
  expect(parts[0]!.parts.map(({ name, decision }) => [name, decision])).toEqual([
    ['other', 'not shown better'],
    ['good', 'better'],
  ]);
});
