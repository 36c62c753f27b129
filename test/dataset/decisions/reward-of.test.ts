/** Rewards that stand a row later: the same histories written either way are the same decisions. */
import fc from 'fast-check';
import { readContactLog } from '../../../src/dataset/contacts/read-contact-log';
import { sizeOfDecisions } from '../../../src/dataset/decisions/decision-size';
import { decisionsOf, type LoggedDecisions } from '../../../src/dataset/decisions/decisions';
import { splitDecisions } from '../../../src/dataset/decisions/split-decisions';
import { byCustomer, told } from '../../support/later-rewards';
import { logRows, logText, randomLogSchema, type LogRow } from '../../support/random-logs';
import { useTestFiles } from '../../support/test-files';

const file = useTestFiles();

const LATER = { rewardOf: 'previous row' };

async function decide(rows: readonly LogRow[], changes: object = {}, text = logText(rows)) {
  const schema = randomLogSchema(changes);
  const log = await readContactLog([file('log.csv', text)], schema, schema.features!);
  return { log, schema, decisions: decisionsOf(log, schema) };
}

/** Everything of some decisions that a policy, a learner or an estimator is told, but what follows them. */
function facts(decisions: LoggedDecisions, some: readonly number[]) {
  const { times, actions, rewards, costs, terminated, allowed, features, actionNames } = decisions;
  const width = actionNames.length;
  return some.map((i) => [
    ...[times![i], actions[i], rewards[i], costs[i], terminated[i]],
    ...allowed!.subarray(i * width, (i + 1) * width),
    ...features.map((column) => (column.kind === 'category' ? column.codes[i] : column.values[i])),
  ]);
}

const contact = (day: number, channel: LogRow['channel'], margin = 0): LogRow => ({
  ...{ id: 'a', day, channel, margin, gone: false, optOut: false, age: 40 },
});

/** A row after each customer's last, so that it tells what that one brought. */
const closed = (rows: readonly LogRow[]) =>
  byCustomer(rows).flatMap((own) => [...own, { ...own.at(-1)!, day: 61, margin: 0, gone: false }]);

const costs = { cost: { email: 0.5, call: 4 }, rewardNetOfCost: false };

it('is the same decisions as a log that has each reward in its own row, where rows close the histories', async () => {
  await fc.assert(
    fc.asyncProperty(logRows, async (rows) => {
      const { decisions: own } = await decide(rows, costs);
      const { decisions: later } = await decide(told(closed(rows), 99), { ...costs, ...LATER });
      const all = [...own.rows.keys()];
      expect(facts(later, all)).toEqual(facts(own, all));
      for (const key of ['count', 'next', 'discounts', 'truncated'] as const)
        expect(later[key]).toEqual(own[key]);
    }),
    { numRuns: 60 },
  );
});

const someLater = logRows.filter((rows) => new Set(rows.map(({ id }) => id)).size < rows.length);

it('is the same decisions but for customers’ last rows, where nothing closes the histories', async () => {
  await fc.assert(
    fc.asyncProperty(someLater, async (rows) => {
      const { log, decisions: own } = await decide(rows, costs);
      const { decisions: later } = await decide(told(rows, 99), { ...costs, ...LATER });
      const { codes } = log.customers!;
      const held = [...own.rows.keys()].filter((i) => codes[own.rows[i]!] === codes[own.rows[i]! + 1]);
      expect(facts(later, [...later.rows.keys()])).toEqual(facts(own, held));
      const listed = Object.values(later.leftOut).flatMap((left) => [...left]);
      expect([...later.rows, ...listed].sort((a, b) => a - b)).toEqual(rows.map((_, i) => i));
    }),
    { numRuns: 60 },
  );
});

it('says before how many decisions there will be, and enough memory for them', async () => {
  await fc.assert(
    fc.asyncProperty(someLater, async (rows) => {
      const { log, schema, decisions } = await decide(rows, { ...LATER, rules: [], history: [] });
      const said = sizeOfDecisions(log, schema);
      expect(said.count).toBe(decisions.count);
      const arrays = [decisions, decisions.leftOut, ...decisions.features].flatMap((one) =>
        Object.values(one).filter((value) => ArrayBuffer.isView(value)),
      );
      expect(said.bytes).toBeGreaterThanOrEqual(arrays.reduce((sum, { byteLength }) => sum + byteLength, 0));
    }),
    { numRuns: 30 },
  );
});

