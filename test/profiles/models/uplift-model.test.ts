/** Uplift as a customer model, on companies whose effects are known: an email makes customers of the north buy, nobody else. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Random } from '../../../src/core/random';
import { pastOf } from '../../../src/profiles/asof/past';
import { numbersOf } from '../../../src/profiles/asof/customers-as-of';
import { upliftCustomerModel } from '../../../src/profiles/models/uplift/uplift-model';
import { openCompany } from '../../../src/profiles/tables/open-company';
import { readCompany } from '../../../src/profiles/tables/read-company';
import { companyOf, CONTACTS_SCHEMA, writeCompany } from '../../support/company-files';
import { useFreshFolders } from '../../support/fresh-folders';
import { shopTime } from '../../support/shop';

const freshFolder = useFreshFolders();
const DAY = 86_400_000;
const CUSTOMERS = 300;
const day = (number: number) => Date.parse(shopTime(number));

interface Truth {
  /** What an email adds to the chance of a purchase in the ten days after it, of the north. */
  readonly effect: number;
  /** Chance of an email, north and south. */
  readonly emails: readonly [number, number];
  /** Chance of a purchase without one, north and south. */
  readonly buying: readonly [number, number];
}

/** A decision every ten days, and a purchase in the ten days after it or none; days from `changes` on are drawn anew. */
function tried({ effect, emails, buying }: Truth, changes = Infinity) {
  const [past, future] = [Random.fromSeed(5), Random.fromSeed(6)];
  const [customers, transactions, contacts]: [string[], string[], string[]] = [[], [], []];
  for (let number = 0; number < CUSTOMERS; number += 1)
    customers.push(`c${number},2024-12-01,30,${number % 2 === 0 ? 'north' : 'south'},`);
  for (let at = 10; at <= 170; at += 10)
    for (let number = 0; number < CUSTOMERS; number += 1) {
      const place = number % 2;
      const random = at >= changes ? future : past;
      const emailed = random.uniform() < emails[place]!;
      const chance = buying[place]! + (emailed && place === 0 ? effect : 0);
      contacts.push(
        `c${number},${shopTime(at)},${emailed ? 'email' : 'none'},0,0,${emailed ? emails[place] : 1 - emails[place]!}`,
      );
      const delay = random.uniform();
      if (random.uniform() < chance) transactions.push(`c${number},${shopTime(at + 0.1 + 9 * delay)},10,1,x`);
    }
  return { customers, transactions, contacts };
}

/** @param known whether the log says the probabilities */
async function company(truth: Truth, { known = true, changes = Infinity } = {}) {
  const folder = freshFolder();
  const rows = tried(truth, changes);
  const file = writeCompany(folder, rows);
  const schema = CONTACTS_SCHEMA.replace('actions: [none, email, call]', 'actions: [none, email]');
  writeFileSync(join(folder, 'contacts.schema.yaml'), `${schema}${known ? 'propensity: p\n' : ''}`);
  const lines = ['customer,sent_at,channel,margin,opened,p', ...rows.contacts, ''];
  writeFileSync(join(folder, 'contacts.csv'), lines.join('\n'));
  return readCompany(await openCompany(file));
}

async function fitted(tables: Awaited<ReturnType<typeof company>>, settings: object = {}) {
  return upliftCustomerModel.fit(pastOf(tables, day(120), 10 * DAY), settings, Random.fromSeed(1));
}

const judgedBy = (tables: Awaited<ReturnType<typeof company>>) => pastOf(tables, day(170), 10 * DAY);
const even = [0.5, 0.5] as const;
const helps: Truth = { effect: 0.5, emails: even, buying: [0.2, 0.2] };

it('finds whom contact helps, and by how much', async () => {
  const tables = await company(helps);
  const model = await fitted(tables);
  const past = judgedBy(tables);
  const said = await model.apply(past.now());
  const [uplift, without, withIt] = said.map((column) =>
    numbersOf({ ...past.now(), columns: [column] }, column.name)!,
  );
  const meanOf = (values: Float64Array, place: number) => {
    const own = values.filter((_, row) => Number(past.now().customers[row]!.slice(1)) % 2 === place);
    return own.reduce((sum, value) => sum + value, 0) / own.length;
  };
  // 11 decisions each of 150 customers by two arms: standard errors of an arm's share are about .016.
  expect(Math.abs(meanOf(uplift!, 0) - 0.5)).toBeLessThan(0.08);
  expect(Math.abs(meanOf(uplift!, 1))).toBeLessThan(0.08);
  expect(Math.abs(meanOf(without!, 0) - 0.2)).toBeLessThan(0.06);
  expect(Math.abs(meanOf(withIt!, 0) - 0.7)).toBeLessThan(0.06);
  const judged = await model.judge(past, Random.fromSeed(2));
  // Decisions of days 120 to 160.
  expect(judged.customers).toBe(5 * CUSTOMERS);
  expect(judged.beside.decision).toBe('better');
  // Gains of .5 are made by the first half: the area is .5 × .25 + .5 × .25 / 2, less .125.
  expect(Math.abs(judged.beside.model! - 0.0625)).toBeLessThan(0.02);
  const { low, high } = judged.gains!.all;
  expect([low! < 0.25, high! > 0.25]).toEqual([true, true]);
  const north = judged.parts
    .find(({ by }) => by === 'region')!
    .parts.map(({ name, customers }) => [name, customers]);
  expect(north).toEqual([
    ['north', (5 * CUSTOMERS) / 2],
    ['south', (5 * CUSTOMERS) / 2],
  ]);
});

