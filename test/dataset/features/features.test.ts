/** Raw columns to numbers: fitted on some rows in double precision, applied to any. */
import type { RawColumn } from '../../../src/dataset/contacts/contact-log';
import { encodeFeatures } from '../../../src/dataset/features/encode-features';
import { featureNames } from '../../../src/dataset/features/feature-names';
import type { FittedFeatures } from '../../../src/dataset/features/fitted-features';
import { fitFeatures } from '../../../src/dataset/features/fit-features';

const DAY = 86_400_000;
const numbers = (
  name: string,
  kind: Exclude<RawColumn['kind'], 'category'>,
  values: number[],
): RawColumn => ({
  ...{ name, kind, values: Float64Array.from(values) },
});
const rowsOf = (count: number) => Int32Array.from({ length: count }, (_, i) => i);

function encoded(
  fitted: FittedFeatures,
  columns: readonly RawColumn[],
  rows: Int32Array,
  times: Float64Array | null = null,
) {
  const table = new Map(columns.map((column) => [column.name, column]));
  const width = featureNames(fitted).length;
  const all = encodeFeatures(fitted, table, rows, times, (row) => `log.csv:${row + 2}`);
  return Array.from(rows, (_, i) => [...all.subarray(i * width, (i + 1) * width)]);
}

it('standardises numbers by the rows trained on alone', () => {
  const column = numbers('age', 'number', [1, 3, 100]);
  const fitted = fitFeatures([column], rowsOf(2), null);
  expect(fitted).toEqual([{ column: 'age', kind: 'number', origin: 1, mean: 1, scale: 1, missing: false }]);
  expect(encoded(fitted, [column], rowsOf(3))).toEqual([[-1], [1], [98]]);
});

it('changes nothing but the mean when a constant is added, as with milliseconds since 1970', () => {
  const values = [0, 1, 2, 5, 1000];
  const [small, large] = [values, values.map((value) => value + 1.7e12)].map((all) =>
    numbers('at', 'number', all),
  );
  const fits = [small!, large!].map((column) => fitFeatures([column], rowsOf(5), null));
  expect(encoded(fits[1]!, [large!], rowsOf(5))).toEqual(encoded(fits[0]!, [small!], rowsOf(5)));
});

it('makes a state of its own of what is missing, and of what never happened', () => {
  const columns = [
    numbers('income', 'number', [10, NaN, 30]),
    numbers('since', 'days-since', [0, NaN, Math.E ** 2 - 1]),
  ];
  const fitted = fitFeatures(columns, rowsOf(3), null);
  expect(featureNames(fitted)).toEqual(['income', 'income: missing', 'since', 'since: never']);
  expect(encoded(fitted, columns, rowsOf(3))).toEqual([
    [-1, 0, -1, 0],
    [0, 1, 0, 1],
    [1, 0, 1, 0],
  ]);
});

it('sees counts on a logarithmic scale, flags as −1 and 1, dates as days before the decision', () => {
  const columns = [
    numbers('buys', 'count', [0, Math.E ** 2 - 1]),
    numbers('vip', 'flag', [0, 1]),
    numbers('joined', 'date', [0, 8 * DAY]),
  ];
  const times = Float64Array.of(10 * DAY, 10 * DAY);
  const fitted = fitFeatures(columns, rowsOf(2), times);
  expect(encoded(fitted, columns, rowsOf(2), times)).toEqual([
    [-1, -1, 1],
    [1, 1, -1],
  ]);
});

it('gives every level of a category a feature, and one to the rare ones of many', () => {
  const plan: RawColumn = {
    name: 'plan',
    kind: 'category',
    declared: false,
    codes: Int32Array.of(0, 1, -1, 2),
    names: ['a', 'b', 'c'],
  };
  const fitted = fitFeatures([plan], rowsOf(3), null);
  expect(featureNames(fitted)).toEqual(['plan: a', 'plan: b', 'plan: missing']);
  // Level c was not trained on.
  expect(encoded(fitted, [plan], rowsOf(4))).toEqual([
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
    [0, 0, 0],
  ]);
  const many: RawColumn = {
    ...{
      name: 'zip',
      kind: 'category',
      declared: false,
      names: Array.from({ length: 60 }, (_, i) => `z${i}`),
    },
    codes: Int32Array.from({ length: 120 }, (_, i) => (i < 60 ? i : i % 50)),
  };
  const names = featureNames(fitFeatures([many], rowsOf(120), null));
  expect([names.length, names[49], names[50]]).toEqual([51, 'zip: z49', 'zip: other']);
});

it('keeps a constant column at 0', () => {
  const column = numbers('x', 'number', [0.1, 0.1, 0.1]);
  expect(encoded(fitFeatures([column], rowsOf(3), null), [column], rowsOf(3))).toEqual([[0], [0], [0]]);
});

it('refuses a missing value where the log trained on lacked none, with its line', () => {
  const fitted = fitFeatures([numbers('age', 'number', [1, 3])], rowsOf(2), null);
  expect(() => encoded(fitted, [numbers('age', 'number', [1, NaN])], rowsOf(2))).toThrow(
    'log.csv:3 age: expected a value, got none; no row of the log trained on lacked it',
  );
  expect(() => encoded(fitted, [], rowsOf(1))).toThrow('age: expected a column of this name');
});
