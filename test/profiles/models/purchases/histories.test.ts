import fc from 'fast-check';
import { boughtBetween, purchaseHistories } from '../../../../src/profiles/models/purchases/histories';
import { summaryOf } from '../../../../src/profiles/models/purchases/summary';

/** Customer 0 buys twice on day 10, then on 31; 1 never; 2 on day 20 alone. */
const rows = {
  customer: [2, 0, 0, 0],
  day: [20.7, 31, 10.2, 10.9],
  amount: [5, 7, 1, 2],
};
const histories = purchaseHistories(rows, 3);

it('merges what was bought on one day, and orders the rest', () => {
  expect(histories).toEqual({
    customers: 3,
    starts: Int32Array.of(0, 2, 2, 3),
    days: Float64Array.of(10, 31, 20),
    amounts: Float64Array.of(3, 7, 5),
    refunds: { starts: new Int32Array(4), days: new Float64Array(), amounts: new Float64Array() },
  });
});

it('is the same however the rows are ordered', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }), (order) => {
      const pick = (column: readonly number[]) => order.map((row) => column[row]!);
      const shuffled = { customer: pick(rows.customer), day: pick(rows.day), amount: pick(rows.amount) };
      expect(purchaseHistories(shuffled, 3)).toEqual(histories);
    }),
  );
});

it('summarises until a day, that one included, whoever has bought', () => {
  expect(summaryOf(histories, 38)).toEqual({
    customer: Int32Array.of(0, 2),
    frequency: Float64Array.of(1, 0),
    recency: Float64Array.of(3, 0),
    age: Float64Array.of(4, 18 / 7),
    meanValue: Float64Array.of(7, NaN),
  });
  expect([...summaryOf(histories, 31).frequency]).toEqual([1, 0]);
  expect([...summaryOf(histories, 30).frequency]).toEqual([0, 0]);
  expect([...summaryOf(histories, 19).customer]).toEqual([0]);
});

it('knows nothing of what comes later', () => {
  const longer = purchaseHistories(
    { customer: [...rows.customer, 0, 1], day: [...rows.day, 32, 40], amount: [...rows.amount, 100, 100] },
    3,
  );
  expect(summaryOf(longer, 31)).toEqual(summaryOf(histories, 31));
});

it('adds up what was bought after one day and until another', () => {
  expect(boughtBetween(histories, 10, 31)).toEqual({
    purchases: Float64Array.of(1, 0, 1),
    spend: Float64Array.of(7, 0, 5),
  });
  expect([...boughtBetween(histories, 0, 20).spend]).toEqual([3, 0, 5]);
});

it('refuses what is no number, with its row', () => {
  expect(() => purchaseHistories({ customer: [0], day: [1], amount: [NaN] }, 1)).toThrow(
    'purchases row 0 amount: expected a number, got NaN',
  );
});
