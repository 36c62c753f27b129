import { oneLine, textTable } from '../../src/report/text-table';

const columns = [
  { label: 'policy', align: 'left' },
  { label: 'reward', align: 'right' },
] as const;

it('text stands at the left, numbers at the right, under their heads', () => {
  expect(
    textTable(columns, [
      ['model', '9'],
      ['no-action', '1,234'],
    ]).split('\n'),
  ).toEqual(['policy     reward', '─────────  ──────', 'model           9', 'no-action   1,234']);
});

it('a table without rows is its head', () =>
  expect(textTable(columns, [])).toBe('policy  reward\n──────  ──────'));

it('what is too wide is cut from names, never from numbers', () => {
  const lines = textTable(columns, [['a-very-long-policy-name', '123,456,789']], 24).split('\n');
  expect(lines[2]).toBe('a-very-lon…  123,456,789');
  expect(lines.map((line) => line.length)).toEqual([24, 24, 24]);
});

it('control characters of names cannot reach the terminal', () => {
  expect(oneLine('\u001b[31mred\nline\u009b')).toBe('[31mred line');
  expect(textTable(columns, [['a\nb', '1']])).toContain('a b');
});

it('a row with a cell too many is refused', () => {
  expect(() => textTable(columns, [['a', '1', '2']])).toThrow(
    new RangeError('textTable: expected 2 cells a row, got 3'),
  );
});

it('takes more rows than a call takes arguments', () => {
  const rows = Array.from({ length: 200_000 }, (_, row) => [`row ${row}`, '1']);
  // The head, the rule, and a line each.
  expect(textTable(columns, rows).split('\n')).toHaveLength(200_002);
});
