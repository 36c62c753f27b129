/** Rows of raw columns as somebody asks for them: what they say that no row trained on said. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exampleRow } from '../../../src/dataset/features/example-row';
import type { RawInputs } from '../../../src/dataset/features/raw-inputs';
import { encodeFile } from '../../../src/dataset/features/raw-file';
import { encodeRows } from '../../../src/dataset/features/raw-rows';
import { logSchema } from '../../../src/dataset/schema/log-schema';
import { useFreshFolders } from '../../support/fresh-folders';

const freshFolder = useFreshFolders();
const ACTIONS = ['No Action', 'mail'];

/** Trained on rows of the plans A and B. */
function rawInputs(levels = ['A', 'B'], other = false): RawInputs {
  return {
    schema: logSchema.parse({
      customer: 'id',
      action: 'channel',
      reward: 'margin',
      features: { plan: 'category' },
    }),
    features: [{ column: 'plan', kind: 'category', levels, missing: true, other }],
  };
}

const remarks = (rows: readonly Readonly<Record<string, unknown>>[], raw = rawInputs()) =>
  encodeRows(raw, rows, '--row', ACTIONS).remarks;

it('remarks on a category that no row trained on had', () => {
  expect(remarks([{ plan: 'C' }])).toEqual(['--row plan: "C" was not in the rows trained on (A, B)']);
  expect(remarks([{ plan: 'A' }, { plan: null }])).toEqual([]);
});

it('remarks on it once, with the first of its rows and how many there are', () => {
  const rows = ['A', 'D', 'C', 'D'].map((plan) => ({ plan }));
  expect(remarks(rows)).toEqual([
    '--row 2 plan: "D" was not in the rows trained on (A, B); 2 rows have it',
    '--row 3 plan: "C" was not in the rows trained on (A, B)',
  ]);
});

it('names a dozen levels, and a dozen values of a column', () => {
  const levels = Array.from({ length: 14 }, (_, i) => `L${i}`);
  const rows = Array.from({ length: 15 }, (_, i) => ({ plan: `new ${i}` }));
  const lines = remarks(rows, rawInputs(levels));
  expect(lines).toHaveLength(13);
  expect(lines[11]).toBe(
    '--row 12 plan: "new 11" was not in the rows trained on (L0, L1, L2, L3, L4, L5, L6, L7, L8, L9, L10, L11, ... 14 in all)',
  );
  expect(lines[12]).toBe('--row 13 plan: 3 more such values, in 3 rows');
});

it('says nothing where a feature stands for all rare levels, for which those were is not kept', () => {
  expect(remarks([{ plan: 'C' }], rawInputs(['A', 'B'], true))).toEqual([]);
});

it('remarks on keys that neither the model nor its log knows, with the column that may be meant', () => {
  const row = { plan: 'A', id: 'c1', margin: 3 };
  expect(remarks([{ ...row, Plann: 'B' }])).toEqual([
    '--row Plann: not a column that the model asks for; did you mean "plan"?',
  ]);
  expect(remarks([{ ...row, foo: 1 }])).toEqual([
    '--row foo: not a column that the model asks for; it asks for "plan"',
  ]);
  expect(() => remarks([{ plam: 'A' }])).toThrow(
    '--row plan: expected a value, got none; the model asks for "plan" (null where not known); did you mean it by "plam"?',
  );
});

it('remarks on the categories of a file by its lines, and passes over further columns', async () => {
  const file = join(freshFolder(), 'now.csv');
  writeFileSync(file, 'plan,foo\nA,1\nC,2\nB,3\nC,4\n');
  const encoded = await encodeFile(rawInputs(), file, ACTIONS);
  expect(encoded.remarks).toEqual([
    `${file}:3 plan: "C" was not in the rows trained on (A, B); 2 rows have it`,
  ]);
});

it('gives as an example a row that it takes itself', () => {
  const numeric = { origin: 0, mean: 0, scale: 1, missing: false };
  const raw: RawInputs = {
    schema: logSchema.parse({
      ...{
        customer: 'id',
        time: 'day',
        action: 'channel',
        reward: 'margin',
        history: ['contacts by channel'],
      },
      features: { age: 'number', plan: 'category', vip: 'flag', joined: 'date' },
      eligible: { mail: 'may_mail' },
      rules: [{ never: 'mail', where: { opt_out: true, status: 'blocked' } }],
    }),
    features: [
      { ...numeric, column: 'age', kind: 'number' },
      { column: 'plan', kind: 'category', levels: ['A', 'B'], missing: false, other: false },
      { column: 'vip', kind: 'flag', missing: false },
      { ...numeric, column: 'joined', kind: 'date' },
      { ...numeric, column: 'earlier mail', kind: 'count' },
    ],
  };
  const example = exampleRow(raw, ACTIONS);
  expect(example).toEqual({
    ...{ age: 0, plan: 'A', vip: true, joined: '2026-01-01', 'earlier mail': 0 },
    ...{ may_mail: true, opt_out: false, status: null, day: '2026-01-01' },
  });
  const { bars, remarks: said } = encodeRows(raw, [example], '--row', ACTIONS);
  expect(bars).toBeNull();
  expect(said).toEqual([]);
});

it('gives as an example every action where a column lists them', () => {
  const raw: RawInputs = {
    schema: logSchema.parse({ action: 'channel', reward: 'margin', eligible: 'may' }),
    features: [],
  };
  expect(exampleRow(raw, ['No Action', 'mail', 'call'])).toEqual({ may: 'mail, call' });
});

it('gives as an example nobody who opted out by a column that is a feature too', () => {
  const raw: RawInputs = {
    schema: logSchema.parse({
      ...{ action: 'channel', reward: 'margin' },
      features: { opt_out: 'flag', plan: 'category', barred: 'number' },
      rules: [
        { never: 'mail', where: { opt_out: true } },
        { never: 'mail', where: { plan: 'A' } },
        { never: 'mail', where: { barred: false } },
      ],
    }),
    features: [
      { column: 'opt_out', kind: 'flag', missing: false },
      { column: 'plan', kind: 'category', levels: ['A', 'B'], missing: false, other: false },
      { column: 'barred', kind: 'number', origin: 0, mean: 0, scale: 1, missing: false },
    ],
  };
  const example = exampleRow(raw, ACTIONS);
  expect(example).toEqual({ opt_out: false, plan: 'B', barred: 1 });
  expect(encodeRows(raw, [example], '--row', ACTIONS).bars).toBeNull();
});
