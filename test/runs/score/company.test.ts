/** Columns that are made of a company's tables as of a moment: for the rows of a file, and for all customers. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scoreText } from '../../../src/cli/score-text';
import { modelCard } from '../../../src/runs/export/model-card';
import { quietHost } from '../../../src/runs/quiet-host';
import type { ScoreRequest } from '../../../src/runs/score/request';
import { score } from '../../../src/runs/score/score';
import { loadModel } from '../../../src/store/model-store';
import { COMPANY_RAW, savedCompanyModel, type CompanyModelChanges } from '../../support/company-model';
import { CONTACTS_SCHEMA, writeCompany, type CompanyRows } from '../../support/company-files';
import { useFreshFolders } from '../../support/fresh-folders';
import { hearingHost } from '../../support/hosts';

const freshFolder = useFreshFolders();

/** As of 1 June: anna spent 20 and more the same day, bob nothing; cleo joined later. */
const ROWS: CompanyRows = {
  customers: ['anna,2025-01-01,40,north,', 'bob,2025-01-01,33,south,', 'cleo,2025-06-02,50,north,'],
  transactions: [
    'anna,2025-03-01,12,1,pear',
    'anna,2025-05-31T23:59:59Z,8,1,pear',
    'anna,2025-06-01T00:00:00Z,100,1,pear',
  ],
};
const JUNE = '2025-06-01';

async function caseOf(changes: CompanyModelChanges & { readonly rows?: CompanyRows } = {}) {
  const folder = freshFolder();
  const company = writeCompany(folder, changes.rows ?? ROWS);
  return {
    folder,
    company,
    model: await savedCompanyModel(folder, changes),
    out: join(folder, 'actions.csv'),
  };
}
type Case = Awaited<ReturnType<typeof caseOf>>;

const refused = (message: RegExp) => ({
  ...{ name: 'InputError', message: expect.stringMatching(message) as string },
});

const ask = ({ model, company, out }: Case, request: Partial<ScoreRequest> = {}, host = quietHost()) =>
  score(model, { company, out, asOf: JUNE, runtime: 'own', backend: 'wasm', ...request }, host);

function fileOf({ folder }: Case, name: string, lines: readonly string[]): string {
  writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
  return join(folder, name);
}

