/** What became lately of contacts: only of those whose window had passed. */
import { engagedColumns } from '../../../src/profiles/asof/engaged';
import { companyOf } from '../../support/company-files';
import { useFreshFolders } from '../../support/fresh-folders';

const freshFolder = useFreshFolders();
const DAY = 86_400_000;

it('counts contacts of the last window, and what came of those that are 7 days old', async () => {
  const { contacts } = await companyOf(freshFolder(), {
    contacts: [
      // Opened long ago; opened in the window; opened, and not known yet; at the moment itself.
      ...['ann,2025-01-01,email,0,1', 'ann,2025-03-10,email,0,1', 'ann,2025-03-28,call,0,1'],
      ...['ann,2025-04-01,email,0,1', 'bob,2025-03-20,email,0,0', 'cid,2025-01-01,email,0,1'],
    ],
  });
  const moment = Date.UTC(2025, 3, 1);
  const rows = { customers: Int32Array.of(0, 1, 2), moments: Float64Array.of(moment, moment, moment) };
  const columns = engagedColumns(contacts!, rows, 30 * DAY);
  expect(
    columns.map((column) => [column.name, column.kind === 'category' ? [] : [...column.values]]),
  ).toEqual([
    ['recent_contacts', [2, 1, 0]],
    ['recent_opens', [1, 0, 0]],
    ['days_since_open', [22, NaN, 90]],
  ]);
});
