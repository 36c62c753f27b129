/** What became lately of contacts, and who is gone: only of decisions whose window had passed. */
import fc from 'fast-check';
import { engagedColumns } from '../../../src/profiles/asof/engaged';
import type { Contacts } from '../../../src/profiles/tables/company-tables';
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

const CUSTOMERS = 3;
/** Days, so that contacts and rows fall together with each other and with the ends of windows. */
const asked = fc.record({ customer: fc.nat(CUSTOMERS - 1), day: fc.nat(30) });
const contact = fc.record({
  ...{ customer: fc.nat(CUSTOMERS - 1), day: fc.nat(30) },
  ...{ opened: fc.boolean(), answered: fc.boolean() },
});

it('is what each row finds when it looks through its past alone', () => {
  const lists = [fc.array(contact, { maxLength: 25 }), fc.array(asked, { maxLength: 12 })] as const;
  fc.assert(
    fc.property(...lists, fc.nat(12), fc.nat(12), (all, rows, window, ripening) => {
      const sorted = all.toSorted((a, b) => a.customer - b.customer || a.day - b.day);
      const before = (customer: number) => sorted.filter((one) => one.customer < customer).length;
      const contacts: Contacts = {
        ...{ rows: sorted.length, starts: Int32Array.from({ length: CUSTOMERS + 1 }, (_, i) => before(i)) },
        times: Float64Array.from(sorted, ({ day }) => day * DAY),
        ...{ actions: new Int32Array(sorted.length).fill(1), actionNames: ['none', 'email'] },
        came: {
          opened: Uint8Array.from(sorted, ({ opened }) => Number(opened)),
          clicked: null,
          answered: Uint8Array.from(sorted, ({ answered }) => Number(answered)),
        },
        ...{ window: ripening * DAY, goneAfter: null },
      };
      const moments = {
        customers: Int32Array.from(rows, ({ customer }) => customer),
        moments: Float64Array.from(rows, ({ day }) => day * DAY),
      };
      const wanted = rows.map(({ customer, day }) => {
        const past = sorted.filter((one) => one.customer === customer && one.day < day);
        const ripe = past.filter((one) => one.day + ripening <= day);
        const isRecent = (one: { readonly day: number }) => one.day >= day - window;
        const ofAnswer = (answer: 'opened' | 'answered') => {
          const own = ripe.filter((one) => one[answer]);
          return [own.filter(isRecent).length, own.length === 0 ? NaN : day - own.at(-1)!.day];
        };
        return [past.filter(isRecent).length, ...ofAnswer('opened'), ...ofAnswer('answered')];
      });
      const found = engagedColumns(contacts, moments, window * DAY).map(({ name, ...column }) => {
        expect(column.kind).not.toBe('category');
        return [name, 'values' in column ? [...column.values] : []];
      });
      const names = [
        'recent_contacts',
        'recent_opens',
        'days_since_open',
        'recent_answers',
        'days_since_answer',
      ];
      expect(found).toEqual(names.map((name, j) => [name, wanted.map((row) => row[j])]));
    }),
  );
});
