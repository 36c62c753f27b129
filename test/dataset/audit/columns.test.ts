/** Columns that say little, or say too much by their name. Each finding fires on a log with its fault, by numbers to be counted by hand, and on no clean one. */
import { auditor, changedRows, findingIn, historyRows } from '../../support/audited';
import { useTestFiles } from '../../support/test-files';

const found = findingIn(auditor(useTestFiles()));
const changed = changedRows(historyRows());

it('missing-values and nearly-all-missing, by their shares', async () => {
  const gaps = changed((_, i) => ({ age: i % 4 === 0 ? '' : 30 + (i % 7), plan: i % 20 === 0 ? 'A' : '' }));
  expect((await found('missing-values', gaps))!.message).toMatch(/^values are missing of age 25 %: /);
  expect((await found('nearly-all-missing', gaps))!.message).toMatch(
    /^nearly all values are missing of plan 95 %: /,
  );
});

it('constant-columns, and no other', async () => {
  const finding = await found(
    'constant-columns',
    changed(() => ({ plan: 'A' })),
  );
  expect(finding!.message).toMatch(/^plan: the same in every row, so a policy learns nothing from it/);
});

it('outcome-names: a name that says what came after, not what was before', async () => {
  const named = changed((_, i) => ({ callDuration: i % 5, previousResult: i % 3, sale_size: i % 4 }));
  const features = { callDuration: 'number', previousResult: 'number', sale_size: 'number' };
  expect((await found('outcome-names', named, { features }))!.message).toMatch(
    /^callDuration, sale_size are called like outcomes/,
  );
  // What enrich added was known before the decision, whatever it is called.
  const enriched = { columns: ['callDuration'], models: 'enriched.customers', logHash: 'ab'.repeat(32) };
  expect((await found('outcome-names', named, { features, enriched }))!.message).toMatch(
    /^sale_size is called like an outcome/,
  );
});
