/** A Parquet file means what the CSV file of the same rows means. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { NameColumn, NumberColumn, NumberListColumn } from '../../../src/dataset/read/columns';
import { OptionalNumberColumn } from '../../../src/dataset/read/contact-columns';
import { readTable, tablePlace } from '../../../src/dataset/read/read-table';
import { readHeader, sampleColumns } from '../../../src/dataset/read/sample';
import { inputError } from '../../support/input-error';
import { writeParquet } from '../../support/parquet-file';
import { useTestFiles } from '../../support/test-files';

const file = useTestFiles();

const TYPES = `
  SELECT * FROM (VALUES
    (1, 0.5::DOUBLE, 12.50::DECIMAL(9, 2), true, DATE '2024-01-31', TIMESTAMP '2024-01-31 10:20:30',
     TIMESTAMPTZ '2024-01-31 10:20:30.25+02', [1.0, 2.5], 'a "quoted", name', 'x'::BLOB),
    (-7, 1e-300, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
  ) AS log(whole, number, price, flag, day, "time", moment, list, "a ""name""", bytes)`;

it('writes each type as text that the readers know, and NULL as nothing', async () => {
  const columns = await sampleColumns(await writeParquet(file('types.parquet'), TYPES), { rows: 5 });
  expect(columns).toEqual([
    { name: 'whole', type: 'INTEGER', cells: ['1', '-7'] },
    { name: 'number', type: 'DOUBLE', cells: ['0.5', '1e-300'] },
    { name: 'price', type: 'DECIMAL(9,2)', cells: ['12.50', ''] },
    { name: 'flag', type: 'BOOLEAN', cells: ['true', ''] },
    { name: 'day', type: 'DATE', cells: ['2024-01-31', ''] },
    { name: 'time', type: 'TIMESTAMP', cells: ['2024-01-31T10:20:30', ''] },
    { name: 'moment', type: 'TIMESTAMP WITH TIME ZONE', cells: ['2024-01-31T08:20:30.25Z', ''] },
    { name: 'list', type: 'DECIMAL(2,1)[]', cells: ['[1.0,2.5]', ''] },
    { name: 'a "name"', type: 'VARCHAR', cells: ['a "quoted", name', ''] },
    { name: 'bytes', type: 'VARCHAR', cells: ['x', ''] },
  ]);
});

const csvRows = Array.from({ length: 5000 }, (_, i) => `${i * 0.1},c${i % 700},"[${i}, 0.5]",Zoë "${i % 3}"`);

async function read(path: string) {
  const readers = [new NameColumn('id'), new NumberColumn('value'), new NameColumn('name')] as const;
  const list = new NumberListColumn('list', 2);
  const { rows, dataHash } = await readTable([path], [...readers, list]);
  const [ids, values, names] = readers;
  return {
    ...{ rows, values: values.values(), list: list.values(), ids: ids.codes(), idNames: ids.names() },
    ...{ names: names.codes(), nameNames: names.names(), dataHash },
  };
}

it('gives the columns of the CSV file, whatever its own name is, and its own hash', async () => {
  const quoted = csvRows.map((row) => row.replace(/Zoë "(.)"/, '"Zoë ""$1"""'));
  const csv = file('log.csv', `value,id,list,name\n${quoted.join('\n')}\n`);
  const query = `SELECT * REPLACE (list::DOUBLE[] AS list) FROM read_csv('${csv}')`;
  const parquet = await writeParquet(file("odd [1] *'.parquet"), query);
  const { dataHash, ...found } = await read(parquet);
  const { dataHash: ofCsv, ...expected } = await read(csv);
  expect(found).toEqual(expected);
  expect(found.rows).toBe(5000);
  expect(dataHash).toBe(createHash('sha256').update(readFileSync(parquet)).digest('hex'));
  expect(dataHash).not.toBe(ofCsv);
});

it('keeps numbers to the last bit', async () => {
  const numbers = fc.array(fc.double({ noNaN: true, min: -3e38, max: 3e38 }), {
    minLength: 1,
    maxLength: 50,
  });
  await fc.assert(
    fc.asyncProperty(numbers, async (values) => {
      const texts = values.map((value) => (Object.is(value, -0) ? '-0' : String(value)));
      const rows = texts.map((text) => `('${text}'::DOUBLE)`).join(', ');
      const path = await writeParquet(file('numbers.parquet'), `SELECT * FROM (VALUES ${rows}) AS log(x)`);
      const column = new NumberColumn('x');
      await readTable([path], [column]);
      expect([...column.values()]).toEqual(values);
    }),
    { numRuns: 5, examples: [[[-0, 0]]] },
  );
});

it('says which row and column is wrong, and tells of progress', async () => {
  const query = `SELECT CASE WHEN range = 12344 THEN NULL ELSE range END AS x FROM range(20001)`;
  const path = await writeParquet(file('null.parquet'), query);
  const heard: number[] = [];
  await expect(readTable([path], [new NumberColumn('x')])).rejects.toThrow(
    inputError(`${path} row 12345 x: expected a number, got ""`),
  );
  const column = new OptionalNumberColumn('x', { missing: new Set(['']), decimal: '.' });
  const table = await readTable([path], [column], { onProgress: (rows) => heard.push(rows) });
  expect(heard).toEqual([10_000, 20_000, 20_001]);
  expect(tablePlace(table, 12344)).toBe(`${path} row 12345`);
  expect(column.values()[12344]).toBeNaN();
});

it('says what a file has instead of what was expected', async () => {
  const path = await writeParquet(file('columns.parquet'), 'SELECT 1 AS a, 2 AS b');
  expect(await readHeader(path)).toEqual(['a', 'b']);
  await expect(readTable([path], [new NumberColumn('x')])).rejects.toThrow(
    inputError(`${path} x: expected a column of this name, got columns "a", "b"`),
  );
  const empty = await writeParquet(file('empty.parquet'), 'SELECT 1 AS a WHERE false');
  await expect(readTable([empty], [new NumberColumn('a')])).rejects.toThrow(
    inputError(`${empty}: expected rows, got none`),
  );
  const cut = file('cut.parquet', readFileSync(path).subarray(0, -20));
  await expect(readTable([cut], [new NumberColumn('a')])).rejects.toThrow(
    `${cut}: expected a whole Parquet file, got `,
  );
});

it('reads whole numbers as names where names are wanted, and tells no number from one that is none', async () => {
  const query = "SELECT 9007199254740993 AS id, 'NaN'::DOUBLE AS x, 1e39 AS y, NULL::INTEGER AS z";
  const path = await writeParquet(file('numbers.parquet'), query);
  const id = new NameColumn('id');
  await readTable([path], [id]);
  expect(id.names()).toEqual(['9007199254740993']);
  const rules = { missing: new Set(['']), decimal: '.' } as const;
  const messages = ['x', 'y'].map((name) => readTable([path], [new OptionalNumberColumn(name, rules)]));
  await expect(messages[0]).rejects.toThrow(inputError(`${path} row 1 x: expected a number, got "NaN"`));
  await expect(messages[1]).rejects.toThrow(
    inputError(`${path} row 1 y: expected a finite number in single precision, got "1e+39"`),
  );
  const missing = new OptionalNumberColumn('z', rules);
  await readTable([path], [id, missing]);
  expect([...missing.values()]).toEqual([NaN]);
});
