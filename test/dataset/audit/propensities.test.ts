/** Probabilities that the log gives, or that can be estimated. Each finding fires on a log with its fault, by numbers to be counted by hand, and on no clean one. */
import { auditor, changedRows, findingIn, historyRows } from '../../support/audited';
import { useTestFiles } from '../../support/test-files';

const found = findingIn(auditor(useTestFiles()));
const rows = historyRows();
const changed = changedRows(rows);

it('propensity-means: probabilities half as large as those that acted block', async () => {
  const finding = await found(
    'propensity-means',
    changed(() => ({ p: 1 / 6 })),
  );
  expect(finding).toMatchObject({ severity: 'block', values: { actions: 3 } });
  expect(finding!.message).toMatch(/^the mean weight of always /);
});

it('constants-without-support: the effective sample size of a few heavy rows', async () => {
  const heavy = changed(({ channel }, i) => ({ p: channel === 'sms' && i < 30 ? 1e-6 : 1 / 3 }));
  const finding = await found('constants-without-support', heavy);
  expect(finding!.values).toMatchObject({ constants: 1, of: 3, smallest: 1e-6 });
  expect(finding!.message).toMatch(
    /^1 of 3 constant policies have an effective sample size below 50, such as always sms/,
  );
});

it('propensities-sum: probabilities of all actions that are none', async () => {
  const propensities = { email: 'p_email', sms: 'p_sms', none: 'p_none' };
  const all = changed((_, i) => ({ p_email: 0.4, p_sms: 0.3, p_none: i < 6 ? 0.2 : 0.3 }));
  const schema = { propensity: undefined, propensities };
  expect(await found('propensities-sum', all, schema)).toMatchObject({
    severity: 'block',
    values: { rows: 6 },
  });
  expect(await found('propensities-sum', all.slice(6), schema)).toBeUndefined();
});

it('propensities-miscalibrated: a uniform draw is claimed where age decided', async () => {
  const biased = changed(({ age }, i) => ({
    channel: Number(age) > 24 ? (i % 10 < 8 ? 'sms' : 'email') : i % 10 < 8 ? 'none' : 'email',
  }));
  expect((await found('propensities-miscalibrated', biased))!.severity).toBe('warn');
  expect(await found('propensities-miscalibrated', rows)).toBeUndefined();
});

it('propensities-estimable, unless a feature decides', async () => {
  const without = { propensity: undefined };
  const finding = await found('propensities-estimable', rows, without);
  expect(finding!.message).toMatch(
    /^the log has no propensities; they can be estimated: by a model of 2 features/,
  );
  expect(finding!.values!.least).toBeGreaterThan(0.2);
  const decided = changed(({ age, channel }, i) => ({
    channel: Number(age) > 24 && i % 50 > 0 ? 'sms' : channel === 'sms' ? 'none' : channel!,
  }));
  expect((await found('propensities-not-estimable', decided, without))!.message).toMatch(
    /there nothing can be said/,
  );
});

it('sample-ratio: a third of an arm is gone', async () => {
  const group = { column: 'arm', random: 'test' };
  const arms = changed(() => ({ arm: 'test' }));
  expect(await found('sample-ratio', arms, { group })).toBeUndefined();
  let sms = 0;
  const lost = arms.filter(({ channel }) => channel !== 'sms' || (sms += 1) % 2 === 0);
  const finding = await found('sample-ratio', lost, { group });
  expect(finding).toMatchObject({ severity: 'block' });
  expect(finding!.message).toMatch(
    /^the \d+ rows drawn at random are not as they were drawn: sms has \d+ where/,
  );
});

it('propensity-meaning: a calendar, and nobody says whether probabilities are joint or conditional', async () => {
  const calendar = { calendar: '7d' };
  expect(await found('propensity-meaning', rows, calendar)).toMatchObject({ severity: 'warn' });
  expect(await found('propensity-meaning', rows, { ...calendar, propensityIs: 'joint' })).toBeUndefined();
  expect(await found('propensity-meaning', rows, { ...calendar, propensity: undefined })).toBeUndefined();
  expect(await found('propensity-meaning', rows)).toBeUndefined();
});

it('nameless-groups: nobody says who is held out', async () => {
  const arms = changed((_, i) => ({ arm: i < 60 ? 'control' : 'normal' }));
  const finding = await found('nameless-groups', arms, { group: 'arm' });
  expect(finding).toMatchObject({ severity: 'warn', values: { groups: 2 } });
  expect(finding!.message).toMatch(
    /^nobody is known to be held out: the schema does not say what arm "normal" \(540\), "control" \(60\) means/,
  );
  const group = { column: 'arm', holdout: 'control' };
  expect(await found('nameless-groups', arms, { group })).toBeUndefined();
});
