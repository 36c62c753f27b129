/** Rows of a log to decisions: what must hold for any log, and a history worked out by hand. */
import fc from 'fast-check';
import { readContactLog } from '../../../src/dataset/contacts/read-contact-log';
import { decisionsOf, type LoggedDecisions } from '../../../src/dataset/decisions/decisions';
import { logChanges, logRows, logText, randomLogSchema, type LogRow } from '../../support/random-logs';
import { useTestFiles } from '../../support/test-files';

const file = useTestFiles();

async function decide(rows: readonly LogRow[], changes: object = {}) {
  const schema = randomLogSchema(changes);
  const log = await readContactLog([file('log.csv', logText(rows))], schema, schema.features!);
  return { log, decisions: decisionsOf(log, schema) };
}

const made = (decisions: LoggedDecisions, i: number) => decisions.made?.[i] === 1;

/** What is known at a decision, and what may be done. */
function seen({ features, allowed, actionNames }: LoggedDecisions, i: number): unknown {
  const width = actionNames.length;
  return [
    ...features.map((column) => (column.kind === 'category' ? column.codes[i] : column.values[i])),
    ...allowed!.subarray(i * width, (i + 1) * width),
  ];
}

it('makes a decision of every row, or says why not', async () => {
  await fc.assert(
    fc.asyncProperty(logRows, logChanges, async (rows, changes) => {
      const { decisions } = await decide(rows, changes);
      const own = [...decisions.rows].filter((_, i) => !made(decisions, i));
      const listed = Object.values(decisions.leftOut).flatMap((left) => [...left]);
      expect([...own, ...listed].sort((a, b) => a - b)).toEqual(rows.map((_, i) => i));
    }),
    { numRuns: 100 },
  );
});

it('goes on with the next decision of the same customer', async () => {
  await fc.assert(
    fc.asyncProperty(logRows, logChanges, async (rows, changes) => {
      const { log, decisions } = await decide(rows, changes);
      const customer = (i: number) => log.customers!.codes[decisions.rows[i]!]!;
      const reached = new Set<number>();
      for (let i = 0; i < decisions.count; i += 1) {
        const next = decisions.next[i]!;
        if (next < 0) continue;
        expect(customer(next)).toBe(customer(i));
        expect(decisions.times![next]!).toBeGreaterThan(decisions.times![i]!);
        expect(decisions.terminated[i]).toBe(0);
        reached.add(next);
      }
      // All but each customer's first are somebody's next.
      const customers = new Set([...decisions.rows.keys()].map(customer));
      expect(reached.size).toBe(decisions.count - customers.size);
    }),
    { numRuns: 100 },
  );
});

it('shows nothing of later rows', async () => {
  const later = fc.record({ day: fc.integer({ min: 0, max: 60 }), margin: fc.integer({ min: -5, max: 20 }) });
  await fc.assert(
    fc.asyncProperty(logRows, logChanges, later, async (rows, changes, { day, margin }) => {
      const changed = rows.map((row): LogRow =>
        row.day < day
          ? row
          : { ...row, margin, channel: row.channel === 'none' ? 'email' : 'none', gone: false },
      );
      fc.pre(['none', 'email', 'call'].every((name) => changed.some(({ channel }) => channel === name)));
      const before = (
        await decide(
          rows.map((row) => (row.day < day ? row : { ...row, gone: false })),
          changes,
        )
      ).decisions;
      const after = (await decide(changed, changes)).decisions;
      const start = Date.UTC(2026, 0, 1 + day);
      for (let i = 0; i < before.count; i += 1) {
        if (before.times![i]! >= start) continue;
        expect(seen(after, i)).toEqual(seen(before, i));
      }
      expect(after.count).toBe(before.count);
    }),
    { numRuns: 100 },
  );
});

