/** What was tried where, by whom, and what was forbidden. Each finding fires on a log with its fault, by numbers to be counted by hand, and on no clean one. */
import { warningsOf } from '../../../src/dataset/audit/finding';
import { auditor, changedRows, findingIn, historyRows, historySchema } from '../../support/audited';
import { useTestFiles } from '../../support/test-files';

const audited = auditor(useTestFiles());
const found = findingIn(audited);
const rows = historyRows();
const changed = changedRows(rows);

it('little-overlap: most often repeated states saw one action', async () => {
  const rule = changed(({ age, channel }) => ({
    channel: Number(age) < 28 ? 'email' : channel!,
    plan: 'A',
  }));
  const finding = await found('little-overlap', rule, { propensity: undefined });
  expect(finding!.message).toMatch(/are in states that saw one action alone/);
  expect(await found('little-overlap', rows)).toBeUndefined();
});

it('barred-actions: often enough to block, with the rule', async () => {
  const rules = [{ never: 'email', where: { plan: 'A' } }];
  const kept = changed(({ plan, channel }, i) => ({
    channel: plan === 'A' && channel === 'email' && i > 100 ? 'none' : channel!,
  }));
  const finding = await found('barred-actions', kept, { rules, propensity: undefined });
  expect(finding!.message).toMatch(/did what the rule "never email where plan is A" forbids/);
  expect(finding!.severity).toBe('warn');
  const always = changed(({ plan, channel }) => ({ channel: plan === 'A' ? 'email' : channel! }));
  expect(await found('barred-actions', always, { rules, propensity: undefined })).toMatchObject({
    severity: 'block',
  });
});

it('drift: customers of the test are others than those of the training', async () => {
  const split = { by: 'time', testFrom: '14.0', test: 0.2, validation: 0 };
  const aged = changed(({ age, day }) => ({ age: Number(age) + (Number(day) === 14 ? 20 : 0) }));
  expect((await found('drift', aged, { split, timeUnit: 'step' }))!.message).toMatch(
    /^from training to test age \(/,
  );
  expect(await found('drift', rows, { split, timeUnit: 'step' })).toBeUndefined();
});

it('drift: without a test there is nothing to compare', async () => {
  const none = { by: 'customer', test: 0, validation: 0.2 };
  const later = { by: 'time', testFrom: '99', test: 0.2, validation: 0 };
  for (const split of [none, later]) expect(await found('drift', rows, { split })).toBeUndefined();
});

it('shared-features: pairs of customers with the same address', async () => {
  const homes = changed(({ id }) => {
    const customer = Number(String(id).slice(1));
    return { age: customer < 40 ? Math.floor(customer / 2) : 1000 + customer };
  });
  const features = { features: { age: 'number', plan: 'category' } };
  const alike = homes.map((row) => ({ ...row, plan: 'A' }));
  expect(await found('shared-features', alike, features)).toMatchObject({
    values: { customers: 40, largest: 2 },
  });
  expect(await found('shared-features', rows, features)).toBeUndefined();
});

it('sampled: says how many decisions the models looked at', async () => {
  const findings = await audited(rows, historySchema, { modelRows: 100 });
  expect(findings.find(({ code }) => code === 'sampled')!.values).toEqual({ looked: 100, of: 600 });
  expect(warningsOf(findings)).toEqual([]);
});
