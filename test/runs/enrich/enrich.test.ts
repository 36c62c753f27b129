/** A contact log with columns as of each decision: what is added, what no row may know, and a schema that reads it. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { InputError } from '../../../src/core/errors';
import { Random } from '../../../src/core/random';
import { readContactLog } from '../../../src/dataset/contacts/read-contact-log';
import type { LogSchema } from '../../../src/dataset/schema/log-schema';
import { readSchemaFile } from '../../../src/dataset/schema/read-schema';
import { pastOf } from '../../../src/profiles/asof/past';
import { customerModelNamed } from '../../../src/profiles/models/list';
import { readSavedColumns } from '../../../src/profiles/saved/saved-columns';
import { loadCustomerModel } from '../../../src/profiles/saved/saved-model';
import { openCompany } from '../../../src/profiles/tables/open-company';
import { readCompany } from '../../../src/profiles/tables/read-company';
import { enrich, type EnrichRequest } from '../../../src/runs/enrich/enrich';
import { quietHost } from '../../../src/runs/quiet-host';
import { CONTACTS_SCHEMA, writeCompany, type CompanyRows } from '../../support/company-files';
import { useFreshFolders } from '../../support/fresh-folders';
import { hearingHost } from '../../support/hosts';
import { parquetRows } from '../../support/parquet-file';
import { shopRows, shopTime } from '../../support/shop';

const freshFolder = useFreshFolders();

/** Decisions of some customers in several months, the latest first. */
const LOG = [150, 131, 100, 95, 30].flatMap((day) =>
  ['c0003', 'c0001', 'stranger'].map((name, i) => `${name},${shopTime(day + i / 10)},email,${i},1`),
);

function shop(
  rows: CompanyRows = shopRows(120),
  log: readonly string[] = LOG,
  header = 'customer,sent_at,channel,margin,opened',
) {
  const folder = freshFolder();
  writeCompany(folder, rows);
  writeFileSync(join(folder, 'log.csv'), [header, ...log, ''].join('\n'));
  return folder;
}

function request(folder: string, more: Partial<EnrichRequest> = {}): EnrichRequest {
  const { models = ['churn', 'value'] } = more;
  // Customers of whom decisions tell may not have bought for long.
  const set = models.includes('churn') ? ['churn.activeWithin=null'] : [];
  return {
    ...{ data: join(folder, 'log.csv'), schema: join(folder, 'contacts.schema.yaml') },
    ...{ company: join(folder, 'company.yaml'), models, window: '30d' },
    ...{ out: join(folder, 'enriched.csv'), set, seed: 1, overwrite: false, ...more },
  };
}

const run = (folder: string, more: Partial<EnrichRequest> = {}) => enrich(request(folder, more), quietHost());
const rowsIn = (folder: string) =>
  parse<Record<string, string>>(readFileSync(join(folder, 'enriched.csv')), { columns: true });

it('keeps every row of the log as it stands, in its order, and adds what was known', async () => {
  const folder = shop();
  const enriched = await run(folder);
  const rows = rowsIn(folder);
  expect(
    rows.map(({ customer, sent_at, channel, margin, opened }) =>
      [customer, sent_at, channel, margin, opened].join(','),
    ),
  ).toEqual(LOG);
  expect(enriched!.unknown).toBe(5);
  for (const row of rows.filter(({ customer }) => customer === 'stranger'))
    expect([row.purchases, row.recent_spend, row.churn_probability, row.lifetime_value]).toEqual([
      '',
      '',
      '',
      '',
    ]);
  const [latest] = rows;
  expect(Number(latest!.churn_probability)).toBeGreaterThan(0);
  expect(Number(latest!.tenure_days)).toBe(150);
});

it('says of each month what models were fitted on, and why there is none', async () => {
  const { fits } = (await run(shop()))!;
  expect(fits.map(({ month, model, customers }) => [month, model, customers])).toEqual([
    ...[
      ['2025-01', 'churn', null],
      ['2025-01', 'value', null],
    ],
    ...[
      ['2025-04', 'churn', 120],
      ['2025-04', 'value', 120],
    ],
    ...[
      ['2025-05', 'churn', 120],
      ['2025-05', 'value', 120],
    ],
  ]);
  expect(fits[0]!.reason).toBe('no customer was known 30 days before the month began');
});

