/** Decisions with No Action, customers as of each, and what came within the window: by hand. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { numbersOf } from '../../../src/profiles/asof/customers-as-of';
import { pastOf } from '../../../src/profiles/asof/past';
import { openCompany } from '../../../src/profiles/tables/open-company';
import { readCompany } from '../../../src/profiles/tables/read-company';
import { companyOf, CONTACTS_SCHEMA, writeCompany } from '../../support/company-files';
import { useFreshFolders } from '../../support/fresh-folders';

const freshFolder = useFreshFolders();
const DAY = 86_400_000;
const at = (date: string) => Date.parse(`${date}T00:00:00Z`);

const rows = {
  transactions: [
    'ann,2026-01-01,5,1,x',
    'ann,2026-01-13,7,1,x',
    'ann,2026-01-20,9,1,x',
    'bob,2026-01-02,4,1,x',
    'bob,2026-01-20,-4,1,x',
    'bob,2026-01-31,8,1,x',
  ],
  contacts: [
    'bob,2026-01-10,none,0,0',
    'ann,2026-01-10,email,0,1',
    'ann,2026-01-20,call,0,0',
    'eve,2026-01-10,email,0,0',
    'ann,2026-01-21,none,0,0',
  ],
};

it('leaves out decisions whose window passes the end, and customers of whom nothing was known', async () => {
  const tables = await companyOf(freshFolder(), rows);
  const past = pastOf(tables, at('2026-01-30'), 10 * DAY);
  const { customers, actions, actionNames, outcomes, times, propensities, leftOut } = await past.decided(
    -Infinity,
    'spend',
  );
  expect(customers.customers).toEqual(['ann', 'ann', 'bob']);
  expect(actionNames).toEqual(['No Action', 'email', 'call']);
  expect([...actions]).toEqual([1, 2, 0]);
  expect([...times]).toEqual(['2026-01-10', '2026-01-20', '2026-01-10'].map(at));
  // Ten days on, without the first moment after them: ann's 7, then her 9 of the moment itself; bob's -4 comes too late.
  expect([...outcomes]).toEqual([7, 9, 0]);
  expect(propensities).toBeNull();
  expect(leftOut).toEqual({ unknown: 1, withoutChoice: 0 });
  // Strictly before each: neither the purchase nor the contact of the moment.
  expect([...numbersOf(customers, 'purchases')!]).toEqual([1, 2, 1]);
  expect([...numbersOf(customers, 'recent_contacts')!]).toEqual([0, 1, 0]);
  expect([...(await past.decided(-Infinity, 'purchase')).outcomes]).toEqual([1, 1, 0]);
  expect([...(await past.decided(-Infinity, 'opened')).outcomes]).toEqual([1, 0, 0]);
  expect((await past.decided(at('2026-01-20'), 'spend')).customers.customers).toEqual(['ann']);
});

it('leaves out what was done without a choice, where the log says its probabilities', async () => {
  const folder = freshFolder();
  const file = writeCompany(folder, rows);
  writeFileSync(join(folder, 'contacts.schema.yaml'), `${CONTACTS_SCHEMA}propensity: p\n`);
  writeFileSync(
    join(folder, 'contacts.csv'),
    [
      'customer,sent_at,channel,margin,opened,p',
      ...rows.contacts.map((line, i) => `${line},${[1, 0.25, 0.5, 0.5, 0.5][i]}`),
      '',
    ].join('\n'),
  );
  const tables = await readCompany(await openCompany(file));
  const decided = await pastOf(tables, at('2026-01-30'), 10 * DAY).decided(-Infinity, 'purchase');
  expect(decided.customers.customers).toEqual(['ann', 'ann']);
  expect([...decided.propensities!]).toEqual([0.25, 0.5]);
  expect(decided.leftOut).toEqual({ unknown: 1, withoutChoice: 1 });
});

it('says what was allowed, and leaves out where no contact was', async () => {
  const folder = freshFolder();
  const file = writeCompany(folder, rows);
  const eligible = 'eligible: { email: may_email, call: may_call }\n';
  writeFileSync(join(folder, 'contacts.schema.yaml'), `${CONTACTS_SCHEMA}${eligible}`);
  const may = ['no,no', 'yes,no', 'no,yes', 'yes,yes', 'yes,yes'];
  writeFileSync(
    join(folder, 'contacts.csv'),
    [
      'customer,sent_at,channel,margin,opened,may_email,may_call',
      ...rows.contacts.map((line, i) => `${line},${may[i]}`),
      '',
    ].join('\n'),
  );
  const tables = await readCompany(await openCompany(file));
  const decided = await pastOf(tables, at('2026-01-30'), 10 * DAY).decided(-Infinity, 'purchase');
  expect(decided.customers.customers).toEqual(['ann', 'ann']);
  expect([...decided.allowed!]).toEqual([1, 1, 0, 1, 0, 1]);
  expect(decided.leftOut).toEqual({ unknown: 1, withoutChoice: 1 });
});

it('knows nothing of what happened at the end or later', async () => {
  const until = at('2026-01-30');
  const isBefore = (line: string) => at(line.split(',')[1]!) < until;
  const other = {
    transactions: [...rows.transactions.filter(isBefore), 'ann,2026-01-30,99,1,pear', 'eve,2026-02-01,1,1,x'],
    contacts: [...rows.contacts.filter(isBefore), 'bob,2026-01-30,call,1,1'],
  };
  const [one, two] = await Promise.all(
    [rows, other].map(async (own) =>
      pastOf(await companyOf(freshFolder(), own), until, 10 * DAY).decided(-Infinity, 'purchase'),
    ),
  );
  expect({ ...two!, customers: two!.customers.customers }).toEqual({
    ...one!,
    customers: one!.customers.customers,
  });
  const told = one!.customers.columns.map(({ name }) => name);
  expect(told.map((name) => numbersOf(two!.customers, name))).toEqual(
    told.map((name) => numbersOf(one!.customers, name)),
  );
});

it('names what there is none of', async () => {
  const tables = await companyOf(freshFolder(), rows);
  const past = pastOf(tables, at('2026-01-15'), 10 * DAY);
  await expect(past.decided(-Infinity, 'purchase')).rejects.toThrow(
    'contacts: expected decisions of which it was known before 2026-01-15T00:00:00.000Z what came, so at 2026-01-05T00:00:00.000Z or earlier, got none',
  );
  await expect(past.decided(-Infinity, 'answered')).rejects.toThrow('contacts.answered: expected an outcome');
  const { transactions } = rows;
  const without = pastOf(await companyOf(freshFolder(), { transactions }), at('2026-01-30'), DAY);
  await expect(without.decided(-Infinity, 'purchase')).rejects.toThrow('expected a company with contacts');
});
