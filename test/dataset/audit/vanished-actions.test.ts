/** Actions that are not taken any more, by numbers to be counted by hand. */
import { silenceOf } from '../../../src/dataset/audit/vanished-actions';
import { auditor, historySchema } from '../../support/audited';
import { useTestFiles } from '../../support/test-files';

const audited = auditor(useTestFiles());

/** One decision a day of another customer; line 2 is day 0. */
const rowsOf = (channels: readonly string[]) =>
  channels.map((channel, i) => ({
    ...{ id: `c${i}`, day: i, channel, p: 0.5, age: 20 + (i % 10), plan: 'A', margin: i % 7 },
  }));

async function vanished(channels: readonly string[], schema: object = {}) {
  const findings = await audited(rowsOf(channels), { ...historySchema, ...schema });
  return findings.filter(({ code }) => code === 'vanished-action');
}

/** A fax every second day until day 40, then e-mails alone. */
const faxed = (days: number) =>
  Array.from({ length: days }, (_, day) => (day <= 40 && day % 2 === 0 ? 'fax' : day % 3 ? 'email' : 'none'));

it('names an action whose last row lies far longer back than its rows lay apart', async () => {
  const [finding, ...others] = await vanished(faxed(61));
  expect(others).toEqual([]);
  // Faxes on 21 days, two apart; the last one 20 days before day 60.
  expect(finding).toMatchObject({
    ...{ severity: 'warn', lines: [42], values: { rows: 21, silentDays: 20, usualDays: 2 } },
  });
  expect(finding!.message).toMatch(
    /^fax was last taken 20 days before the log ends \(40 days\); until then its 21 rows were 2 days apart on average and 2 days at most: if it cannot be taken any more, bar it/,
  );
});

it('does not before ten usual gaps have passed', async () => {
  expect(await vanished(faxed(60))).toEqual([]);
});

it('takes a pause for a pause where there was one half as long before', () => {
  const daily = Array.from({ length: 20 }, (_, i) => i);
  // 39 days in 38 rows: 40 after the second lot, of which the longest gap before was 20.
  const paused = Float64Array.from([...daily, ...daily.map((day) => day + 39)]);
  expect(silenceOf(paused, 58 + 40)).toBeNull();
  expect(silenceOf(paused, 58 + 41)).toEqual({ last: 58, length: 41, usual: 58 / 39, longest: 20 });
  expect(silenceOf(Float64Array.of(0, 1, 2, 3), 1000)).toBeNull();
});

it('says nothing of an action of a few rows, nor of one that lasts', async () => {
  const few = faxed(400).map((channel, day) => (channel === 'fax' && day > 16 ? 'email' : channel));
  expect(few.filter((channel) => channel === 'fax')).toHaveLength(9);
  expect(await vanished(few)).toEqual([]);
  expect(await vanished(faxed(41))).toEqual([]);
});

describe('where the test is a time', () => {
  const split = { by: 'time', test: 0.25, validation: 0 };
  // A log of 100 days: training until day 74.
  const bursts = (isFax: (day: number) => boolean) =>
    Array.from({ length: 100 }, (_, day) => (isFax(day) ? 'fax' : day % 3 ? 'email' : 'none'));

  it('names an action of the training that the test never shows', async () => {
    // All 30 in one month: too few usual gaps are over to say so by its times alone.
    const late = bursts((day) => day >= 45 && day < 75);
    const [finding, ...others] = await vanished(late, { split, timeUnit: 'step' });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      ...{ severity: 'warn', lines: [74, 75, 76], values: { rows: 30, expected: 10 } },
    });
    expect(finding!.message).toMatch(
      /^fax was taken at 30 of 75 decisions of the training \(40 %\) and at none of the 25 of the test, where 10 were to be expected/,
    );
  });

  it('does not where chance alone may have left it out, or where the test shows it', async () => {
    expect(
      await vanished(
        bursts((day) => day >= 46 && day < 75),
        { split, timeUnit: 'step' },
      ),
    ).toEqual([]);
    expect(
      await vanished(
        bursts((day) => (day >= 45 && day < 75) || day === 90),
        { split, timeUnit: 'step' },
      ),
    ).toEqual([]);
  });

  it('says it once of an action that is silent besides', async () => {
    const early = bursts((day) => day < 40);
    const [finding, ...others] = await vanished(early, { split });
    expect(others).toEqual([]);
    expect(finding!.values).toEqual({ rows: 40, silentDays: 60, usualDays: 1 });
  });
});

it('is not asked of logs without times', async () => {
  expect(await vanished(faxed(61), { time: undefined, timeUnit: undefined })).toEqual([]);
});