it('bars what was logged only where it says so', async () => {
  await fc.assert(
    fc.asyncProperty(logRows, logChanges, async (rows, changes) => {
      const { decisions } = await decide(rows, changes);
      const width = decisions.actionNames.length;
      const barred = [...decisions.actions.keys()].filter(
        (i) => decisions.allowed![i * width + decisions.actions[i]!] === 0,
      );
      const listed = new Set(decisions.barred.flatMap(({ decisions: some }) => [...some]));
      expect([...listed].sort((a, b) => a - b)).toEqual(barred);
      decisions.actions.forEach((_, i) => expect(decisions.allowed![i * width]).toBe(1));
    }),
    { numRuns: 100 },
  );
});

it('is the same however the rows of the file are shuffled', async () => {
  await fc.assert(
    fc.asyncProperty(
      logRows.chain((rows) =>
        fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
      ),
      logChanges,
      async ([rows, shuffled], changes) => {
        expect((await decide(shuffled, changes)).decisions).toEqual((await decide(rows, changes)).decisions);
      },
    ),
    { numRuns: 50 },
  );
});

const contact = (day: number, channel: LogRow['channel'], margin = 0): LogRow => ({
  ...{ id: 'a', day, channel, margin, gone: false, optOut: false, age: 40 },
});

it('follows one customer as worked out by hand', async () => {
  const rows = [
    contact(0, 'email', 2),
    contact(3, 'call', 5),
    contact(13, 'none'),
    contact(14, 'none'),
    contact(33, 'none'),
    contact(34, 'email', 1),
  ];
  const { decisions } = await decide(rows, { discount: { gamma: 0.9, per: '30d' } });
  const columns = Object.fromEntries(
    decisions.features.map((column) => [column.name, column.kind === 'category' ? [] : [...column.values]]),
  );
  expect(columns).toMatchObject({
    'earlier call': [0, 0, 1, 1, 1, 1],
    'earlier email': [0, 1, 1, 1, 1, 1],
    'days since last contact': [NaN, 3, 10, 11, 30, 31],
  });
  // [No Action, call, email]: two contacts within 14 days bar both before day 14, the call itself before day 33.
  const masks = ['111', '111', '100', '101', '111', '111'];
  expect([...decisions.allowed!].join('')).toBe(masks.join(''));
  expect([...decisions.next]).toEqual([1, 2, 3, 4, 5, -1]);
  expect(decisions.discounts[0]).toBeCloseTo(0.9 ** (3 / 30), 12);
  expect(decisions.discounts[5]).toBe(0);
  expect([...decisions.truncated]).toEqual([0, 0, 0, 0, 0, 1]);
  expect(decisions.barred).toEqual([]);
});

it('counts what an outcome earned only once its window has passed', async () => {
  const rows = [contact(0, 'email', 2), contact(3, 'call', 5), contact(9, 'none', 4), contact(40, 'none')];
  const { decisions } = await decide(rows, { window: '7d', history: ['earlier reward'] });
  const spend = decisions.features.find(({ name }) => name === 'earlier reward')!;
  expect(spend.kind === 'category' ? null : [...spend.values]).toEqual([0, 0, 2]);
  expect([...decisions.leftOut['outcome not known yet']]).toEqual([3]);
});

it('refuses a window that leaves no outcome known', async () => {
  const rows = [contact(0, 'email'), contact(3, 'call'), contact(6, 'none')];
  await expect(decide(rows, { window: '7d' })).rejects.toThrow(
    'schema window: expected a time that some rows are older than, got "7d", which leaves all 3 out',
  );
});

it('makes No Action of weeks without a row, until the log ends', async () => {
  const rows = [contact(0, 'email', 2), contact(15, 'call', 5), { ...contact(36, 'none'), id: 'b' }];
  const { log, decisions } = await decide(rows, { calendar: '7d' });
  const of = (name: string) =>
    [...decisions.rows.keys()].filter(
      (i) => log.customers!.names[log.customers!.codes[decisions.rows[i]!]!] === name,
    );
  const days = (indices: number[]) =>
    indices.map((i) => (decisions.times![i]! - Date.UTC(2026, 0, 1)) / 86_400_000);
  // The week from day 35 on is not over when the log ends.
  expect(days(of('a'))).toEqual([0, 7, 15, 21, 28]);
  expect(of('a').map((i) => decisions.made![i])).toEqual([0, 1, 0, 1, 1]);
  expect(of('a').map((i) => decisions.actions[i])).toEqual([2, 0, 1, 0, 0]);
  expect(days(of('b'))).toEqual([36]);
});

