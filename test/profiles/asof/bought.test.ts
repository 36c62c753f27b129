/** What was bought in a span, and what had been bought before a moment. */
import { boughtWithin, historiesBefore } from '../../../src/profiles/asof/bought';
import { pastOf } from '../../../src/profiles/asof/past';
import type { CompanyTables } from '../../../src/profiles/tables/company-tables';
import { companyOf } from '../../support/company-files';
import { useFreshFolders } from '../../support/fresh-folders';

const freshFolder = useFreshFolders();
const DAY = 86_400_000;
const moment = Date.UTC(2025, 3, 1);

const shop = (): Promise<CompanyTables> =>
  companyOf(freshFolder(), {
    customers: ['ann,2025-01-01,40,north,', 'bob,2025-01-01,50,south,2025-04-10'],
    transactions: [
      ...['ann,2025-03-30T09:00,10,1,x', 'ann,2025-03-30T18:00,5,1,x', 'ann,2025-03-31,-4,1,x'],
      // At the moment itself, and at the end of the window, which is not of it.
      ...['ann,2025-04-01,7,1,x', 'ann,2025-04-04T12:00,2,1,x', 'ann,2025-04-11,100,1,x'],
      'bob,2025-04-02,-3,1,x',
    ],
  });
const rows = { customers: Int32Array.of(0, 1), moments: Float64Array.of(moment, moment) };

it('counts from the moment on and before the end, money back as no purchase', async () => {
  const { purchases, spend, daysToPurchase } = boughtWithin(await shop(), rows, 0, 10 * DAY);
  expect([...purchases]).toEqual([2, 0]);
  expect([...spend]).toEqual([9, -3]);
  // 31 March is the last known day.
  expect([...daysToPurchase]).toEqual([1, NaN]);
});

it('has purchases of one day as one, days counted back from the last known one', async () => {
  const { starts, days, amounts } = historiesBefore(await shop(), rows);
  expect({ starts: [...starts], days: [...days], amounts: [...amounts] }).toEqual({
    ...{ starts: [0, 1, 1], days: [-1], amounts: [15] },
  });
});

it('tells which dates lie in the last window', async () => {
  const past = pastOf(await shop(), Date.UTC(2025, 3, 11), 10 * DAY);
  expect(past.before().customers).toEqual(['ann', 'bob']);
  expect([...past.cameOn('born')!]).toEqual([0, 1]);
  expect(past.cameOn('age')).toBeNull();
});