/** Customer, row, action and the values of the decisions. */
const decided = ({ out }: Case) =>
  readFileSync(out, 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').slice(0, 7).join(','));

it('decides for the customers of a file by what was known of them before the moment', async () => {
  const one = await caseOf();
  const data = fileOf(one, 'rows.csv', ['age,id', '40,anna', '33,bob', '50,cleo', '30,dora']);
  const scored = await ask(one, { data });
  expect(decided(one)).toEqual([
    // 20 - 10, and 1 of the north
    'anna,1,mail,11,0,11,10',
    'bob,2,call,3,0,-10,3',
    // Of cleo and dora nothing was known: -3, without a region.
    'cleo,3,call,20,0,-3,20',
    'dora,4,No Action,0,0,-3,0',
  ]);
  expect(scored!.unknown).toBe(2);
  expect(scored!.company).toMatchObject({
    ...{ asOf: '2025-06-01T00:00:00.000Z', given: [], own: [], customers: 2 },
    made: [
      { name: 'spend', by: 'profile' },
      { name: 'region', by: 'profile' },
    ],
  });
  const text = scoreText(scored!, false);
  expect(text).toMatch(/made by profile: spend, region/);
  expect(text).toMatch(/nothing is known of the customers of 2 of 4 rows/);
});

it('decides for all whom the company knew where there is no file, whatever the batches', async () => {
  const one = await caseOf();
  const scored = await ask(one);
  expect(decided(one)).toEqual(['anna,1,mail,11,0,11,10', 'bob,2,call,3,0,-10,3']);
  expect(scored!.company!.own).toEqual(['age']);
  const bytes = readFileSync(one.out);
  await ask(one, { batchRows: 1, overwrite: true });
  expect(readFileSync(one.out)).toEqual(bytes);
});

/** The last column of the contacts says who is gone, as is known after the log's window of 7 days. */
function sayWhoIsGone(one: Case, lines: readonly string[]): void {
  fileOf(one, 'contacts.csv', ['customer,sent_at,channel,margin,opened,left', ...lines]);
  fileOf(one, 'contacts.schema.yaml', [`${CONTACTS_SCHEMA}terminal: left`]);
}

it('leaves out whom the contact log calls gone, where no file says whom to decide on', async () => {
  const one = await caseOf({ rows: { ...ROWS, contacts: [] } });
  sayWhoIsGone(one, ['anna,2025-05-01,email,0,0,0', 'bob,2025-05-01,email,0,0,1']);
  const scored = await ask(one);
  expect(decided(one)).toEqual(['anna,1,mail,11,0,11,10']);
  expect(scored!.company).toMatchObject({ customers: 2, areRows: true, gone: 1 });
  expect(scoreText(scored!, false)).toMatch(/rows are all but 1 of them, whom the contact log calls gone/);
  // Whom a file names is decided on, gone or not.
  const data = fileOf(one, 'rows.csv', ['id,age', 'bob,33']);
  const named = await ask(one, { data, overwrite: true });
  expect(decided(one)).toEqual(['bob,1,call,3,0,-10,3']);
  expect(named!.company).toMatchObject({ areRows: false, gone: null });
  // On 7 May nobody knows of it yet.
  await ask(one, { asOf: '2025-05-07', overwrite: true });
  expect(decided(one).map((line) => line.split(',')[0])).toEqual(['anna', 'bob']);
});

it('says that the tables may not tell who is gone, and refuses where nobody is left', async () => {
  const one = await caseOf({ rows: { ...ROWS, contacts: [] } });
  fileOf(one, 'contacts.csv', ['customer,sent_at,channel,margin,opened', 'bob,2025-05-01,email,0,0']);
  expect(scoreText((await ask(one))!, false)).toMatch(/who has left for good the\s+tables do not say/);
  sayWhoIsGone(one, ['anna,2025-05-01,email,0,0,1', 'bob,2025-05-01,email,0,0,1']);
  await expect(ask(one, { overwrite: true })).rejects.toMatchObject(
    refused(/^--data: expected a file of whom to decide on.* calls all its customers gone by 2025-06-01/),
  );
});

it('is exported with a card that says which columns must be given', async () => {
  const { model } = await caseOf();
  const card = modelCard(model, await loadModel(model), ['onnx']);
  expect(card).toContain("no format makes them of a company's tables");
  expect(card).toMatch(/They are `spend`, `region`\./);
});

it('takes columns that the file has as they are', async () => {
  const one = await caseOf();
  const data = fileOf(one, 'rows.csv', ['id,spend,age', 'anna,3,40', 'bob,,33']);
  const { company } = (await ask(one, { data }))!;
  expect(decided(one)).toEqual(['anna,1,call,10,0,-6,10', 'bob,2,call,3,0,-3,3']);
  expect(company).toMatchObject({ given: ['spend'], made: [{ name: 'region', by: 'profile' }] });
});

it('is whole wherever its folder is moved to', async () => {
  const one = await caseOf();
  await ask(one);
  const bytes = readFileSync(one.out);
  const moved = join(freshFolder(), 'elsewhere');
  renameSync(join(one.model, 'model'), moved);
  await ask({ ...one, model: moved }, { overwrite: true });
  expect(readFileSync(one.out)).toEqual(bytes);
});

it('says what the tables cannot tell of the days after their end', async () => {
  const one = await caseOf();
  const host = hearingHost();
  await ask(one, { asOf: '2025-06-04' }, host);
  expect(host.heard.warn).toEqual([
    `${one.company} transactions: known until 2025-06-02T00:00:00.000Z, the end of the day of its last row (\`until\` of transactions states another); what happened in the 2.0 days until 2025-06-04T00:00:00.000Z is not in the columns`,
  ]);
});

it('is not held up by tables that no column is made of', async () => {
  const one = await caseOf({
    rows: { ...ROWS, contacts: ['anna,2025-02-01,email,1,1'], messages: ['bob,2025-02-01,hello'] },
  });
  const host = hearingHost();
  await ask(one, {}, host);
  expect(decided(one)).toEqual(['anna,1,mail,11,0,11,10', 'bob,2,call,3,0,-10,3']);
  expect(host.heard.warn).toEqual([]);
});

it('asks for the table of customers where it says of rows what no file does', async () => {
  const one = await caseOf();
  const yaml = readFileSync(one.company, 'utf8');
  writeFileSync(one.company, yaml.replace('since: joined', "since: joined, until: '2025-06-03'"));
  // A model of spend alone: the region is in the file, and so is the age.
  const data = fileOf(one, 'rows.csv', ['id,age,region', 'anna,40,north']);
  writeFileSync(
    join(one.folder, 'transactions.csv'),
    'customer,at,amount,quantity,product\nanna,2025-06-30,12,1,pear\n',
  );
  await expect(ask(one, { asOf: '2025-07-01' })).rejects.toMatchObject(
    refused(/ customers is known until 2025-06-03T00:00:00.000Z, as customers.until says$/),
  );
  await ask(one, { asOf: '2025-07-01', data });
  expect(decided(one)).toEqual(['anna,1,call,10,0,3,10']);
});

const without = { ...COMPANY_RAW.schema, enriched: undefined };
it.each<[string, CompanyModelChanges & { rows?: CompanyRows }, Partial<ScoreRequest>, RegExp]>([
  [
    'a model of other columns',
    { raw: { ...COMPANY_RAW, schema: without } },
    {},
    /^--company: .*reads no columns of a company$/,
  ],
  ['a model alone', { isAlone: true }, {}, /^--company: expected a model with what made its columns/],
  ['no moment', {}, { asOf: undefined }, /^--as-of: expected with --company/],
  [
    'a moment long after the tables',
    {},
    { asOf: '2025-06-06' },
    /^--as-of \(now where none is given\): expected at most 3 days after the end of each table.* transactions is known until 2025-06-02/,
  ],
  [
    'a moment before them',
    {},
    { asOf: '2024-08-01' },
    /^profiles: expected a customer known before 2024-08-01/,
  ],
  [
    'tables that lack one',
    { rows: { customers: ROWS.customers! } },
    {},
    /company\.yaml: expected tables as those that the log was enriched by, got customers: of which no "spend" is made$/,
  ],
  [
    'a column that nothing makes',
    {
      profile: [{ name: 'region', kind: 'category' }],
      models: [{ model: 'churn', columns: [], fit: '12 customers were known' }],
    },
    {},
    /^--data: expected columns "spend", which nothing that travels with the model makes \(no churn: 12 customers were known\), got none$/,
  ],
  ['no rows at all', {}, { company: undefined }, /^--data: expected a file of customers, or --company/],
])('refuses %s', async (_, changes, request, message) => {
  const one = await caseOf(changes);
  await expect(ask(one, request)).rejects.toMatchObject(refused(message));
});

it('refuses rows without a file that lack what the table of customers does not have', async () => {
  const one = await caseOf({ rows: { ...ROWS, customers: ROWS.customers! } });
  const yaml = readFileSync(one.company, 'utf8').replace('age: number, ', '');
  writeFileSync(one.company, yaml);
  await expect(ask(one)).rejects.toMatchObject(
    refused(
      /^--data: expected a file with "age", which the model asks for and the customers of .* do not have, got none$/,
    ),
  );
});

it('refuses files of which one alone has such a column', async () => {
  const one = await caseOf();
  fileOf(one, 'part-1.csv', ['id,age,spend', 'anna,40,2']);
  fileOf(one, 'part-2.csv', ['id,age', 'bob,33']);
  const data = join(one.folder, 'part-*.csv');
  await expect(ask(one, { data })).rejects.toMatchObject(
    refused(/part-2\.csv spend: expected in all files or in none/),
  );
});
