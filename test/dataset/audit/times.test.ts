/** Time: unknown outcomes, overlapping windows, holes and order. Each finding fires on a log with its fault, by numbers to be counted by hand, and on no clean one. */
import { auditor, changedRows, findingIn, historyRows } from '../../support/audited';
import { useTestFiles } from '../../support/test-files';

const found = findingIn(auditor(useTestFiles()));
const rows = historyRows();
const changed = changedRows(rows);

it('unripe-rows: a third is younger than the window', async () => {
  const finding = await found('unripe-rows', rows, { window: '5d' });
  expect(finding).toMatchObject({ severity: 'warn', values: { rows: 200, share: 1 / 3 } });
});

it('overlapping-windows: the next decision comes before the outcome is known', async () => {
  const finding = await found('overlapping-windows', rows, { window: '8d' });
  // Of three decisions the last two are younger than the window, or have none after them.
  expect(finding).toBeUndefined();
  const long = changed(({ day }) => ({ day: Number(day) * 1 }));
  const late = [...long, { ...rows[0]!, id: 'late', day: 40 }];
  expect(await found('overlapping-windows', late, { window: '8d' })).toMatchObject({
    ...{ severity: 'warn', values: { rows: 400, share: 400 / 600 } },
  });
  expect((await found('overlapping-windows', late, { window: '8d', attribution: 'each' }))!.message).toMatch(
    /the export counts one outcome for both/,
  );
  expect(await found('overlapping-windows', late, { window: '8d', attribution: 'last' })).toBeUndefined();
});

it('rows-after-the-end: a contact of a customer who was gone', async () => {
  const gone = changed(({ id, day }) => ({ gone: id === 'c0' && day === 0 ? 1 : 0 }));
  expect(await found('rows-after-the-end', gone, { terminal: 'gone' })).toMatchObject({
    ...{ severity: 'warn', lines: [3, 4], values: { rows: 2 } },
  });
});

it('rewards-of-previous-rows: what stands in first rows, and what came of last ones', async () => {
  const later = { rewardOf: 'previous row' };
  const told = changed(({ day, margin }) => ({ margin: day === 0 ? (margin === 0 ? '' : 2) : margin }));
  const firsts = rows.filter(({ day, margin }) => day === 0 && margin !== 0).length;
  const finding = await found('rewards-of-previous-rows', told, later);
  expect(finding).toMatchObject({
    ...{ severity: 'warn', values: { rows: 200, share: 1 / 3, firstRows: firsts, sum: 2 * firsts } },
  });
  expect(await found('rewards-of-previous-rows', rows)).toBeUndefined();
  expect(finding!.message).not.toMatch(/cut short/);
  const gone = changed(({ id, day }) => ({ gone: id === 'c0' && day === 14 ? 1 : 0 }));
  expect((await found('rewards-of-previous-rows', gone, { ...later, terminal: 'gone' }))!.message).toMatch(
    /in 1 of them gone says that the customer was gone: the decision before is cut short, not ended/,
  );
});

it('rewards outside the range, and slips, stand in the lines that tell them', async () => {
  const later = { rewardOf: 'previous row', rewardRange: [0, 10] };
  const wrong = changed(({ id, day, margin }) => ({ margin: id === 'c0' && day === 7 ? 1e7 : margin }));
  expect(await found('rewards-outside-range', wrong, later)).toMatchObject({
    lines: [3],
    values: { rows: 1 },
  });
  expect(await found('reward-outliers', wrong, later)).toMatchObject({ lines: [3], values: { rows: 1 } });
  // Of a first row it is no decision's.
  const before = changed(({ id, day, margin }) => ({ margin: id === 'c0' && day === 0 ? 1e7 : margin }));
  expect(await found('rewards-outside-range', before, later)).toBeUndefined();
});

it('time-out-of-order: lines of a customer go back', async () => {
  const swapped = [rows[1]!, rows[0]!, ...rows.slice(2)];
  expect(await found('time-out-of-order', swapped)).toMatchObject({
    severity: 'note',
    values: { rows: 1 },
  });
});

it('gap-in-time: a month without a row', async () => {
  const daily = changed((_, i) => ({ day: (i % 3) * 7 + (i % 5) + (i % 3 === 2 ? 200 : 0) + i / 1000 }));
  expect((await found('gap-in-time', daily))!.values!.share).toBeGreaterThan(0.5);
});

it('made-no-action: what the calendar fills in', async () => {
  const holes = rows.filter(({ id, day }) => day !== 7 || id !== 'c3');
  expect(await found('made-no-action', holes, { calendar: '7d', propensity: undefined })).toMatchObject({
    values: { made: 1, share: 1 / 600 },
  });
});
