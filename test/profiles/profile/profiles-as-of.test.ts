/** Profiles as of a moment: every number worked out by hand. */
import type { ProfileTable } from '../../../src/profiles/profile/profile-table';
import { profilesAsOf, profilesOf } from '../../../src/profiles/profile/profiles-as-of';
import { addUntil, noTotals } from '../../../src/profiles/profile/totals';
import { companyOf, type CompanyRows } from '../../support/company-files';
import { useFreshFolders } from '../../support/fresh-folders';
import { inputError } from '../../support/input-error';

const freshFolder = useFreshFolders();

const rows: CompanyRows = {
  customers: [
    'ann,2026-01-01,40,north,1986-03-01',
    'bob,2026-02-01,,south,',
    'cid,2026-03-10,22,north,2004-01-01', // comes at the moment of the profiles
  ],
  transactions: [
    'ann,2026-02-20 18:00:00,30,1,pear',
    'ann,2026-01-10 09:00:00,10,2,apple',
    'ann,2026-01-10 17:00:00,5.5,1,spade', // the same day: one purchase of models
    'ann,2026-02-25 08:00:00,-5.5,1,spade', // money back: no purchase
    'ann,2026-03-10 00:00:00,99,9,spade', // at the moment: not known yet
    'dan,2026-03-09 23:59:59,20,1,spade', // in no table of customers
  ],
  products: ['spade,tools', 'apple,fruit', 'pear,fruit', 'rake,tools'],
  contacts: [
    'ann,2026-02-01,email,0,1',
    'ann,2026-02-08,none,0,0', // no contact
    'ann,2026-03-03,call,0,0', // its window ends at the moment: known
    'ann,2026-03-04,call,0,1', // what came of it is not known yet
    'bob,2026-03-09,email,0,1',
  ],
  messages: ['ann,2026-03-08,"thanks, all well"', 'ann,2026-03-09 12:00:00,again', 'eve,2026-03-10,hello'],
};

const MOMENT = Date.UTC(2026, 2, 10);

/** The cells of one customer by column. */
function rowOf({ customers, columns }: ProfileTable, customer: string) {
  const row = customers.indexOf(customer);
  return Object.fromEntries(
    columns.map((column) => [
      column.name,
      column.kind === 'category' ? (column.names[column.codes[row]!] ?? null) : column.values[row],
    ]),
  );
}

it('knows who was known before the moment, from any table, in the order of names', async () => {
  const profiles = profilesAsOf(await companyOf(freshFolder(), rows), MOMENT);
  // cid joins and eve writes at the moment itself.
  expect(profiles.customers).toEqual(['ann', 'bob', 'dan']);
});

it('counts what happened strictly before the moment', async () => {
  const profiles = profilesAsOf(await companyOf(freshFolder(), rows), MOMENT);
  expect(rowOf(profiles, 'ann')).toEqual({
    tenure_days: 68, // 1 January to 10 March: 30 + 28 + 10
    age: 40,
    region: 'north',
    days_since_born: (MOMENT - Date.UTC(1986, 2, 1)) / 86_400_000,
    days_since_purchase: 17.25, // 20 February, 18:00: 6 hours, and 8 + 9 days
    purchases: 3,
    frequency: 1, // two days with a purchase
    recency_days: 41, // 10 January to 20 February
    age_days: 58, // 10 January to 9 March, the last day of which something is known
    monetary_value: 30 - 5.5, // of the day after the first, less what went back since
    spend: 40, // 10 + 5.5 + 30 - 5.5
    quantity: 4,
    share_fruit: 40 / 45.5,
    share_tools: 5.5 / 45.5,
    contacts: 3,
    days_since_contact: 6,
    opens: 1,
    open_rate: 0.5, // of two whose window has passed
    ...{ contacts_email: 1, opens_email: 1 },
    ...{ contacts_call: 2, opens_call: 0 }, // what came of the second is not known yet
    messages: 2,
    days_since_message: 0.5,
  });
});

