/** Features that know the action or its outcome. Each finding fires on a log with its fault, by numbers to be counted by hand, and on no clean one. */
import { auditor, changedRows, findingIn, historyRows } from '../../support/audited';
import { useTestFiles } from '../../support/test-files';

const found = findingIn(auditor(useTestFiles()));
const changed = changedRows(historyRows());

it('action-in-state: a level of its own, or a gap of its own', async () => {
  const level = changed(({ channel, plan }) => ({ plan: channel === 'sms' ? 'S' : plan! }));
  expect((await found('action-in-state', level))!.message).toMatch(
    /^plan is "S" exactly where sms was logged/,
  );
  const gap = changed(({ channel, age }) => ({ age: channel === 'sms' ? '' : age! }));
  expect((await found('action-in-state', gap))!.message).toMatch(
    /^age is missing exactly where sms was logged/,
  );
});

it('action-in-state: values that tell the action without any order', async () => {
  const coded = changed(({ channel }, i) => ({
    age: 3 * (i % 4) + ['none', 'email', 'sms'].indexOf(String(channel)),
  }));
  const finding = await found('action-in-state', coded);
  expect(finding).toMatchObject({ severity: 'block', values: { errorsRemoved: 1 } });
});

it('reward-in-state: a part of the reward blocks, however it is scaled', async () => {
  const part = changed(({ margin }) => ({ age: Math.exp(Number(margin)) }));
  const finding = await found('reward-in-state', part);
  expect(finding).toMatchObject({ severity: 'block' });
  expect(finding!.message).toMatch(/^age alone explains 9\d(\.\d)? % of how rewards differ within an action/);
});

it('reward-in-state: what foretells a quarter by itself warns, or blocks where its name says more', async () => {
  const half = (name: string) =>
    changed(({ margin }, i) => ({ [name]: i % 2 === 0 ? margin! : ((i * 37) % 100) / 10 }));
  const features = (name: string) => ({ features: { [name]: 'number', plan: 'category', age: 'number' } });
  expect(await found('reward-in-state', half('score'), features('score'))).toMatchObject({
    severity: 'warn',
  });
  expect(await found('reward-in-state', half('duration'), features('duration'))).toMatchObject({
    severity: 'block',
  });
});

it('counts-this-contact: a count that rises with its own row, not with the one before', async () => {
  const features = { features: { age: 'number', mails: 'count' } };
  const counted = (own: boolean) => {
    let mails = 0;
    return changed(({ channel, day }) => {
      if (day === 0) mails = 0;
      const before = mails;
      if (channel === 'email') mails += 1;
      return { mails: own ? mails : before };
    });
  };
  const finding = await found('counts-this-contact', counted(true), features);
  expect(finding!.values).toMatchObject({ steps: 400, own: 400 });
  expect(finding!.message).toMatch(
    /^mails rises by one exactly where the row itself is email \(100 % of 400 steps\)/,
  );
  expect(await found('counts-this-contact', counted(false), features)).toBeUndefined();
});

it('counts-this-contact: never 0 where a mail was logged is a question, of counts without a history', async () => {
  const features = (name: string, kind: string) => ({
    customer: undefined,
    features: { age: 'number', [name]: kind },
  });
  // Mails only to those who had an order before: chosen by it, not counted in it.
  const counted = (name: string) =>
    changed(({ channel, age }, i) => ({ [name]: channel === 'email' ? 1 + (Number(age) % 3) : i % 3 }));
  const finding = await found('counts-this-contact', counted('mails'), features('mails', 'count'));
  expect(finding).toMatchObject({ severity: 'warn' });
  expect(finding!.message).toMatch(
    /^mails is never 0 where email was logged, and is elsewhere: does it count this/,
  );
  expect(
    await found('counts-this-contact', counted('email_sent'), features('email_sent', 'number')),
  ).toBeDefined();
  expect(await found('counts-this-contact', counted('orders'), features('orders', 'number'))).toBeUndefined();
  const histories = { ...features('mails', 'count'), customer: 'id' };
  expect(await found('counts-this-contact', counted('mails'), histories)).toBeUndefined();
});
