import { fitPreparation } from '../../../../src/profiles/models/preparation';
import { purchaseHistories } from '../../../../src/profiles/models/purchases/histories';
import {
  historySteps,
  joinedSteps,
  sequencesOf,
} from '../../../../src/profiles/models/recurrent/history-steps';

/** Customer 0 buys on days 0 and 21 for 10 and 20, customer 1 on day 30 for 5. */
const rows = { customer: [0, 0, 1], day: [0, 21, 30], amount: [10, 20, 5] };
const histories = purchaseHistories(rows, 2);

it('has a step a purchase, and one for today where it is asked for', () => {
  const { customer, starts, purchase, table } = historySteps(histories, 28, true);
  expect([...customer]).toEqual([0]);
  expect([...starts]).toEqual([0, 3]);
  expect([...purchase]).toEqual([0, 1, -1]);
  const expected = [
    [0, 1, Math.log(11), 0, 0],
    [Math.log(22), 1, Math.log(21), Math.log(2), Math.log(4)],
    [Math.log(8), 0, 0, Math.log(3), Math.log(5)],
  ].flat();
  table.values.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 12));
  expect([...historySteps(histories, 28, false).purchase]).toEqual([0, 1]);
});

it('knows nothing of what comes later', () => {
  const later = { customer: [...rows.customer, 0], day: [...rows.day, 29], amount: [...rows.amount, 99] };
  expect(historySteps(purchaseHistories(later, 2), 28, true)).toEqual(historySteps(histories, 28, true));
});

it('has the last twenty of more', () => {
  const days = Array.from({ length: 50 }, (_, i) => i);
  const many = purchaseHistories({ customer: days.map(() => 0), day: days, amount: days }, 1);
  const { purchase, table } = historySteps(many, 49, false);
  expect([...purchase]).toEqual(days.slice(30));
  // The gap to the one left out, and how many came before.
  expect(table.values[0]).toBeCloseTo(Math.log(2), 12);
  expect(table.values[3]).toBeCloseTo(Math.log(31), 12);
});

it('joins, and prepares', () => {
  const parts = [historySteps(histories, 28, true), historySteps(histories, 31, false)];
  const joined = joinedSteps(parts);
  expect([...joined.customer]).toEqual([0, 0, 1]);
  expect([...joined.starts]).toEqual([0, 3, 5, 6]);
  expect([...joined.purchase]).toEqual([0, 1, -1, 0, 1, 2]);
  const { features, width } = sequencesOf(fitPreparation(joined.table), joined);
  expect(width).toBe(5);
  expect(features).toHaveLength(30);
  for (let place = 0; place < width; place += 1) {
    const column = features.filter((_, i) => i % width === place);
    expect(column.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 5);
  }
});
