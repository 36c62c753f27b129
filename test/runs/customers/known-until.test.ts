/** Where purchases end before contacts do nobody is said to have stopped buying, and the other way round. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { InputError } from '../../../src/core/errors';
import { applyCustomerModel } from '../../../src/runs/customers/apply-customer-model';
import { fitCustomerModel } from '../../../src/runs/customers/fit-customer-model';
import { judgeCustomerModel } from '../../../src/runs/customers/judge-customer-model';
import { enrich } from '../../../src/runs/enrich/enrich';
import { quietHost } from '../../../src/runs/quiet-host';
import { writeCompany, type Ends } from '../../support/company-files';
import { useFreshFolders } from '../../support/fresh-folders';
import { shopContacts, shopDate, shopRows, shopTime } from '../../support/shop';

const freshFolder = useFreshFolders();
const host = quietHost();

/** Purchases of 130 days, contacts of 176, and a message of day 20. */
function shop(ends: Ends = {}): string {
  const rows = shopRows(60);
  const isBefore = (line: string) => line.split(',')[1]! < shopTime(130);
  const transactions = rows.transactions!.filter(isBefore);
  const contacts = shopContacts(60);
  const folder = freshFolder();
  writeCompany(
    folder,
    { ...rows, transactions, contacts, messages: [`c0001,${shopTime(20)},hello`] },
    '',
    ends,
  );
  return folder;
}

const request = (folder: string, model: string, day: number) => ({
  ...{ model, company: join(folder, 'company.yaml'), asOf: shopDate(day), window: '30d' },
  ...{ out: join(folder, model), set: [], seed: 1, overwrite: true },
});
const fit = (folder: string, model: string, day: number) =>
  fitCustomerModel(request(folder, model, day), host);

async function wrongInput(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(InputError);
  return (error as InputError).message;
}
const messages = { messages: shopDate(180) };

it('refuses to learn of a window after the last purchase, though contacts go on', async () => {
  expect(await wrongInput(fit(shop(messages), 'churn', 150))).toMatch(
    /company\.yaml transactions: expected to be known until 2025-05-31T00:00:00\.000Z, the end of the window that churn asks of, got 2025-05-11T00:00:00\.000Z, the end of the day of its last row \(`until` of transactions states another\)$/,
  );
});

it('learns of it where company.yaml says that nobody bought', async () => {
  const { facts } = await fit(shop({ ...messages, transactions: shopDate(150) }), 'churn', 150);
  expect(facts[0]).toMatch(/^logistic of/);
});

it('refuses columns of a table that had ended when the window began; models of purchases alone do not ask', async () => {
  const folder = shop();
  expect(await wrongInput(fit(folder, 'churn', 120))).toMatch(
    /company\.yaml messages: expected to be known until 2025-04-01T00:00:00\.000Z, the beginning of the window that churn asks of, got 2025-01-22T/,
  );
  expect((await fit(folder, 'value', 120)).facts).not.toEqual([]);
});

it('refuses to judge by a window, and to apply to a moment, that nobody knows', async () => {
  const folder = shop(messages);
  await fit(folder, 'churn', 120);
  const saved = { model: 'churn', folder: join(folder, 'churn'), company: join(folder, 'company.yaml') };
  const at = (day: number) => ({ ...saved, asOf: shopDate(day), overwrite: false });
  expect(await wrongInput(judgeCustomerModel({ ...at(150), seed: 1 }, host))).toMatch(
    / transactions: expected to be/,
  );
  const out = join(folder, 'scores.csv');
  expect(await wrongInput(applyCustomerModel({ ...at(131), out }, host))).toMatch(
    / transactions: expected to be known until 2025-05-12T00:00:00\.000Z, the moment as of which it is applied, got 2025-05-11T/,
  );
  expect((await applyCustomerModel({ ...at(130), out }, host))!.scores.customers).toHaveLength(60);
});

it('leaves cells of a log empty after the end of what they are made of, and says of how many rows and why', async () => {
  const folder = shop(messages);
  const days = [121, 125, 129.9, 130.1, 155];
  const log = days.map((day) => `c0003,${shopTime(day)},email,1,1`);
  writeFileSync(join(folder, 'log.csv'), ['customer,sent_at,channel,margin,opened', ...log, ''].join('\n'));
  const enriched = await enrich(
    {
      ...{ data: join(folder, 'log.csv'), schema: join(folder, 'contacts.schema.yaml') },
      ...{ company: join(folder, 'company.yaml'), models: ['churn'], window: '30d' },
      ...{ out: join(folder, 'enriched.csv'), set: [], seed: 1, overwrite: false },
    },
    host,
  );
  const until =
    '2025-05-11T00:00:00.000Z, the end of the day of its last row (`until` of transactions states another)';
  expect(enriched!.late).toEqual([{ table: 'transactions', decisions: 2, until }]);
  expect(enriched!.fits.map(({ month, customers }) => [month, customers])).toEqual([
    ['2025-05', 60],
    ['2025-06', null],
  ]);
  expect(enriched!.fits[1]!.reason).toMatch(/transactions: expected to be known until 2025-06-01/);
  const rows = parse<Record<string, string>>(readFileSync(join(folder, 'enriched.csv')), { columns: true });
  const has = (name: string) => rows.map((row) => row[name] !== '');
  for (const name of ['purchases', 'spend', 'recent_purchases', 'churn_probability'])
    expect([name, has(name)]).toEqual([name, [true, true, true, false, false]]);
  expect(has('contacts')).toEqual([true, true, true, true, true]);
  expect(readFileSync(join(folder, 'enriched.schema.yaml'), 'utf8')).toContain(
    `# 2 decisions lie after the end of transactions (known until ${until}): columns made of it`,
  );
});
