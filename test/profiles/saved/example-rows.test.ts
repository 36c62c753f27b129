import type { RawColumn } from '../../../src/dataset/contacts/contact-log';
import type { CustomersAsOf } from '../../../src/profiles/asof/customers-as-of';
import type { FittedModel } from '../../../src/profiles/customer-model';
import { exampleRowsOf, expectExamples } from '../../../src/profiles/saved/example-rows';

const customers: CustomersAsOf = {
  customers: ['ann', 'bob', 'cat'],
  columns: [
    { name: 'purchases', kind: 'count', values: Float64Array.of(1, 2, 3) },
    { name: 'spend', kind: 'number', values: Float64Array.of(10, 20, NaN) },
  ],
  histories: () => ({
    ...{ customers: 3, starts: Int32Array.of(0, 1, 3, 4), days: Float64Array.of(5, 9, 2, 7) },
    amounts: Float64Array.of(100, 200, 300, 400),
    refunds: {
      starts: Int32Array.of(0, 1, 1, 2),
      days: Float64Array.of(6, 8),
      amounts: Float64Array.of(-10, -20),
    },
  }),
};

const valuesOf = (column: RawColumn) => (column as { values: Float64Array }).values;

/** Says how much was bought, and for how much in all. */
function saying(factor: number): FittedModel {
  return {
    apply: async ({ columns: [purchases], histories }: CustomersAsOf) => {
      const { starts, amounts } = histories();
      const sums = valuesOf(purchases!).map(
        (count, row) =>
          factor * count +
          amounts.slice(starts[row], starts[row + 1]).reduce((sum, amount) => sum + amount, 0),
      );
      return Promise.resolve([{ name: 'said', kind: 'number', values: sums }]);
    },
  } as unknown as FittedModel;
}

it('puts cells of different customers into each row, so that no row is a customer', async () => {
  const { columns, histories, expected } = await exampleRowsOf(saying(1), customers);
  expect(columns.map(({ cells }) => cells)).toEqual([
    [2, 3, 1],
    [null, 10, 20],
  ]);
  expect(histories).toEqual({
    ...{ starts: [0, 1, 3, 4], days: [5, 9, 2, 7], amounts: [200, 300, 400, 100] },
    refunds: { starts: [0, 1, 1, 2], days: [6, 8], amounts: [-20, -10] },
  });
  expect(expected.map(({ cells }) => cells)).toEqual([[202, 703, 101]]);
});

it('sees that a model says something else of them', async () => {
  const examples = await exampleRowsOf(saying(1), customers);
  await expectExamples('example-rows.json', saying(1), examples);
  await expect(expectExamples('example-rows.json', saying(2), examples)).rejects.toThrow(
    'example-rows.json: expected said of row 0 to be 202, as when the model was saved, got 204',
  );
});
