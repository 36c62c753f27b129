/** Totals that were kept, and the rows since, come to the same as all rows from scratch. */
import fc from 'fast-check';
import { join } from 'node:path';
import { profilesAsOf, profilesOf } from '../../../src/profiles/profile/profiles-as-of';
import { restoredTotals, savedTotals } from '../../../src/profiles/profile/saved-totals';
import { addUntil, noTotals } from '../../../src/profiles/profile/totals';
import { openCompany } from '../../../src/profiles/tables/open-company';
import { readCompany } from '../../../src/profiles/tables/read-company';
import { writeCompany, type CompanyRows } from '../../support/company-files';
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
} from '../../support/random-company';

const freshFolder = useFreshFolders();

async function tablesOf(rows: CompanyRows, also: readonly string[] = []) {
  return readCompany(await openCompany(writeCompany(join(freshFolder(), 'company'), rows)), { also });
}

/** With a row that is later than every moment, so that no table is ever without one. */
function withLateRows(company: RandomCompany): RandomCompany {
  const row = (...cells: string[]) => ({
    hour: LAST_HOUR + 1,
    cells: ['zoe', timeOf(LAST_HOUR + 1), ...cells],
  });
  return {
    ...company,
    transactions: [...company.transactions, row('1', '1', 'pear')],
    contacts: [...company.contacts, row('call', '0', '1')],
    messages: [...company.messages, row('hello')],
  };
}

const splits = fc.record({
  first: fc.integer({ min: 1, max: LAST_HOUR }),
  more: fc.integer({ min: 0, max: LAST_HOUR }),
  /** Whether the files have rows that were counted, too. */
  hasAll: fc.boolean(),
  isListed: fc.boolean(),
});

it('at any two moments', async () => {
  await fc.assert(
    fc.asyncProperty(randomCompany, splits, async (given, { first, more, hasAll, isListed }) => {
      const rowsOf = (company: RandomCompany) => {
        const { products, ...rows } = companyRows(company);
        return isListed ? { ...rows, products: products! } : rows;
      };
      const company = withLateRows(given);
      const last = Math.min(LAST_HOUR, first + more);
      // Contacts come again until what came of them is known.
      const since = chosenRows(company, ({ hour }, table) =>
        table === 'contacts' ? hour + WINDOW_HOURS > first : hour >= first,
      );
      const all = await tablesOf(rowsOf(company));
      const saved = savedTotals(all, addUntil(noTotals(all), all, momentOf(first)));
      const later = await tablesOf(rowsOf(hasAll ? company : since), saved.customers);
      const totals = addUntil(restoredTotals('earlier', saved, later), later, momentOf(last));
      expect(profilesOf(later, totals)).toEqual(profilesAsOf(all, momentOf(last)));
    }),
    { numRuns: 40 },
  );
});
