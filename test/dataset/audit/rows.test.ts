/** Rows that occur again, and customers of whom there are too few or too many. Each finding fires on a log with its fault, by numbers to be counted by hand, and on no clean one. */
import { auditor, changedRows, findingIn, historyRows } from '../../support/audited';
import { useTestFiles } from '../../support/test-files';

const audited = auditor(useTestFiles());
const found = findingIn(audited);
const rows = historyRows();
const changed = changedRows(rows);

it('duplicate-rows: a log without customers that was exported five times blocks', async () => {
  const once = changed((_, visit) => ({ visit }));
  const schema = {
    action: 'channel',
    noAction: 'none',
    reward: 'margin',
    features: { age: 'number', visit: 'number' },
  };
  const five = (await audited([once, once, once, once, once].flat(), schema)).find(
    ({ code }) => code === 'duplicate-rows',
  );
  expect(five).toMatchObject({ severity: 'block', values: { copies: 2400, fold: 5 } });
  expect(five!.message).toMatch(/^every row occurs 5 times: 600 different rows in 3000; /);
  const some = await audited([...once, ...once.slice(0, 30)], schema);
  expect(some.find(({ code }) => code === 'duplicate-rows')).toMatchObject({
    ...{ severity: 'note', values: { copies: 30, share: 30 / 630 } },
  });
  expect((await audited(once, schema)).map(({ code }) => code)).not.toContain('duplicate-rows');
});

it('rare-actions: fewer customers than a mean can be trusted from', async () => {
  const rare = changed(({ channel }, i) => ({ channel: channel === 'sms' && i > 60 ? 'email' : channel! }));
  const finding = await found('rare-actions', rare, { propensity: undefined });
  expect(finding!.message).toMatch(/^fewer than 50 customers met the action sms \(\d+\): /);
});

it('large-customer: a test account', async () => {
  const many = Array.from({ length: 40 }, (_, i) => ({ ...rows[0]!, id: 'test', day: i / 10 }));
  expect((await found('large-customer', [...rows, ...many]))!.message).toMatch(
    /^customer "test" has 40 of 640 rows \(6.25 %\), where others have 3.18 on average/,
  );
});

it('one-decision: without customer a row stands alone', async () => {
  const finding = await found('one-decision', rows, { customer: undefined });
  expect(finding!.message).toMatch(/^no customer column: each row is a decision by itself/);
});
