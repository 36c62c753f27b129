import fc from 'fast-check';
import { InputError } from '../../../src/core/errors';
import { expectFeatures, featureOf, rowsOf, tableOf } from '../../../src/profiles/models/feature-table';
import {
  applyPreparation,
  fitPreparation,
  preparationSchema,
} from '../../../src/profiles/models/preparation';

const names = ['recency', 'spend'];

it('standardises by what is known of the rows of the fit, and fills the rest with the mean', () => {
  // recency 1, 3: mean 2, deviation 1; spend log(1 + x) of 0 and e² - 1: 0 and 2, mean 1, deviation 1
  const table = tableOf(names, [
    [1, Math.E ** 2 - 1],
    [NaN, NaN],
    [3, 0],
  ]);
  const prepared = applyPreparation(fitPreparation(table, ['spend']), table);
  [-1, 1, 0, 0, 1, -1].forEach((value, at) => expect(prepared[at]).toBeCloseTo(value, 12));
});

it('sees later rows through those of the fit', () => {
  const fitted = fitPreparation(
    tableOf(names, [
      [1, 0],
      [3, 2],
    ]),
  );
  expect([...applyPreparation(fitted, tableOf(names, [[5, -1]]))]).toEqual([3, -2]);
});

it('takes the mirrored logarithm of a refund', () => {
  const fitted = fitPreparation(tableOf(['spend'], [[Math.E - 1], [1 - Math.E]]), ['spend']);
  expect(fitted[0]!.mean).toBeCloseTo(0, 12);
  expect(applyPreparation(fitted, tableOf(['spend'], [[1 - Math.E]]))[0]).toBeCloseTo(-1, 12);
});

it('makes nothing of a constant but 0', () => {
  const table = tableOf(['a'], [[0.1], [0.1], [0.1]]);
  expect([...applyPreparation(fitPreparation(table), table)].map(Math.abs)).toEqual([0, 0, 0]);
});

it('survives JSON', () => {
  const table = tableOf(names, [
    [1, 9],
    [2, 4],
  ]);
  const fitted = fitPreparation(table, ['spend']);
  const read = preparationSchema.parse(JSON.parse(JSON.stringify(fitted)));
  expect(applyPreparation(read, table)).toEqual(applyPreparation(fitted, table));
});

it('gives mean 0 and mean square 1 of any column that is no constant', () => {
  const column = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 30 });
  fc.assert(
    fc.property(column, fc.boolean(), (values, logged) => {
      fc.pre(Math.max(...values) - Math.min(...values) > 1e-3);
      const table = tableOf(
        ['a'],
        values.map((value) => [value]),
      );
      const prepared = applyPreparation(fitPreparation(table, logged ? ['a'] : []), table);
      expect(prepared.reduce((sum, x) => sum + x, 0) / values.length).toBeCloseTo(0, 6);
      expect(prepared.reduce((sum, x) => sum + x * x, 0) / values.length).toBeCloseTo(1, 6);
    }),
  );
});

it('names what is wrong', () => {
  const table = tableOf(names, [[NaN, 1]]);
  expect(() => fitPreparation(table)).toThrow(
    new InputError('feature "recency": expected a known value in the rows of the fit, got none'),
  );
  expect(() => fitPreparation(tableOf(['a'], [[Infinity]]))).toThrow(
    new InputError('feature "a": expected finite numbers, got Infinity'),
  );
  expect(() => fitPreparation(table, ['cost'])).toThrow(
    new InputError('features: expected a column "cost", got "recency", "spend"'),
  );
  expect(() => expectFeatures(names, tableOf(['recency', 'cost'], []))).toThrow(
    new InputError('features: expected column 2 to be "spend", as when the model was fitted, got "cost"'),
  );
  expect(() => tableOf(names, [[1]])).toThrow('row 0: expected 2 elements, got 1');
});

it('takes rows in the order asked for', () => {
  const table = tableOf(names, [
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  expect([...rowsOf(table, [2, 0, 2]).values]).toEqual([5, 6, 1, 2, 5, 6]);
  expect([...featureOf(table, 'spend')]).toEqual([2, 4, 6]);
});