it('shows nothing where contact changes nothing', async () => {
  const tables = await company({ ...helps, effect: 0 });
  const judged = await (await fitted(tables)).judge(judgedBy(tables), Random.fromSeed(2));
  expect(judged.beside.decision).toBe('not shown better');
});

it('weighs decisions by their probabilities where the log says them, and says that it cannot otherwise', async () => {
  // The north buys more without an email, and gets more of them: their bare difference is no effect.
  const truth: Truth = { effect: 0.2, emails: [0.8, 0.2], buying: [0.6, 0.1] };
  const [known, unknown] = [await company(truth), await company(truth, { known: false })];
  const holds = async (tables: typeof known) => {
    const { gains, remarks } = await (await fitted(tables)).judge(judgedBy(tables), Random.fromSeed(2));
    const { low, high } = gains!.all;
    return {
      holds: low! < 0.1 && high! > 0.1,
      says: remarks.some((remark) => remark.includes('only if they were dealt at random')),
    };
  };
  expect(await holds(known)).toEqual({ holds: true, says: false });
  expect(await holds(unknown)).toEqual({ holds: false, says: true });
});

it('is fitted on decisions whose window had passed, and on nothing that happened later', async () => {
  const [one, other] = [await company(helps), await company(helps, { changes: 120 })];
  expect((await fitted(other)).data).toEqual((await fitted(one)).data);
  // Decisions of days 10 to 110, not those of 120.
  expect((await fitted(one)).facts[0]).toContain(`fitted on 3,300 decisions`);
});

it('values the order under a price per contact, and a number of contacts', async () => {
  const tables = await company(helps);
  const model = await fitted(tables, { terms: { worth: 10, cost: 2, contacts: 300 } });
  const { measures, remarks } = await model.judge(judgedBy(tables), Random.fromSeed(2));
  expect(remarks.join()).toContain('the model would contact 300 of the decisions');
  // A fifth of all is contacted: (10 × .5 - 2) / 5, and at random (10 × .25 - 2) / 5.
  const beside = measures.find(({ name }) => name === 'value beside random')!;
  expect(Math.abs(beside.model.value! - 0.6)).toBeLessThan(0.2);
  expect(Math.abs(beside.anchor!.value! - 0.1)).toBeLessThan(0.1);
  expect(measures.some(({ name }) => name === 'value beside all')).toBe(false);
});

it('learns what was spent, and refuses what its method cannot learn', async () => {
  const tables = await company(helps);
  const model = await fitted(tables, { outcome: 'spend', method: 'linear' });
  expect((await model.judge(judgedBy(tables), Random.fromSeed(2))).gains!.all.value).toBeGreaterThan(1.5);
  await expect(fitted(tables, { outcome: 'spend' })).rejects.toThrow(
    'outcome: expected 0 or 1 for logistic, got 10',
  );
});

it('tells of few customers, however many decisions there were about them', async () => {
  const [transactions, contacts]: [string[], string[]] = [[], []];
  const customers = Array.from({ length: 30 }, (_, i) => `c${i},2024-12-01,${20 + i},north,`);
  for (let at = 10; at <= 110; at += 10)
    for (let number = 0; number < 30; number += 1) {
      // Each action three times and more of every customer, in no order that time since a purchase would tell.
      const place = Number('01120210201'[(number + at / 10) % 11]);
      contacts.push(`c${number},${shopTime(at)},${['none', 'email', 'call'][place]},0,0`);
      // Each for an amount of its own.
      const isBuyer = [number >= 3 && number < 8, number < 3, number >= 8 && number < 14][place]!;
      if (isBuyer) transactions.push(`c${number},${shopTime(at + 1)},${10 + number},1,x`);
    }
  const rows = { customers, transactions, contacts };
  const tables = await companyOf(freshFolder(), rows, '', { transactions: shopTime(130) });
  const of = async (settings: object) => (await fitted(tables, settings)).fewCases;
  expect(await of({})).toMatch(/^Few to learn from: 3 customers with the rarer outcome of email, /);
  // 30 - (27^3 + 3) / 30^2; of the others 30 - (25^3 + 5) / 30^2 and more.
  expect(await of({ outcome: 'spend', method: 'linear' })).toMatch(
    /^Few to learn from: 8 customers of email \(those who spent the same counting less\), /,
  );
});