it('says nothing of models of repeat buying for who never bought', async () => {
  const bob = rowOf(profilesAsOf(await companyOf(freshFolder(), rows), MOMENT), 'bob');
  expect(bob).toMatchObject({
    ...{ age: NaN, days_since_born: NaN, days_since_purchase: NaN, purchases: 0, frequency: NaN },
    ...{ recency_days: NaN, age_days: NaN, monetary_value: NaN, spend: 0, share_fruit: NaN },
    // A contact of yesterday: what came of it is open.
    ...{ contacts: 1, opens: 0, open_rate: NaN, contacts_email: 1, opens_email: 0, contacts_call: 0 },
  });
});

it('gives a first purchase of the last known day age 0 and frequency 0', async () => {
  const dan = rowOf(profilesAsOf(await companyOf(freshFolder(), rows), MOMENT), 'dan');
  expect(dan).toMatchObject({
    ...{ tenure_days: NaN, region: null, frequency: 0, recency_days: 0, age_days: 0, monetary_value: NaN },
    days_since_purchase: 1 / 86_400,
  });
});

it('takes days by the clocks of the company', async () => {
  const bought = ['ann,2026-01-10T23:30:00Z,1,1,x', 'ann,2026-01-11T01:00:00Z,1,1,x'];
  const frequencyIn = async (zone: string) => {
    const tables = await companyOf(freshFolder(), { transactions: bought }, `timeZone: ${zone}\n`);
    return rowOf(profilesAsOf(tables, MOMENT), 'ann').frequency;
  };
  expect([await frequencyIn('UTC'), await frequencyIn('Europe/Zurich')]).toEqual([1, 0]);
});

it('has only columns of tables that are there', async () => {
  const { columns } = profilesAsOf(await companyOf(freshFolder(), { messages: rows.messages! }), MOMENT);
  expect(columns.map(({ name }) => name)).toEqual(['messages', 'days_since_message']);
});

it('has no shares of products of which no table tells before somebody bought them', async () => {
  const transactions = rows.transactions!;
  const tables = await companyOf(freshFolder(), { transactions });
  const shares = (moment: number) =>
    profilesAsOf(tables, moment)
      .columns.map(({ name }) => name)
      .filter((name) => name.startsWith('share_'));
  expect(shares(Date.UTC(2026, 1, 1))).toEqual(['share_apple', 'share_spade']);
  expect(shares(MOMENT)).toEqual(['share_apple', 'share_pear', 'share_spade']);
});

it('adds amounts without errors of rounding, in any order', async () => {
  const bought = Array.from({ length: 10 }, (_, i) => `ann,2026-01-${10 + i},0.1,1,x`);
  const tables = await companyOf(freshFolder(), { transactions: bought });
  expect(rowOf(profilesAsOf(tables, MOMENT), 'ann').spend).toBe(1); // ten times 0.1 is 0.9999999999999999 in doubles
});

it('makes profiles of one moment after the other', async () => {
  const tables = await companyOf(freshFolder(), rows);
  let totals = noTotals(tables);
  for (const moment of [Date.UTC(2026, 1, 2), Date.UTC(2026, 2, 4, 12), MOMENT, MOMENT + 86_400_000]) {
    totals = addUntil(totals, tables, moment);
    expect(profilesOf(tables, totals)).toEqual(profilesAsOf(tables, moment));
  }
});

it('refuses a column of the customers that is called as one of a channel', async () => {
  const folder = freshFolder();
  const { attributes, ...tables } = await companyOf(folder, rows);
  const columns = attributes!.columns.map((column) =>
    column.name === 'age' ? { ...column, name: 'contacts_email' } : column,
  );
  expect(() => profilesAsOf({ ...tables, attributes: { ...attributes!, columns } }, MOMENT)).toThrow(
    inputError(
      `${folder}/company.yaml customers.columns: expected no column that profiles make themselves, got "contacts_email"`,
    ),
  );
});

it('refuses a moment before which nobody was known', async () => {
  const tables = await companyOf(freshFolder(), rows);
  expect(() => profilesAsOf(tables, 0)).toThrow(
    inputError('profiles: expected a customer known before 1970-01-01T00:00:00.000Z, found none'),
  );
});