it('says of months in which nothing could be told apart that they are empty', async () => {
  const { fits, files, latest, columns } = (await run(shop(), { models: ['segments'] }))!;
  const why = expect.stringMatching(/^no segments were found: /) as string;
  expect(columns.find(({ name }) => name === 'customer_segment')!.known).toBe(0);
  expect(fits.map(({ customers, reason }) => [customers, reason])).toEqual([
    [null, 'no customer was known 30 days before the month began'],
    ...[
      [120, why],
      [120, why],
    ],
  ]);
  expect(latest.models).toMatchObject([{ model: 'segments', customers: 120, reason: why }]);
  expect(readFileSync(files.schema, 'utf8')).toMatch(
    /\n# segments: empty in 2025-01: no customer .*; in 2025-04.*: no segments were found: /,
  );
});

it('tells a decision nothing of what happened at its moment or later, nor by its models', async () => {
  const rows = shopRows(120);
  const before = (line: string) => line.split(',')[1]! < shopTime(100);
  const other = {
    ...rows,
    transactions: [
      ...rows.transactions!.filter(before),
      ...['c0001', 'c0003', 'c0100'].map((name) => `${name},${shopTime(100)},999,9,pear`),
      ...Array.from({ length: 60 }, (_, day) => `c0003,${shopTime(101 + day)},500,9,spade`),
    ],
  };
  const [first, second] = [shop(rows), shop(other)];
  await run(first);
  await run(second);
  const known = (folder: string) => rowsIn(folder).filter(({ sent_at }) => sent_at! <= shopTime(100));
  expect(known(first)).toHaveLength(7);
  expect(known(first).some(({ churn_probability }) => churn_probability !== '')).toBe(true);
  expect(known(second)).toEqual(known(first));
  expect(rowsIn(second)).not.toEqual(rowsIn(first));
});

it('writes a schema beside it that reads the new file, with the new columns as features', async () => {
  const folder = shop();
  const { files, columns } = (await run(folder, { out: join(folder, 'enriched.parquet') }))!;
  const schema = readSchemaFile(files.schema) as LogSchema;
  expect(Object.keys(schema.features!)).toEqual(columns.map(({ name }) => name));
  expect(schema.enriched!.columns).toEqual(columns.map(({ name }) => name));
  const log = await readContactLog([files.out], schema, schema.features!);
  const [first] = await parquetRows(files.out);
  const row = log.times!.indexOf(Date.parse(String(first!.sent_at)));
  const churn = log.features.find(({ name }) => name === 'churn_probability') as { values: Float64Array };
  expect(churn.values[row]).toBe(first!.churn_probability);
  expect(readFileSync(files.schema, 'utf8')).toMatch(
    /^# .*\n# Models \(churn, value\), looking 30d ahead, were fitted anew for each calendar month/,
  );
  expect(readFileSync(files.schema, 'utf8')).toMatch(
    /\n# churn in \d of \d months, first 2025-\d\d: Few to learn from: /,
  );
});

it('saves what made the columns beside them, fitted once more on what was known until the last decision', async () => {
  const folder = shop(shopRows(80));
  const { files, latest } = (await run(folder, { models: ['churn', 'uplift'] }))!;
  const saved = readSavedColumns(files.models);
  const [churn, uplift] = saved.models;
  expect([latest.until, saved.until, saved.window]).toEqual([shopTime(150.2), shopTime(150.2), '30d']);
  expect(churn!.columns).toEqual([{ name: 'churn_probability', kind: 'number' }]);
  expect(uplift).toMatchObject({ manifest: null, columns: [] });
  const fewCases = expect.stringMatching(/ customers who were lost, /) as string;
  expect(latest.models).toEqual([
    { model: 'churn', customers: 80, reason: null, fewCases },
    { model: 'uplift', customers: null, reason: uplift!.reason, fewCases: null },
  ]);
  expect(saved.profile.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['recent_spend', 'fading_purchases_56d']),
  );
  const model = customerModelNamed('test', 'churn');
  const { fitted } = await loadCustomerModel(join(files.models, 'churn'), model);
  const tables = await readCompany(await openCompany(join(folder, 'company.yaml')));
  const past = pastOf(tables, Date.parse(shopTime(150.2)), 30 * 86_400_000);
  const again = await model.fit(past, model.settings.parse({ activeWithin: null }), Random.fromSeed(9));
  const now = pastOf(tables, Date.parse(shopTime(160)), 30 * 86_400_000).now();
  // A logistic fit draws nothing.
  expect(await fitted.apply(now)).toEqual(await again.apply(now));
});

