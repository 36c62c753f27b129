/** Kinds of customers for whom a model works or not: those that are always told, and those that are asked for. */
import type { RawColumn } from '../../../src/dataset/contacts/contact-log';
import type { CustomersAsOf } from '../../../src/profiles/asof/customers-as-of';
import { customerParts, partsAtOnce } from '../../../src/profiles/judge/customer-parts';
import { partsByColumn } from '../../../src/profiles/judge/parts-by-column';

const number = (name: string, values: readonly number[]): RawColumn => ({
  ...{ name, kind: 'number', values: Float64Array.from(values) },
});
const category = (name: string, names: readonly string[], codes: readonly number[]): RawColumn => ({
  ...{ name, kind: 'category', declared: false, names, codes: Int32Array.from(codes) },
});
const customersOf = (columns: readonly RawColumn[], rows: number): CustomersAsOf => ({
  customers: Array.from({ length: rows }, (_, row) => `c${row}`),
  columns,
  histories: () => {
    throw new Error('expected nobody to ask for histories');
  },
});

/** [rows] names, as they are told. */
const told = (column: RawColumn) => {
  const { names, of } = partsByColumn(column);
  return Array.from(of, (part) => names[part]);
};

it('parts numbers by fourths, equal ones together, and those without one apart', () => {
  expect(told(number('spend', [8, 1, 2, 3, 4, 5, 6, 7, NaN]))).toEqual([
    'spend above 6',
    'spend up to 2',
    'spend up to 2',
    'spend above 2, up to 4',
    'spend above 2, up to 4',
    'spend above 4, up to 6',
    'spend above 4, up to 6',
    'spend above 6',
    'spend not known',
  ]);
  // Most spent nothing: the first two fourths are one.
  expect(partsByColumn(number('spend', [0, 0, 0, 0, 1, 2, 3, 4])).names).toEqual([
    'spend up to 0',
    'spend above 0, up to 2',
    'spend above 2',
  ]);
});

it('tells few values as they are', () => {
  expect(told(number('opted_in', [1, 0, 1]))).toEqual(['opted_in 1', 'opted_in 0', 'opted_in 1']);
  expect(told(number('age', [NaN, NaN]))).toEqual(['age not known', 'age not known']);
});

it('tells the frequent ones of many levels', () => {
  const names = Array.from({ length: 12 }, (_, i) => `town ${i}`);
  const codes = [-1, ...names.flatMap((_, i) => Array.from({ length: 12 - i }, () => i))];
  const { names: kept, of } = partsByColumn(category('town', names, codes));
  expect(kept).toEqual([...names.slice(0, 7), 'other town', 'town not known']);
  expect(of.filter((part) => part === 7)).toHaveLength(5 + 4 + 3 + 2 + 1);
  expect(of[0]).toBe(8);
});

const columns = [
  number('frequency', [0, 0, 5, NaN]),
  category('country', ['home'], [0, 0, 0, 0]),
  category('region', ['north', 'south'], [0, 1, 1, -1]),
  number('spend', [1, 2, 3, 4]),
];

it('has how often they had bought, the first kind that differs, and what was asked for, each once', () => {
  const customers = customersOf(columns, 4);
  expect(customerParts(customers, []).map(({ by }) => by)).toEqual(['how often they had bought', 'region']);
  const asked = customerParts(customers, ['spend', 'region', 'spend']);
  expect(asked.map(({ by }) => by)).toEqual(['how often they had bought', 'spend', 'region']);
  // bought once, 5 times or more, not; 4 values of spend; south, north and not known.
  expect(partsAtOnce(asked)).toBe(3 + 4 + 3);
});

it('says which columns there are', () => {
  expect(() => customerParts(customersOf(columns, 4), ['regoin'])).toThrow(
    '--by: expected the name of a column, got "regoin"; did you mean region?',
  );
});
