/** Columns that are known of customers: they mean what the same cells of a file mean. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RawColumn } from '../../../src/dataset/contacts/contact-log';
import { asInLog, columnsByName } from '../../../src/dataset/features/customer-columns';
import { rawBatches } from '../../../src/dataset/features/raw-batches';
import type { RawInputs } from '../../../src/dataset/features/raw-inputs';
import { logSchema } from '../../../src/dataset/schema/log-schema';
import { useFreshFolders } from '../../support/fresh-folders';

const freshFolder = useFreshFolders();

const plain = { origin: 0, mean: 0, scale: 1, missing: true };
const RAW: RawInputs = {
  schema: logSchema.parse({
    ...{ customer: 'id', action: 'channel', reward: 'margin', missing: ['', 'NA', '7'], decimal: ',' },
    features: {
      spend: 'number',
      days: { kind: 'days-since', never: 999 },
      plan: { kind: 'category', levels: ['B', 'A'] },
      loyal: 'flag',
    },
  }),
  features: [
    { ...plain, column: 'spend', kind: 'number' },
    { ...plain, column: 'days', kind: 'days-since' },
    { column: 'plan', kind: 'category', levels: ['B', 'A'], missing: true, other: false },
    { column: 'loyal', kind: 'flag', missing: true },
  ],
};

/** Of customers a to e. */
const CUSTOMERS = ['a', 'b', 'c', 'd', 'ä'];
const COLUMNS: readonly RawColumn[] = [
  { name: 'spend', kind: 'number', values: Float64Array.of(1.5, 7, NaN, 1e-7, 0.1 + 0.2) },
  { name: 'days', kind: 'days-since', values: Float64Array.of(0, 999, 3, NaN, 12.25) },
  {
    ...{ name: 'plan', kind: 'category', declared: false, names: ['A', 'NA', 'B'] },
    codes: Int32Array.of(0, 1, 2, -1, 0),
  },
  { name: 'loyal', kind: 'flag', values: Float64Array.of(1, 0, NaN, 1, 0) },
];

it('reads what the log would have: words and numbers that stand for not known, levels in their order', () => {
  const [spend, days, plan, loyal] = asInLog(RAW, { customers: CUSTOMERS, columns: COLUMNS }, 'x').columns;
  expect(spend).toMatchObject({ values: Float64Array.of(1.5, NaN, NaN, 1e-7, 0.1 + 0.2) });
  expect(days).toMatchObject({ values: Float64Array.of(0, NaN, 3, NaN, 12.25) });
  expect(plan).toMatchObject({ names: ['B', 'A'], codes: Int32Array.of(1, -1, 0, -1, 1) });
  expect(loyal).toMatchObject({ values: Float64Array.of(1, 0, NaN, 1, 0) });
});

it('refuses what a file would be refused for', () => {
  const with_ = (columns: readonly RawColumn[]) => () =>
    asInLog(RAW, { customers: ['a'], columns }, 'company.yaml');
  const plan = {
    name: 'plan',
    kind: 'category',
    declared: false,
    names: ['C'],
    codes: Int32Array.of(0),
  } as const;
  expect(with_([plan])).toThrow('company.yaml customers row 1 plan: expected one of "B", "A", got "C"');
  const spend = { name: 'spend', kind: 'number', values: Float64Array.of(Infinity) } as const;
  expect(with_([spend])).toThrow(/^company\.yaml customer "a" spend: expected a finite number/);
});

it('finds rows by the bytes of names, and counts those of whom nothing is known', () => {
  const { columnsOf, names } = columnsByName({ customers: CUSTOMERS, columns: COLUMNS.slice(0, 1) });
  expect([...names]).toEqual(['spend']);
  const bytes = Buffer.from('bäXd');
  const { columns, unknown } = columnsOf(bytes, Int32Array.of(0, 1, 3, 4, 5), 4);
  expect(columns).toMatchObject([{ values: Float64Array.of(7, 0.1 + 0.2, NaN, 1e-7) }]);
  expect(unknown).toBe(1);
});

it('makes of rows without the columns what it makes of rows with them', async () => {
  const folder = freshFolder();
  const cells = [
    ['"1,5"', '0', 'A', '1'],
    ['7', '999', 'NA', '0'],
    ['', '3', 'B', ''],
    ['"1e-7"', '', '', '1'],
    ['"0,30000000000000004"', '"12,25"', 'A', '0'],
  ];
  const file = (name: string, header: string, lines: readonly string[]) => {
    writeFileSync(join(folder, name), `${[header, ...lines].join('\n')}\n`);
    return join(folder, name);
  };
  const given = file(
    'given.csv',
    'id,spend,days,plan,loyal',
    cells.map((row, i) => [CUSTOMERS[i], ...row].join()),
  );
  const alone = file('alone.csv', 'id', CUSTOMERS);
  const customers = asInLog(RAW, { customers: CUSTOMERS, columns: COLUMNS }, 'x');
  const observed = async (path: string, known: object, rows: number) => {
    const all: number[] = [];
    for await (const batch of rawBatches(RAW, [path], ['No Action', 'mail'], rows, known))
      all.push(...batch.observations);
    return all;
  };
  const expected = await observed(given, {}, 5);
  expect(expected).toHaveLength(5 * 9);
  expect(await observed(alone, { customers }, 5)).toEqual(expected);
  expect(await observed(alone, { customers }, 2)).toEqual(expected);
});
