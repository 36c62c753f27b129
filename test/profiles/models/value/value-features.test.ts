import { purchaseHistories } from '../../../../src/profiles/models/purchases/histories';
import { valueExamples, valueFeatures } from '../../../../src/profiles/models/value/value-features';

/** Customer 0 buys on days 0, 70 and 98, for 10, 20 and 30; customer 1 on day 90 for 5, and gets 8 back on day 97. */
const rows = { customer: [0, 0, 0, 1, 1], day: [0, 70, 98, 90, 97], amount: [10, 20, 30, 5, -8] };
const histories = purchaseHistories(rows, 2);

it('knows what was known at a day', () => {
  const { customer, table } = valueFeatures(histories, 91);
  expect([...customer]).toEqual([0, 1]);
  const first = Object.fromEntries(table.names.map((name, place) => [name, table.values[place]!]));
  expect(Object.keys(first)).toHaveLength(6);
  const expected = {
    logPurchases: Math.log(2),
    // Days 36 to 91: the one of day 70.
    logRecentPurchases: Math.log(2),
    logWeeksSinceLast: Math.log(4),
    logWeeksSinceFirst: Math.log(14),
    logMeanAmount: Math.log(16),
    logLastAmount: Math.log(21),
  };
  for (const [name, value] of Object.entries(expected)) expect(first[name]).toBeCloseTo(value, 12);
});

it('knows nothing of what comes later', () => {
  const later = {
    customer: [...rows.customer, 1, 0],
    day: [...rows.day, 92, 200],
    amount: [...rows.amount, 7, 7],
  };
  expect(valueFeatures(purchaseHistories(later, 2), 91)).toEqual(valueFeatures(histories, 91));
});

it('has what came in the weeks that end at the last day, customer by customer', () => {
  const examples = valueExamples(histories, 98, [1, 4]);
  // One week ahead of day 91, four weeks ahead of day 70, when customer 1 was not known.
  expect([...examples.customer]).toEqual([0, 1, 0]);
  // A refund is nothing spent.
  expect([...examples.spend]).toEqual([30, 0, 30]);
  expect([...examples.weeks]).toEqual([1, 1, 4]);
  expect(examples.table.rows).toBe(3);
  expect(examples.table.values.slice(0, 12)).toEqual(valueFeatures(histories, 91).table.values);
});
