/** A simulated company: its tables open as a company's do, and its truth is that of the tables. */
import { parse } from 'csv-parse/sync';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readContactLog } from '../../../src/dataset/contacts/read-contact-log';
import type { LogSchema } from '../../../src/dataset/schema/log-schema';
import { readSchemaFile } from '../../../src/dataset/schema/read-schema';
import { openCompany } from '../../../src/profiles/tables/open-company';
import { readCompany } from '../../../src/profiles/tables/read-company';
import { profilesAsOf } from '../../../src/profiles/profile/profiles-as-of';
import { quietHost } from '../../../src/runs/quiet-host';
import {
  simulateCompany,
  type WrittenCompany,
  type SimulateCompanyRequest,
} from '../../../src/runs/simulate-company/simulate-company';
import { customers as world } from '../../../src/worlds/list';
import { useFreshFolders } from '../../support/fresh-folders';
import { stoppingHost } from '../../support/hosts';
import { inputError } from '../../support/input-error';

const freshFolder = useFreshFolders();

const request: SimulateCompanyRequest = {
  ...{ customers: 1000, weeks: 40, horizon: 12, contacts: 0.4, seed: 3, overwrite: false },
  out: '',
};

type Row = Readonly<Record<string, string>>;

let folder = '';
const read = new Map<string, readonly Row[]>();

/** The rows of a file of the company below. */
function rowsOf(file: string): readonly Row[] {
  const rows = read.get(file) ?? parse<Row>(readFileSync(join(folder, file)), { columns: true });
  read.set(file, rows);
  return rows;
}

let counted: WrittenCompany['rows'];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'contact-dqn-'));
  const written = await simulateCompany(world, { ...request, out: join(folder, 'company') }, quietHost());
  counted = written!.rows;
  folder = join(folder, 'company');
});
afterAll(() => rmSync(join(folder, '..'), { recursive: true }));

/** How many standard errors what came differs from what was likely: of independent events with these chances. */
function deviation(chances: readonly number[], came: readonly boolean[]): number {
  const expected = chances.reduce((sum, chance) => sum + chance, 0);
  const variance = chances.reduce((sum, chance) => sum + chance * (1 - chance), 0);
  return (came.filter(Boolean).length - expected) / Math.sqrt(variance);
}

/** Of a standard normal number, once in 15,000. */
const FAR = 4;

it('counts the rows of every table', () => {
  const { products, transactions } = counted;
  expect([products, transactions]).toEqual([
    rowsOf('products.csv').length,
    rowsOf('transactions.csv').length,
  ]);
});

it('opens as a company, of which profiles can be made', async () => {
  const tables = await readCompany(await openCompany(join(folder, 'company.yaml')));
  const { customers, columns } = profilesAsOf(tables, Date.UTC(2025, 9, 6));
  expect(customers.length).toBe(1000);
  expect(columns.map(({ name }) => name)).toEqual([
    ...['tenure_days', 'segment', 'may_email', 'may_sms', 'may_mail', 'may_call'],
    ...['days_since_purchase', 'purchases', 'frequency', 'recency_days', 'age_days', 'monetary_value'],
    ...['spend', 'quantity', 'share_books', 'share_garden', 'share_kitchen', 'share_sport'],
    ...[
      'contacts',
      'days_since_contact',
      'opens',
      'open_rate',
      'clicks',
      'click_rate',
      'answers',
      'answer_rate',
    ],
    ...['email', 'sms', 'mail', 'call'].flatMap((channel) =>
      ['contacts', 'opens', 'answers'].map((count) => `${count}_${channel}`),
    ),
    ...['messages', 'days_since_message'],
  ]);
});

it('has contacts that the schema beside them reads, with their true propensities', async () => {
  const schema = readSchemaFile(join(folder, 'contacts.schema.yaml')) as LogSchema;
  const log = await readContactLog([join(folder, 'contacts.csv')], schema, schema.features!);
  const isContact = Array.from(log.loggedActions, (action) => action !== 0);
  const chances = Array.from(log.propensities!, (chance, row) =>
    isContact[row] === true ? 0.4 : 1 - chance,
  );
  expect(Math.abs(deviation(chances, isContact))).toBeLessThan(FAR);
});

it('has customers who buy and write nothing before they join, or after they left', () => {
  const truth = new Map(rowsOf('truth-customers.csv').map((row) => [row.customer_id!, row]));
  const outside = ['transactions.csv', 'messages.csv'].flatMap((file) =>
    rowsOf(file).filter(({ customer_id: id, time }) => {
      const { joined_at: joined, left_at: left } = truth.get(id!)!;
      return time! <= joined! || (left !== '' && time! >= left!);
    }),
  );
  expect(outside).toEqual([]);
  // Some did leave, and some of them had bought.
  const left = [...truth.values()].filter(({ left_at: at }) => at !== '').map(({ customer_id: id }) => id);
  const buyers = new Set(rowsOf('transactions.csv').map(({ customer_id: id }) => id));
  expect(left.filter((id) => buyers.has(id)).length).toBeGreaterThan(50);
});

