/** Rows in batches are the rows of the whole file: same cells, same lines, same complaints. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { OptionalNameColumn, OptionalNumberColumn } from '../../../src/dataset/read/contact-columns';
import { readTable, tablePlace } from '../../../src/dataset/read/read-table';
import { tableBatches } from '../../../src/dataset/read/table-batches';
import { nameAt, TextColumn } from '../../../src/dataset/read/text-column';
import { useFreshFolders } from '../../support/fresh-folders';
import { inputError } from '../../support/input-error';
import { writeParquet } from '../../support/parquet-file';

const freshFolder = useFreshFolders();
const RULES = { missing: new Set(['']), decimal: '.' } as const;

function makeReaders() {
  const readers = {
    name: new OptionalNameColumn('name', RULES),
    amount: new OptionalNumberColumn('amount', RULES),
  };
  return { readers, columns: [readers.name, readers.amount] };
}

type Readers = ReturnType<typeof makeReaders>['readers'];

const cellsOf = ({ name, amount }: Readers) => {
  const [codes, names] = [name.codes(), name.names()];
  return Array.from(amount.values(), (value, row) => `${names[codes[row]!] ?? '-'} ${value}`);
};

async function whole(files: readonly string[]) {
  const { readers, columns } = makeReaders();
  const source = await readTable(files, columns);
  return cellsOf(readers).map((cells, row) => `${tablePlace(source, row)} ${cells}`);
}

async function inBatches(files: readonly string[], rows: number) {
  const found: string[][] = [];
  for await (const { readers, ...source } of tableBatches(files, makeReaders, { rows })) {
    expect(source.rows).toBeLessThanOrEqual(rows);
    found.push(cellsOf(readers).map((cells, row) => `${tablePlace(source, row)} ${cells}`));
  }
  return found;
}

const NAMES = ['a', '', 'b "b"', 'c\nd', 'Zürich'];
const csv = (rows: number, first = 0) =>
  Array.from({ length: rows }, (_, i) => {
    const name = NAMES[(i + first) % NAMES.length]!;
    const cell = /["\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
    return `${cell},x,${i % 7 === 0 ? '' : i / 4}\n`;
  }).join('');

it('gives the rows of files, in whatever batches', async () => {
  const folder = freshFolder();
  const [one, other] = [join(folder, 'one.csv'), join(folder, 'other.csv')];
  // 20,000 rows are several pieces of the file.
  writeFileSync(one, `name,beside,amount\n${csv(20_000)}`);
  writeFileSync(other, `amount,name\n1,a\n2,b\n`);
  const expected = await whole([one, other]);
  for (const rows of [1, 999, 8192, 50_000]) {
    const found = await inBatches([one, other], rows);
    expect(found.flat()).toEqual(expected);
    // The last batch of a file alone is shorter.
    expect(found.filter((batch) => batch.length < rows).length).toBeLessThanOrEqual(2);
  }
});

it('gives the rows of Parquet', async () => {
  const file = await writeParquet(
    join(freshFolder(), 'rows.parquet'),
    "SELECT CASE WHEN i % 5 = 0 THEN NULL ELSE 'n' || i % 3 END AS name, CASE WHEN i % 7 = 0 THEN NULL ELSE CAST(i AS DOUBLE) / 8 END AS amount FROM range(5000) t(i)",
  );
  const expected = await whole([file]);
  expect((await inBatches([file], 700)).flat()).toEqual(expected);
});

it('says of a number of Parquet that is none what it is', async () => {
  const query = 'SELECT i AS name, CASE WHEN i = 4 THEN 1e300 ELSE i END AS amount FROM range(9) t(i)';
  const file = await writeParquet(join(freshFolder(), 'rows.parquet'), query);
  await expect(inBatches([file], 3)).rejects.toThrow(
    inputError(`${file} row 5 amount: expected a finite number in single precision, got "1e+300"`),
  );
});

it.each([
  ['a cell that is none', 'a,x,1\nb,x,two\n', 'amount: expected a number, got "two"', 3],
  ['a row too short', 'a,x,1\nb,x\n', 'expected 3 cells as in the header, got 2', 3],
])('says where there is %s', async (_, rows, message, line) => {
  const file = join(freshFolder(), 'broken.csv');
  writeFileSync(file, `name,beside,amount\n${rows}`);
  const place = message.startsWith('amount') ? `${file}:${line} ` : `${file}:${line}: `;
  await expect(inBatches([file], 1)).rejects.toThrow(inputError(`${place}${message}`));
});

it('names a column that is not there, and a file', async () => {
  const file = join(freshFolder(), 'other.csv');
  writeFileSync(file, 'name,amounts\na,1\n');
  await expect(inBatches([file], 10)).rejects.toThrow(
    inputError(
      `${file}:1 amount: expected a column of this name (did you mean "amounts"?), got columns "name", "amounts"`,
    ),
  );
  await expect(inBatches([`${file}.gone`], 10)).rejects.toThrow('cannot read: no such file or folder');
});

describe('a column of names as bytes', () => {
  const cell = fc.oneof(
    fc.string({ maxLength: 5 }),
    fc.constantFrom(' a ', '\u00a0b', '"', 'x,y', 'x\ny', 'é', ' "q" ', 'a\u2003'),
  );

  it('has the names of other columns of names', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 30 }), async (cells) => {
        const kept = cells.filter((text) => text.trim() !== '' && !/[\r\0\ufffd]/.test(text));
        const lines = kept.map((text) => `"${text.replaceAll('"', '""')}",1`);
        // Some without quotes, where none are needed.
        const plain = kept.map((text, i) =>
          i % 2 === 0 && /^[^",\n]+$/.test(text) ? `${text},1` : lines[i]!,
        );
        const file = join(freshFolder(), 'names.csv');
        writeFileSync(file, `name,amount\n${['z,1', ...plain].join('\n')}\n`);
        const column = new TextColumn('name');
        const other = new OptionalNameColumn('name', { missing: new Set() });
        await readTable([file], [column, other]);
        const [codes, names] = [other.codes(), other.names()];
        const found = Array.from(codes, (_code, row) => nameAt(column, row));
        expect(found).toEqual(Array.from(codes, (code) => names[code]));
        expect(Buffer.from(column.bytes).toString()).toBe(found.join(''));
      }),
      { numRuns: 60 },
    );
  });

  it('refuses a cell without a name', async () => {
    const file = join(freshFolder(), 'names.csv');
    writeFileSync(file, 'name,amount\na,1\n  ,2\n');
    await expect(readTable([file], [new TextColumn('name')])).rejects.toThrow(
      inputError(`${file}:3 name: expected a name, got "  "`),
    );
  });
});