it('takes the cost of the decision off the reward that the next row tells', async () => {
  // 7 came before the first row, 5 of the call (cost 4), 2 of the e-mail (.5).
  const rows = [contact(0, 'call', 7), contact(3, 'email', 5), contact(9, 'none', 2)];
  const { decisions } = await decide(rows, { ...costs, ...LATER });
  expect([...decisions.rewards]).toEqual([1, 1.5]);
  expect([...decisions.leftOut['no later row with its outcome']]).toEqual([2]);
});

it('cuts the decision before an untold end short, and ends one that a closing row tells of', async () => {
  const rows = [contact(0, 'email', 7), contact(3, 'call', 5), { ...contact(9, 'none', 2), gone: true }];
  const untold = (await decide(rows, LATER)).decisions;
  expect([[...untold.truncated], [...untold.terminated]]).toEqual([
    [0, 1],
    [0, 0],
  ]);
  const { decisions } = await decide([...rows, contact(12, 'none', 8)], LATER);
  expect([...decisions.rewards]).toEqual([5, 2, 8]);
  expect([[...decisions.truncated], [...decisions.terminated]]).toEqual([
    [0, 0, 0],
    [0, 0, 1],
  ]);
  expect([...decisions.leftOut['no later row with its outcome']]).toEqual([3]);
  expect(decisions.leftOut['after the customer was gone']).toHaveLength(0);
});

it('takes outcomes and parts of the reward from the next row, and features from the own one', async () => {
  const text = [
    'id,day,channel,margin,gone,optOut,age,sale,opened',
    'a,2026-01-01,call,,no,no,40,,',
    'a,2026-01-04,email,,no,no,41,1,0',
    'a,2026-01-09,none,,no,no,42,3,1',
  ].join('\n');
  const changes = { reward: undefined, rewards: { sale: 2 }, outcomes: ['opened'], history: [], ...LATER };
  const { log, decisions } = await decide([], changes, text);
  expect([...decisions.rewards]).toEqual([2, 6]);
  const opened = log.outcomes.get('opened')!;
  expect(Array.from(decisions.outcomeRows, (row) => opened[row])).toEqual([0, 1]);
  const [age] = decisions.features;
  expect(age!.kind === 'category' ? null : [...age!.values]).toEqual([40, 41]);
});

it('lets a customer’s first reward be empty, and no other', async () => {
  const text = (second: string) =>
    `id,day,channel,margin,gone,optOut,age\na,2026-01-04,none,${second},no,no,41\na,2026-01-01,call,,no,no,40\n`;
  expect([...(await decide([], { ...LATER, rules: [] }, text('5'))).decisions.rewards]).toEqual([5]);
  await expect(decide([], { ...LATER, rules: [] }, text(''))).rejects.toThrow(
    /log\.csv:2 margin: expected what came of the customer’s previous row, got ""$/,
  );
  await expect(decide([], {}, text('5'))).rejects.toThrow(/log\.csv:3 margin: expected a number.*, got ""$/);
});

it('refuses a log in which no row has a later one', async () => {
  const rows = [contact(0, 'none'), { ...contact(3, 'call'), id: 'b' }];
  await expect(decide(rows, { ...LATER, rules: [] })).rejects.toThrow(
    'schema rewardOf: expected a customer with a later row, which says what a decision earned, got "previous row", which leaves all 2 out',
  );
});

it('trains on no decision whose outcome a row in the time of the test tells', async () => {
  const days = [0, 3, 6, 9, 12, 15];
  const rows = days.map((day): LogRow => contact(day, day === 0 ? 'none' : 'email', day));
  const { decisions, schema } = await decide(rows, { ...LATER, rules: [] });
  const sides = splitDecisions(
    decisions,
    { by: 'time', test: 0.4, validation: 0, testFrom: '2026-01-09', seed: 1 },
    schema,
  );
  // From day 8 on is the test; what came of day 6 stands at day 9.
  const day = (i: number) => days[decisions.rows[i]!]!;
  expect(Array.from(sides.train, day)).toEqual([0, 3]);
  expect(Array.from(sides.between, day)).toEqual([6]);
  expect(Array.from(sides.test, day)).toEqual([9, 12]);
});
