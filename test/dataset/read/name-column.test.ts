/** Names read from bytes are those that text would give: trimmed, out of their quotes, numbered by first use. */
import fc from 'fast-check';
import { NameColumn } from '../../../src/dataset/read/columns';
import { OptionalNameColumn } from '../../../src/dataset/read/contact-columns';
import { readCsv } from '../../../src/dataset/read/csv';
import { useTestFiles } from '../../support/test-files';

const file = useTestFiles();

async function namesOf(cells: readonly string[]): Promise<NameColumn> {
  const column = new NameColumn('x');
  await readCsv(file('names.csv', `y,x\n${cells.map((cell) => `0,${cell}\n`).join('')}`), [column]);
  return column;
}

const blanks = fc.string({ unit: fc.constantFrom(' ', '\t', '\u00a0', '\u2003', '\ufeff'), maxLength: 2 });
const letters = fc.string({ unit: fc.constantFrom(...'abö€à"0😀 '), maxLength: 9 });
const cells = fc
  .tuple(blanks, letters, blanks, fc.boolean())
  .filter(([, name]) => name.trim() !== '')
  .map(([before, name, after, isQuoted]) => {
    const text = `${before}${name}${after}`;
    const isWritten = isQuoted || text.includes('"');
    return { text, cell: isWritten ? `"${text.replaceAll('"', '""')}"` : text };
  });

it('gives equal names equal codes, in the order of first use', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(cells, { minLength: 1, maxLength: 200 }), async (rows) => {
      const column = await namesOf(rows.map(({ cell }) => cell));
      const expected = rows.map(({ text }) => text.trim());
      const names = column.names();
      expect(names).toEqual([...new Set(expected)]);
      expect(Array.from(column.codes(), (code) => names[code])).toEqual(expected);
    }),
  );
});

it('tells a quote from a pair of them that stands for one', async () => {
  const column = await namesOf(['"a"""', '"a"""""', '"a"""', '"a"""""']);
  expect(column.names()).toEqual(['a"', 'a""']);
  expect([...column.codes()]).toEqual([0, 1, 0, 1]);
});

it('keeps apart as many names as there are', async () => {
  const names = Array.from({ length: 20_000 }, (_, i) => `c${((i * 48_271) % 2_147_483_647).toString(36)}`);
  const column = await namesOf([...names, ...names]);
  expect(column.names()).toEqual(names);
  expect(column.codes()).toEqual(Int32Array.from({ length: 2 * names.length }, (_, i) => i % names.length));
});

it('may be missing, as the schema says it is written', async () => {
  const path = file('missing.csv', 'y,x\n0,\n0, NA \n0,missing\n0,"NA"\n0,a\n0,""\n');
  const column = new OptionalNameColumn('x', { missing: new Set(['', 'NA']) });
  await readCsv(path, [column]);
  const names = column.names();
  expect(Array.from(column.codes(), (code) => names[code])).toEqual(
    [undefined, undefined, 'missing', undefined, 'a', undefined], // prettier-ignore
  );
  const strict = new OptionalNameColumn('x', { missing: new Set(['NA']) });
  await expect(readCsv(path, [strict])).rejects.toThrow(`${path}:2 x: expected a name, got ""`);
});
