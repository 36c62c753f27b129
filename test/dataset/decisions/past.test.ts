/** A row with its customer's past sees, and may do, what the same decision of a log sees and may do. */
import fc from 'fast-check';
import { readContactLog } from '../../../src/dataset/contacts/read-contact-log';
import { BarList, allowedBy, reasonAgainst } from '../../../src/dataset/decisions/bars';
import { decisionsOf } from '../../../src/dataset/decisions/decisions';
import { pastReader } from '../../../src/dataset/decisions/past';
import { pastOfTold } from '../../../src/dataset/decisions/told-past';
import { logSchema } from '../../../src/dataset/schema/log-schema';
import { logChanges, logRows, logText, randomLogSchema } from '../../support/random-logs';
import { useTestFiles } from '../../support/test-files';

const file = useTestFiles();

it('agrees with the log, decision by decision', async () => {
  await fc.assert(
    fc.asyncProperty(logRows, logChanges, async (rows, changes) => {
      const schema = randomLogSchema({ ...changes, calendar: undefined });
      const log = await readContactLog([file('log.csv', logText(rows))], schema, schema.features!);
      const { count, actions, rewards, times, features, allowed, actionNames, ...decisions } = decisionsOf(
        log,
        schema,
      );
      const customer = (i: number) => log.customers!.codes[decisions.rows[i]!];
      const optOut = log.ruleColumns.get('optOut')!;
      const reader = pastReader(count, schema, actionNames);
      const bars = new BarList(count, actionNames.length);
      for (let i = 0; i < count; i += 1) {
        // Later decisions are told as well: they are not to be seen.
        const own = [...decisions.rows.keys()].filter(
          (other) => customer(other) === customer(i) && other !== i,
        );
        const past = {
          times: own.map((other) => times![other]!),
          actions: own.map((other) => actions[other]!),
          rewards: own.map((other) => rewards[other]!),
        };
        const cell = () => optOut.names[optOut.codes[decisions.rows[i]!]!] ?? null;
        reader.read(i, past, times![i]!, cell, bars.bar);
      }
      expect(allowedBy(bars)).toEqual(allowed);
      const made = features.filter(({ name }) => name !== 'age');
      expect(reader.columns).toEqual(made);
    }),
    { numRuns: 100 },
  );
});

it('names the first rule that bars an action', () => {
  const schema = logSchema.parse({
    ...{
      customer: 'id',
      time: 'day',
      timeUnit: 'days',
      action: 'channel',
      reward: 'margin',
      noAction: 'none',
    },
    rules: [
      { atMost: 1, of: ['mail', 'call'], within: '7d' },
      { notAfter: 'call', action: 'call', within: '30d' },
    ],
  });
  const names = ['No Action', 'mail', 'call'];
  const told = (day: number) => pastOfTold([{ time: day, action: 'call' }], 'history', schema, names);
  const bars = new BarList(2, 3);
  const { read } = pastReader(2, schema, names);
  const DAY = 86_400_000;
  read(0, told(95), 100 * DAY, () => null, bars.bar);
  read(1, told(80), 100 * DAY, () => null, bars.bar);
  expect([...bars.codes]).toEqual([0, 1, 1, 0, 0, 2]);
  expect(reasonAgainst(bars, 2)).toBe('at most 1 of mail, call within 7d');
  expect(reasonAgainst(bars, 5)).toBe('no call after call within 30d');
  expect(reasonAgainst(bars, 4)).toBeNull();
});

it('never bars No Action, and refuses more reasons than it can count', () => {
  const bars = new BarList(256, 2);
  bars.bar(0, 0, 'whatever');
  expect(bars.reasons).toEqual([]);
  for (let row = 0; row < 255; row += 1) bars.bar(row, 1, `reason ${row}`);
  expect(reasonAgainst(bars, 254 * 2 + 1)).toBe('reason 254');
  expect(() => bars.bar(255, 1, 'one more')).toThrow('expected at most 255');
});

describe('a past that is told', () => {
  const schema = logSchema.parse({
    ...{ customer: 'id', time: 'day', action: 'channel', reward: 'margin', noAction: 'none' },
  });
  const names = ['No Action', 'mail'];

  it('is put in order of time; No Action is called as in the log', () => {
    const told = [
      { time: '2026-01-03', action: 'none' },
      { time: '2026-01-02T12:00:00Z', action: 'mail', reward: 4 },
    ];
    expect(pastOfTold(told, 'history', schema, names)).toEqual({
      times: [Date.UTC(2026, 0, 2, 12), Date.UTC(2026, 0, 3)],
      actions: [1, 0],
      rewards: [4, NaN],
    });
  });

  it.each([
    [
      { time: 'soon', action: 'mail' },
      'history.0.time: expected a date or time such as 2026-11-28T14:05:00Z, got "soon"',
    ],
    [
      { time: '2026-01-03', action: 'mial' },
      'history.0.action: expected one of "none", "mail", got "mial"; did you mean mail?',
    ],
    [
      { time: '2026-01-03', action: 'nome' },
      'history.0.action: expected one of "none", "mail", got "nome"; did you mean none?',
    ],
  ])('is refused where it says nothing: %j', (told, message) => {
    expect(() => pastOfTold([told], 'history', schema, names)).toThrow(message);
  });
});