it('takes costs off rewards that do not have them yet', async () => {
  const rows = [contact(0, 'email', 2), contact(3, 'call', 5), contact(9, 'none', 1)];
  const cost = { email: 0.5, call: 4 };
  expect([...(await decide(rows, { cost, rewardNetOfCost: false })).decisions.rewards]).toEqual([1.5, 1, 1]);
  expect([...(await decide(rows, { cost, rewardNetOfCost: true })).decisions.rewards]).toEqual([2, 5, 1]);
});

it('makes no No Action of a week with a row whose outcome is not known yet', async () => {
  const rows = [70, 88, 100].map((day): LogRow => contact(day, day === 70 ? 'email' : 'call'));
  const other = [contact(0, 'none')].map((row): LogRow => ({ ...row, id: 'b', gone: true }));
  const { decisions } = await decide([...rows, ...other], { calendar: '7d', window: '14d' });
  const days = Array.from(decisions.times!, (time) => (time - Date.UTC(2026, 0, 1)) / 86_400_000);
  // Days 88 and 100 are left out; the week of day 84, in which the call of day 88 was, is no week without a contact.
  expect(days.filter((day) => day > 0)).toEqual([70, 77]);
});

it('shows time since as of a week that the calendar made', async () => {
  const rows = [
    contact(0, 'email'),
    { ...contact(36, 'call'), id: 'b' },
    { ...contact(40, 'none'), id: 'b' },
  ];
  const { log, decisions } = await decide(rows, { calendar: '7d', features: { age: 'days-since' } });
  const own = [...decisions.rows.keys()].filter(
    (i) => log.customers!.names[log.customers!.codes[decisions.rows[i]!]!] === 'a',
  );
  const [age] = decisions.features;
  expect(age!.kind === 'category' ? [] : own.map((i) => age!.values[i])).toEqual([40, 47, 54, 61, 68]);
});

it('refuses a feature that is called like one made of earlier rows', async () => {
  const text = logText([contact(0, 'email'), contact(3, 'call'), contact(5, 'none')]).replace(
    'optOut',
    'earlier call',
  );
  const schema = randomLogSchema({ features: { 'earlier call': 'flag' }, rules: [] });
  const log = await readContactLog([file('same.csv', text)], schema, schema.features!);
  expect(() => decisionsOf(log, schema)).toThrow('expected another name than "earlier call"');
});

it('leaves out what comes after a customer was gone', async () => {
  const rows = [contact(0, 'email'), { ...contact(3, 'call'), gone: true }, contact(9, 'none')];
  const { decisions } = await decide(rows);
  expect([...decisions.leftOut['after the customer was gone']]).toEqual([2]);
  expect([...decisions.terminated]).toEqual([0, 1]);
  expect([...decisions.discounts]).toEqual([1, 0]);
  expect([...decisions.truncated]).toEqual([0, 0]);
  expect([...decisions.next]).toEqual([1, -1]);
});

it('follows a customer of 30,000 rows in time that grows with the rows alone', async () => {
  const rows = Array.from({ length: 30_000 }, (_, i) =>
    contact(i, i % 3 === 0 ? 'email' : i % 3 === 1 ? 'call' : 'none', 1),
  );
  const { decisions } = await decide(rows, { rules: [{ notAfter: 'email', action: 'call' }] });
  expect(decisions.count).toBe(30_000);
  expect(decisions.barred[0]!.decisions.length).toBe(10_000);
});
