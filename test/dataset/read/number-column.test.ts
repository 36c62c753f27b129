/** Numbers read from bytes are the numbers that JavaScript reads from text, bit by bit. */
import fc from 'fast-check';
import { NumberColumn } from '../../../src/dataset/read/columns';
import { OptionalNumberColumn } from '../../../src/dataset/read/contact-columns';
import { readCsv } from '../../../src/dataset/read/csv';
import { inputError } from '../../support/input-error';
import { useTestFiles } from '../../support/test-files';

const file = useTestFiles();

async function numbersOf(cells: readonly string[], missing?: ReadonlySet<string>): Promise<Float64Array> {
  const column =
    missing === undefined ? new NumberColumn('x') : new OptionalNumberColumn('x', { missing, decimal: '.' });
  await readCsv(file('numbers.csv', `y,x\n${cells.map((cell) => `0,${cell}\n`).join('')}`), [column]);
  return column.values();
}

const digits = (maxLength: number) => fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength });
const signs = fc.constantFrom('', '-', '+');
const points = fc
  .tuple(
    signs,
    digits(25),
    fc.constantFrom('', '.'),
    digits(25),
    fc.constantFrom('', 'e3', 'E-7', 'e+12', 'e-300'),
  )
  .map((parts) => parts.join(''))
  .filter((text) => /\d/.test(text.replace(/e.*/i, '')) && Math.abs(Number(text)) < 3e38);
const texts = fc.oneof(
  points,
  fc.double({ noNaN: true, min: -3e38, max: 3e38 }).map(String),
  fc.integer().map(String),
  fc.tuple(fc.integer({ min: -99_999, max: 99_999 }), fc.nat(6)).map(([n, d]) => (n / 10 ** d).toFixed(d)),
);
const wraps = fc.constantFrom<(text: string) => string>(
  (text) => text,
  (text) => ` ${text}  `,
  (text) => `"${text}"`,
  (text) => `" ${text}"`,
  (text) => `\u00a0${text}\t`,
);

it('is bit by bit what Number says', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(texts, wraps), { minLength: 1, maxLength: 200 }), async (cells) => {
      const found = await numbersOf(cells.map(([text, wrap]) => wrap(text)));
      const expected = Float64Array.from(cells, ([text]) => Number(text));
      expect(Buffer.from(found.buffer)).toEqual(Buffer.from(expected.buffer));
    }),
  );
});

it('keeps the sign of zero, and reads what is half-way between two doubles', async () => {
  const cells = [
    '-0',
    '0',
    '-0.0',
    '9007199254740993',
    '9007199254740991',
    '0.1',
    '.5',
    '-5.',
    '1e22',
    '1e23',
  ];
  const found = await numbersOf(cells);
  cells.forEach((cell, row) => expect(found[row]).toBe(Number(cell)));
});

it('knows what stands for no number, if it is told', async () => {
  const cells = ['1', '', 'NA', '2', ' ', '""', ' NA '];
  expect([...(await numbersOf(cells, new Set(['', 'NA'])))]).toEqual([1, NaN, NaN, 2, NaN, NaN, NaN]);
});

it.each([
  '',
  ' ',
  '-',
  '.',
  '-.',
  '""',
  '+',
  '1.2.3',
  '1-2',
  '--1',
  '1e',
  '0x1F',
  '1,5',
  '1 2',
  'Infinity',
  'NaN',
])('refuses %j, with its line', async (cell) => {
  const text = cell.includes(',') ? `"${cell}"` : cell;
  const shown = JSON.stringify(cell === '""' ? '' : cell);
  const expected = cell === 'Infinity' ? 'a finite number in single precision' : 'a number';
  await expect(numbersOf(['1', text, '2'])).rejects.toThrow(
    inputError(`${file('numbers.csv')}:3 x: expected ${expected}, got ${shown}`),
  );
});

it('names the first bad row, and of its cells the first that is read, though columns are read one by one', async () => {
  const path = file('two.csv', 'a,b\n1,2\n3,x\ny,4\n');
  const columns = ['a', 'b'].map((name) => new NumberColumn(name));
  await expect(readCsv(path, columns)).rejects.toThrow(inputError(`${path}:3 b: expected a number, got "x"`));
  const both = file('both.csv', 'a,b\n1,2\ny,x\n');
  await expect(readCsv(both, columns)).rejects.toThrow(inputError(`${both}:3 a: expected a number, got "y"`));
});
