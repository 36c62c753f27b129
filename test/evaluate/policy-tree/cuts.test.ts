import type { RawColumn } from '../../../src/dataset/contacts/contact-log';
import { zoneOffset } from '../../../src/core/zone-offset';
import { matchRules } from '../../../src/dataset/rules/match-rules';
import { cutColumns, type CutColumn } from '../../../src/evaluate/policy-tree/cuts';

const all = (n: number) => Int32Array.from({ length: n }, (_, i) => i);

const numbers = (
  kind: 'number' | 'count' | 'flag' | 'days-since' | 'date',
  ...values: number[]
): RawColumn => ({
  ...{ name: 'x', kind },
  values: Float64Array.from(values),
});
const category = (names: readonly string[], ...codes: number[]): RawColumn => ({
  ...{ name: 'x', kind: 'category', names, declared: false },
  codes: Int32Array.from(codes),
});

/** Whom each cut of a column says yes to, by the operators that it has in a rules file. */
const asked = ({ cuts, states }: CutColumn) =>
  cuts.map(({ from, to, operators }) => [
    JSON.stringify(operators),
    [...states.keys()].filter((i) => states[i]! >= from && states[i]! < to).join(''),
  ]);

it('cuts numbers between their values', () => {
  const [column] = cutColumns([numbers('number', 5, 1, 3)], all(3));
  expect(asked(column!)).toEqual([
    ['{"lt":3}', '1'],
    ['{"lt":5}', '12'],
  ]);
});

it('lets what is missing go with the high numbers, with the low ones, or stand by itself', () => {
  const [column] = cutColumns([numbers('days-since', 5, NaN, 3)], all(3));
  expect(asked(column!)).toEqual([
    ['{"lt":5}', '2'],
    ['{"gte":5}', '0'],
    ['{"missing":true}', '1'],
  ]);
});

it('sets each level against all others, and two levels against each other once', () => {
  const [three] = cutColumns([category(['a', 'b', 'c'], 0, 1, 2, 1)], all(4));
  expect(asked(three!)).toEqual([
    ['{"eq":"a"}', '0'],
    ['{"eq":"b"}', '13'],
    ['{"eq":"c"}', '2'],
  ]);
  const [two] = cutColumns([category(['a', 'b'], 0, 1, 1)], all(3));
  expect(asked(two!)).toEqual([['{"eq":"a"}', '0']]);
  const [gaps] = cutColumns([category(['a', 'b'], 0, -1, 1)], all(3));
  expect(asked(gaps!).map(([text]) => text)).toEqual(['{"eq":"a"}', '{"eq":"b"}', '{"missing":true}']);
});

it('names the 32 most frequent levels, and none that a rules file could not name', () => {
  const names = Array.from({ length: 40 }, (_, i) => `level ${i}`);
  // Each once, the last ones twice.
  const codes = [...names.keys(), ...names.keys()].filter((code, i) => i < 40 || code >= 30);
  const [column] = cutColumns([category(names, ...codes)], all(codes.length));
  expect(column!.cuts).toHaveLength(32);
  expect(column!.cuts.map(({ operators }) => operators.eq)).toContain('level 39');
  expect(column!.cuts.map(({ operators }) => operators.eq)).not.toContain('level 29');
  const [trimmed] = cutColumns([category([' a', 'b', 'c'], 0, 1, 2)], all(3));
  expect(asked(trimmed!).map(([text]) => text)).toEqual(['{"eq":"b"}', '{"eq":"c"}']);
});

it('asks a flag for yes, and for no only where it may be missing', () => {
  const [plain] = cutColumns([numbers('flag', 0, 1, 1)], all(3));
  expect(asked(plain!)).toEqual([['{"eq":true}', '12']]);
  const [gaps] = cutColumns([numbers('flag', 0, 1, NaN)], all(3));
  expect(asked(gaps!)).toEqual([
    ['{"eq":true}', '1'],
    ['{"eq":false}', '0'],
    ['{"missing":true}', '2'],
  ]);
});

it('leaves out dates, constants and what no cut parts', () => {
  expect(cutColumns([numbers('date', 1, 2), numbers('number', 7, 7), category(['a'], 0, 0)], all(2))).toEqual(
    [],
  );
});

it('looks at the decisions that it is given, in their order', () => {
  const [column] = cutColumns([numbers('number', 5, 1, 99, 3)], Int32Array.of(3, 0));
  expect(asked(column!)).toEqual([['{"lt":5}', '0']]);
});

it('asks what the leaf of a rules file asks', () => {
  const columns: RawColumn[] = [
    { name: 'spend', kind: 'number', values: Float64Array.of(0, 12.5, NaN, 40, 7, 3.2) },
    { name: 'active', kind: 'flag', values: Float64Array.of(0, 1, NaN, 1, 0, 1) },
    {
      name: 'city',
      kind: 'category',
      names: ['Ulm', 'Bonn'],
      declared: true,
      codes: Int32Array.of(0, 1, -1, 1, 0, 0),
    },
  ];
  const table = new Map(columns.map((column) => [column.name, column]));
  const cut = cutColumns(columns, all(6));
  expect(cut.map(({ cuts }) => cuts.length)).toEqual([9, 3, 3]);
  for (const { name, states, cuts } of cut)
    for (const { from, to, operators } of cuts) {
      const leaves = [
        { id: 'yes', condition: { [name]: operators }, weights: { none: 1 } },
        { id: 'no', weights: { none: 1 } },
      ];
      const leafOf = matchRules({ file: 'rules.json', leaves }, table, 6, zoneOffset('UTC')!);
      expect([...states].map((state) => state >= from && state < to)).toEqual(
        [...leafOf].map((leaf) => leaf === 0),
      );
    }
});