it('has purchases by the affinities of who buys', () => {
  const truth = new Map(rowsOf('truth-customers.csv').map((row) => [row.customer_id!, row]));
  const bought = rowsOf('transactions.csv');
  const names = rowsOf('products.csv').map(({ product }) => product!);
  const affinities = bought.map(({ customer_id: id }) =>
    names.map((name) => Number(truth.get(id!)![`affinity ${name}`])),
  );
  // Not only of each product as a whole: of that which a customer likes best, second best, ...
  for (let rank = 0; rank < names.length; rank += 1) {
    const ranked = affinities.map((all) => [...all].sort((a, b) => b - a)[rank]!);
    const came = bought.map(({ product }, i) => affinities[i]![names.indexOf(product!)] === ranked[i]);
    expect(Math.abs(deviation(ranked, came))).toBeLessThan(FAR);
  }
});

describe('the truth as of a moment', () => {
  const MOMENT = '2025-07-21T00:00:00.000Z'; // after 28 of 40 weeks: 12 are left
  const END = '2025-10-13T00:00:00.000Z';
  const known = () => rowsOf('truth-moments.csv').filter(({ time }) => time === MOMENT);
  const later = () => rowsOf('transactions.csv').filter(({ time }) => time! > MOMENT && time! < END);

  it('says who is gone', () => {
    const left = new Map(rowsOf('truth-customers.csv').map((row) => [row.customer_id!, row.left_at!]));
    const isGone = (id: string) => left.get(id) !== '' && left.get(id)! <= MOMENT;
    expect(known().map(({ gone }) => gone === '1')).toEqual(known().map((row) => isGone(row.customer_id!)));
  });

  it('says how likely nobody buys, and how likely customers leave in a week', () => {
    const buyers = new Set(later().map(({ customer_id: id }) => id));
    const here = known().filter(({ gone }) => gone === '0');
    const nothing = here.map((row) => Number(row.buys_nothing));
    expect(
      Math.abs(
        deviation(
          nothing,
          here.map((row) => !buyers.has(row.customer_id)),
        ),
      ),
    ).toBeLessThan(FAR);
    // It tells customers apart: those who are likelier to buy do so more often.
    const likely = here.filter((_, i) => nothing[i]! < 0.6);
    const share = (some: readonly Row[]) =>
      some.filter((row) => buyers.has(row.customer_id)).length / some.length;
    expect(share(likely)).toBeGreaterThan(1.5 * share(here));
    const left = new Map(rowsOf('truth-customers.csv').map((row) => [row.customer_id!, row.left_at!]));
    const everybody = rowsOf('truth-moments.csv').filter(({ gone }) => gone === '0');
    const nextWeek = (time: string) => new Date(Date.parse(time) + 7 * 86_400_000).toISOString();
    const leaves = everybody.map((row) => left.get(row.customer_id!) === nextWeek(row.time!));
    // Those of the last moment are not observed.
    const seen = everybody.map((row) => row.time! < END);
    const chances = everybody.map((row) => Number(row.leaves));
    expect(
      Math.abs(
        deviation(
          chances.filter((_, i) => seen[i]!),
          leaves.filter((_, i) => seen[i]!),
        ),
      ),
    ).toBeLessThan(FAR);
  });

  it('says what customers are worth', () => {
    const amounts = new Map<string, number>();
    for (const { customer_id: id, amount } of later())
      amounts.set(id!, (amounts.get(id!) ?? 0) + Number(amount));
    const errors = known().map((row) => (amounts.get(row.customer_id!) ?? 0) - Number(row.value));
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    const variance = errors.reduce((sum, error) => sum + (error - mean) ** 2, 0) / errors.length;
    expect(Math.abs(mean) / Math.sqrt(variance / errors.length)).toBeLessThan(FAR);
  });
});

it('comes out the same again, and another from another seed', async () => {
  const small = { ...request, customers: 40, weeks: 10 };
  const texts = async (seed: number) => {
    const out = join(freshFolder(), 'company');
    const { files } = (await simulateCompany(world, { ...small, seed, out }, quietHost()))!;
    return Object.values(files).map((file) => readFileSync(file, 'utf8'));
  };
  const first = await texts(1);
  expect(await texts(1)).toEqual(first);
  expect((await texts(2))[2]).not.toEqual(first[2]);
});

it('writes nothing when it is stopped, and replaces nothing without being told', async () => {
  const out = join(freshFolder(), 'company');
  const small = { ...request, customers: 10, weeks: 4, out };
  expect(await simulateCompany(world, small, stoppingHost(0))).toBeNull();
  expect(existsSync(out)).toBe(false);
  await simulateCompany(world, small, quietHost());
  await expect(simulateCompany(world, small, quietHost())).rejects.toThrow(
    inputError(
      `--out: expected a folder without a company, found ${out}/company.yaml; --overwrite replaces it`,
    ),
  );
});
