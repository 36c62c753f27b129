/** Until when tables are known: the day of the last row, or what company.yaml says. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openCompany } from '../../../src/profiles/tables/open-company';
import { readCompany } from '../../../src/profiles/tables/read-company';
import { companyOf, CONTACTS_SCHEMA, writeCompany } from '../../support/company-files';
import { useFreshFolders } from '../../support/fresh-folders';
import { inputError } from '../../support/input-error';

const freshFolder = useFreshFolders();

const rows = {
  customers: ['ann,2026-01-01,40,north,1986-03-01'],
  transactions: ['ann,2026-03-28T21:00:00Z,1,1,x', 'ann,2026-01-02,1,1,x'],
  contacts: ['ann,2026-03-29T10:00:00Z,email,0,1', 'ann,2026-04-02,none,0,0'],
};

it('is the end of the day of the last row by the clocks of the company, No Action too', async () => {
  const { ends } = await companyOf(freshFolder(), rows, 'timeZone: Europe/Zurich\n');
  expect(ends).toEqual({
    customers: null,
    // At 22:00 in winter; 29 March, when clocks go forward, begins at 23:00 of UTC.
    transactions: { moment: Date.UTC(2026, 2, 28, 23), isStated: false },
    // Midnight of 2 April there is 22:00 of UTC; its day ends a day later.
    contacts: { moment: Date.UTC(2026, 3, 2, 22), isStated: false },
    messages: null,
  });
});

it('is what company.yaml says, where it says it', async () => {
  const ends = { customers: '2026-05-01', transactions: '2026-04-10T12:00' };
  const tables = await companyOf(freshFolder(), rows, 'timeZone: "+02:00"\n', ends);
  expect(tables.ends.customers).toEqual({ moment: Date.UTC(2026, 3, 30, 22), isStated: true });
  expect(tables.ends.transactions).toEqual({ moment: Date.UTC(2026, 3, 10, 10), isStated: true });
  expect(tables.ends.contacts!.isStated).toBe(false);
});

it.each([
  ['transactions', '2026-03-28', 'transactions.csv:2 at', '2026-03-28T21:00:00.000Z'],
  ['contacts', '2026-04-02', 'contacts.csv:3 sent_at', '2026-04-02T00:00:00.000Z'],
  ['customers', '2025-12-31', 'customers.csv:2 joined', '2026-01-01T00:00:00.000Z'],
])('refuses rows of %s at the moment that is stated, or later', async (table, until, place, found) => {
  const folder = freshFolder();
  await expect(companyOf(folder, rows, '', { [table]: until })).rejects.toThrow(
    inputError(
      `${folder}/${place}: expected a time before ${until}T00:00:00.000Z, until when company.yaml says that the table is known, got ${found}`,
    ),
  );
});

it('says by the clocks of the company when rows are too late', async () => {
  const folder = freshFolder();
  const stated = companyOf(folder, rows, 'timeZone: Europe/Zurich\n', { transactions: '2026-03-28' });
  await expect(stated).rejects.toThrow(
    inputError(
      `${folder}/transactions.csv:2 at: expected a time before 2026-03-28, until when company.yaml says that the table is known, got 2026-03-28 22:00 Europe/Zurich`,
    ),
  );
});

it('refuses an end that is no moment', async () => {
  const folder = freshFolder();
  await expect(companyOf(folder, rows, '', { contacts: 'yesterday' })).rejects.toThrow(
    inputError(
      `${folder}/company.yaml contacts.until: expected a date or time such as 2026-11-28, got "yesterday"`,
    ),
  );
});

describe('times that are numbers', () => {
  const numbered = {
    customers: ['ann,0,40,north,'],
    transactions: ['ann,3,1,1,x', 'ann,4.5,2,1,x'],
    contacts: ['ann,7,email,0,1'],
  };
  const inDays = async (contactUnit: string, until?: string) => {
    const folder = freshFolder();
    const file = writeCompany(
      folder,
      numbered,
      'timeUnit: days\n',
      until === undefined ? {} : { transactions: until },
    );
    writeFileSync(join(folder, 'contacts.schema.yaml'), `${CONTACTS_SCHEMA}${contactUnit}`);
    return readCompany(await openCompany(file));
  };
  const DAY = 86_400_000;

  it('are read in the unit of company.yaml, in every table and as ends', async () => {
    const { transactions, contacts, attributes, ends } = await inDays('timeUnit: days\n', '10');
    expect([...transactions!.times]).toEqual([3 * DAY, 4.5 * DAY]);
    expect([...contacts!.times]).toEqual([7 * DAY]);
    expect([...attributes!.since!]).toEqual([0]);
    expect(ends.transactions).toEqual({ moment: 10 * DAY, isStated: true });
    expect(ends.contacts).toEqual({ moment: 8 * DAY, isStated: false });
  });

  it('are of one unit in the contact log and the other tables', async () => {
    await expect(inDays('timeUnit: hours\n')).rejects.toThrow(
      /contacts\.schema\.yaml timeUnit: expected days, as company\.yaml says of the other tables, got "hours"$/,
    );
    await expect(inDays('')).rejects.toThrow(/timeUnit: expected days, .*, got nothing/);
  });
});
