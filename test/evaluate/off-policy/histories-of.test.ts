/** Decisions of a log to histories, and shuffled rewards. */
import { readContactLog } from '../../../src/dataset/contacts/read-contact-log';
import { decisionsOf } from '../../../src/dataset/decisions/decisions';
import { Random } from '../../../src/core/random';
import { measuresOf } from '../../../src/evaluate/logged/measures';
import { estimandOf, shapeOfHistories } from '../../../src/evaluate/off-policy/histories-of';
import { shuffledWithinActions } from '../../../src/evaluate/off-policy/permuted-control';
import { logText, randomLogSchema, type LogRow } from '../../support/random-logs';
import { judgedOf } from '../../support/random-histories';
import { useTestFiles } from '../../support/test-files';

const file = useTestFiles();
const row = (id: string, day: number, channel: LogRow['channel'], margin: number): LogRow => ({
  ...{ id, day, channel, margin, gone: false, optOut: false, age: 40 },
});
const rows = [
  row('a', 0, 'email', 2),
  row('a', 10, 'none', -1),
  row('a', 40, 'call', 3),
  row('b', 5, 'none', 4),
];

async function shaped(changes: object, some?: readonly number[]) {
  const schema = randomLogSchema(changes);
  const log = await readContactLog([file('log.csv', logText(rows))], schema, schema.features!);
  const decisions = decisionsOf(log, schema);
  const chosen = Int32Array.from(some ?? decisions.rows.keys());
  return { log, decisions, schema, chosen, shape: shapeOfHistories(log, decisions, chosen) };
}

it('lays the histories of customers one after another, discounted by the time between', async () => {
  const { shape, schema } = await shaped({ discount: { gamma: 0.5, per: '10d' } });
  // Customers stand in an order that does not hang on the file: here b, then a.
  expect([...shape.starts]).toEqual([0, 1, 4]);
  expect([...shape.discounts]).toEqual([0, 0.5, 0.5 ** 3, 0]);
  expect([...shape.worths]).toEqual([1, 1, 0.5, 0.5 ** 4]);
  expect(estimandOf(schema, shape)).toBe('history');
});

it('goes on only to a decision that is judged too', async () => {
  const { shape } = await shaped({ discount: { gamma: 0.5, per: 'decision' } }, [0, 1, 3]);
  // The decision between is not judged: what comes after it is no next decision.
  expect([...shape.discounts]).toEqual([0, 0, 0]);
  expect([...shape.starts]).toEqual([0, 1, 3]);
});

it('values single decisions where the schema does not say what later money is worth', async () => {
  const { shape, schema } = await shaped({});
  expect(estimandOf(schema, shape)).toBe('decision');
});

it('measures money, contacts by channel, costs and what was negative', async () => {
  const { log, decisions, chosen } = await shaped({ cost: { email: 0.5, call: 4 }, rewardNetOfCost: true });
  const measures = measuresOf(log, decisions, chosen);
  const values = Object.fromEntries([...measures].map(([name, one]) => [name, [...one.values]]));
  expect(values).toEqual({
    reward: [4, 2, -1, 3],
    contacts: [0, 1, 0, 1],
    'contacts: call': [0, 0, 0, 1],
    'contacts: email': [0, 1, 0, 0],
    cost: [0, 0.5, 0, 4],
    negativeRewards: [0, 0, 1, 0],
  });
  expect(measures.get('cost')!.known).toEqual([0, 4, 0.5]);
  expect(measures.get('reward')!.known).toBeNull();
});

it('knows the cost of an action that always cost the same, though others did not', async () => {
  const { decisions, log, chosen } = await shaped({ cost: { email: 0.5 } });
  const known = (actions: readonly number[], costs: readonly number[]) =>
    measuresOf(
      log,
      { ...decisions, actions: Int32Array.from(actions), costs: Float64Array.from(costs) },
      chosen,
    ).get('cost')!.known;
  // Actions are none, call, email.
  expect(known([1, 1, 0, 0], [3, 4, 0, 0])).toEqual([0, null, null]);
  expect(known([1, 1, 2, 0], [4, 4, 0.5, 0])).toEqual([0, 4, 0.5]);
  // What the decisions that are not judged cost counts too.
  const some = Int32Array.from([0, 2]);
  const all = { actions: Int32Array.from([1, 1, 0, 0]), costs: Float64Array.from([3, 4, 0, 0]) };
  expect(measuresOf(log, { ...decisions, ...all }, some).get('cost')!.known).toEqual([0, null, null]);
});

it('shuffles rewards among decisions of one action alone', () => {
  const facts = Array.from({ length: 40 }, (_, i) => [
    { action: i % 2, b: [0.5, 0.5], p: [0.5, 0.5], reward: i },
  ]);
  const { histories, rewards } = judgedOf(facts);
  const shuffled = shuffledWithinActions(histories, rewards, Random.fromSeed(1));
  expect(shuffled).not.toEqual(rewards);
  expect([...shuffled].sort((a, b) => a - b)).toEqual([...rewards]);
  shuffled.forEach((reward, i) => expect(reward % 2).toBe(i % 2));
});
