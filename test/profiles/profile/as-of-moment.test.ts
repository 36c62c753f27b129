/** What happens at a moment or later changes nothing that is said of it, nor does the order of rows. */
import fc from 'fast-check';
import { join } from 'node:path';
import { profilesAsOf } from '../../../src/profiles/profile/profiles-as-of';
import { companyOf } from '../../support/company-files';
import { useFreshFolders } from '../../support/fresh-folders';
import {
  chosenRows,
  companyRows,
  LAST_HOUR,
  momentOf,
  randomCompany,
  timeOf,
  WINDOW_HOURS,
  type RandomCompany,
  type RandomRow,
} from '../../support/random-company';

const freshFolder = useFreshFolders();

// Somebody is known from the first day on, and tables may not be empty after it.
const hours = fc.integer({ min: 1, max: LAST_HOUR - 1 });

async function profiles(company: RandomCompany, hour: number) {
  return profilesAsOf(await companyOf(join(freshFolder(), 'company'), companyRows(company)), momentOf(hour));
}

/** A row of each table that no moment before the last hour knows: no table is ever empty. */
const far = (cells: readonly string[]): RandomRow => ({
  hour: LAST_HOUR + 1,
  cells: ['zoe', timeOf(LAST_HOUR + 1), ...cells],
});

function withFarRows(company: RandomCompany): RandomCompany {
  return {
    ...company,
    transactions: [...company.transactions, far(['1000', '9', 'spade'])],
    contacts: [...company.contacts, far(['email', '0', '1'])],
    messages: [...company.messages, far(['later'])],
  };
}

/** The same row with another end of a customer's day: other amounts, outcomes, texts and customers. */
function changed({ hour, cells }: RandomRow): RandomRow {
  const [, at, first, ...rest] = cells;
  const more: Readonly<Record<string, string>> = {
    hello: 'changed',
    email: 'call',
    call: 'none',
    none: 'email',
  };
  return { hour, cells: ['mallory', at!, more[first!] ?? '77', ...rest] };
}

it('does not hang on rows at the moment or after it', async () => {
  await fc.assert(
    fc.asyncProperty(randomCompany, hours, async (given, hour) => {
      const company = withFarRows(given);
      const later = (row: RandomRow) => row.hour >= hour;
      const without = chosenRows(company, (row) => !later(row) || row.hour > LAST_HOUR);
      const other: RandomCompany = {
        ...company,
        customers: company.customers.map((line) =>
          momentOf(hour) <= Date.UTC(2026, 0, 20, 6) ? line.replace('south', 'west') : line,
        ),
        transactions: company.transactions.map((row) => (later(row) ? changed(row) : row)),
        // Two changed rows would be of one customer, perhaps at one time.
        contacts: without.contacts,
        messages: company.messages.map((row) => (later(row) ? changed(row) : row)),
      };
      const expected = await profiles(company, hour);
      expect(await profiles(without, hour)).toEqual(expected);
      const found = await profiles(other, hour);
      // The names that a category could have are those of the file.
      expect(found.columns.map((column) => ({ ...column, names: undefined }))).toEqual(
        expected.columns.map((column) => ({ ...column, names: undefined })),
      );
    }),
    { numRuns: 25 },
  );
});

it('does not hang on what came of contacts whose window has not passed', async () => {
  await fc.assert(
    fc.asyncProperty(randomCompany, hours, async (given, hour) => {
      const company = withFarRows(given);
      const contacts = company.contacts.map((row) =>
        row.hour + WINDOW_HOURS > hour ? { ...row, cells: [...row.cells.slice(0, -1), '1'] } : row,
      );
      expect(await profiles({ ...company, contacts }, hour)).toEqual(await profiles(company, hour));
    }),
    { numRuns: 25 },
  );
});

it('does not hang on the order of the rows', async () => {
  const shuffled = randomCompany.chain((company) =>
    fc.record({
      company: fc.constant(company),
      other: fc.record({
        customers: fc.constant([...company.customers].reverse()),
        transactions: fc.shuffledSubarray([...company.transactions], {
          minLength: company.transactions.length,
        }),
        contacts: fc.shuffledSubarray([...company.contacts], { minLength: company.contacts.length }),
        messages: fc.shuffledSubarray([...company.messages], { minLength: company.messages.length }),
      }),
    }),
  );
  await fc.assert(
    fc.asyncProperty(shuffled, hours, async ({ company, other }, hour) => {
      expect(await profiles(other, hour)).toEqual(await profiles(company, hour));
    }),
    { numRuns: 25 },
  );
});
