/** What became lately of contacts, and who is gone: only of decisions whose window had passed. */
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

it('knows who is gone once the window of the last decision has passed, and nothing of a later one', () => {
  const moments = [7, 8, 20].map((day) => day * DAY);
  const goneOf = (goneAfter: Float64Array | null) =>
    engagedColumns(
      {
        ...{ rows: 0, starts: new Int32Array(3), times: new Float64Array(0), actions: new Int32Array(0) },
        ...{ actionNames: ['none', 'email'], came: { opened: null, clicked: null, answered: null } },
        ...{ window: 7 * DAY, goneAfter },
      },
      { customers: Int32Array.of(0, 0, 1), moments: Float64Array.from(moments) },
      30 * DAY,
    ).find(({ name }) => name === 'gone');
  expect(goneOf(Float64Array.of(DAY, NaN))).toEqual({
    ...{ name: 'gone', kind: 'flag', values: Float64Array.of(0, 1, 0) },
  });
  expect(goneOf(null)).toBeUndefined();
});