it('replaces a folder of its own alone', async () => {
  const folder = shop(shopRows(60));
  await run(folder, { models: [] });
  await expect(run(folder, { models: [] })).rejects.toThrow(/--overwrite replaces it/);
  await run(folder, { models: [], overwrite: true });
  rmSync(join(folder, 'enriched.customers', 'columns.json'));
  writeFileSync(join(folder, 'enriched.customers', 'mine.txt'), '');
  await expect(run(folder, { models: [], overwrite: true })).rejects.toThrow(
    /expected a folder with a columns\.json/,
  );
});

it('leaves a column of the log as it is, and says so', async () => {
  const folder = shop(
    shopRows(60),
    LOG.map((line) => `${line},7`),
    'customer,sent_at,channel,margin,opened,spend',
  );
  writeFileSync(join(folder, 'contacts.schema.yaml'), `${CONTACTS_SCHEMA}features: { spend: number }\n`);
  const enriched = await run(folder, { models: [] });
  expect(enriched!.leftOut).toEqual(['spend']);
  expect(rowsIn(folder).every(({ spend }) => spend === '7')).toBe(true);
  expect(enriched!.fits).toEqual([]);
});

it('names the columns it added in the schema, those of a run before too', async () => {
  const folder = shop(shopRows(60));
  const { columns, files } = (await run(folder, { models: [] }))!;
  const host = hearingHost();
  const more = { data: files.out, schema: files.schema, models: ['churn'], out: join(folder, 'again.csv') };
  const again = (await enrich(request(folder, more), host))!;
  expect(readSavedColumns(again.files.models).profile).toEqual([]);
  expect(host.heard.warn).toContainEqual(
    expect.stringMatching(
      RegExp(
        `^the log has ${columns.length} columns of an earlier enrich: .*nothing that travels with the new log`,
      ),
    ),
  );
  const { enriched } = readSchemaFile(again.files.schema) as LogSchema;
  expect(again.columns.map(({ name }) => name)).toEqual(['churn_probability']);
  expect(enriched!.columns).toEqual([...columns.map(({ name }) => name), 'churn_probability']);
});

it.each([
  [{ models: ['chrun'] }, /^--models: expected one of .*churn.*, got "chrun"/],
  [{ models: ['churn', 'churn'] }, /^--models: expected every model once, got "churn" again/],
  [{ set: ['churn.method=lasso'] }, /churn\.method: expected/],
  [{ window: 'a month' }, /^--window: expected a length of time/],
  [{ out: 'enriched.txt' }, /^--out: expected a file that ends in \.csv or \.parquet/],
])('refuses %o', async (more, message) => {
  const error = await run(shop(), more).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(InputError);
  expect((error as InputError).message).toMatch(message);
});

it('refuses a column of the customers that is called as one of a model', async () => {
  const folder = shop();
  const yaml = join(folder, 'company.yaml');
  writeFileSync(yaml, readFileSync(yaml, 'utf8').replace('age: number', 'churn_probability: number'));
  const people = join(folder, 'customers.csv');
  writeFileSync(people, readFileSync(people, 'utf8').replace(',age,', ',churn_probability,'));
  const error = await run(folder).catch((cause: unknown) => cause);
  expect((error as InputError).message).toBe(
    `${yaml} customers.columns: expected no column that is made of the tables, got "churn_probability"`,
  );
});
