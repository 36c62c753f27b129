/** A policy at other prices: judged as if it was one of the table, and spends what its own actions cost. */
import { frontierOf, type FrontierPolicy } from '../../../src/evaluate/off-policy/frontier';
import { takenOn } from '../../../src/evaluate/off-policy/taken-on';
import type { Measure } from '../../../src/evaluate/off-policy/request';
import { judge, requestOf } from '../../support/judge-customers';
import type { DecisionFacts } from '../../support/random-histories';

/** Sixty customers of one decision: none and mail as likely, a mail earns 2, 3, 4, 2, ... and none 1; all are mailed. */
const customers = Array.from({ length: 60 }, (_, i): DecisionFacts[] => {
  const action = i % 2;
  return [{ action, b: [0.5, 0.5], p: [0, 1], reward: action === 1 ? 2 + ((i - 1) % 3) : 1 }];
});

const ofActions = (known: readonly number[]) => ({
  values: Float64Array.from(customers, ([decision]) => known[decision!.action]!),
  known,
});

const measures = new Map<string, Measure>([
  ['reward', { values: Float64Array.from(customers, ([decision]) => decision!.reward), known: null }],
  ['contacts', ofActions([0, 1])],
  ['cost', ofActions([0, 0.4])],
  ['outcome: opened', { values: new Float64Array(60), known: null }],
]);

const fourTenths = expect.closeTo(0.4, 12) as number;

const everywhere = (...p: readonly number[]) => Float64Array.from({ length: 120 }, (_, at) => p[at % 2]!);
const at = (price: number, probabilities: Float64Array): FrontierPolicy => {
  return { price, isChosen: price === 0, costs: [0, 0.4], probabilities: () => probabilities };
};

it('has the values of the table where it is the same policy', async () => {
  const request = requestOf(customers, { changes: { measures }, others: { nobody: [1, 0] } });
  const [mailed, nobody] = await frontierOf(request, [at(0, everywhere(0, 1)), at(5, everywhere(1, 0))]);
  const { policies } = await judge(customers, { changes: { measures }, others: { nobody: [1, 0] } });
  const { metrics, doubts } = policies.model!;
  expect(mailed).toEqual({
    ...{ price: 0, isChosen: true, identified: true, doubts },
    ...{ value: metrics.reward, contacts: metrics.contacts, cost: metrics.cost },
    // A mail to everybody costs .4, whoever they are.
    spent: { value: fourTenths, low: fourTenths, high: fourTenths, level: 0.95 },
  });
  // Of thirty mails ten earn 2, ten 3 and ten 4.
  expect(mailed!.value!.value).toBeCloseTo(3, 12);
  expect(nobody).toMatchObject({ price: 5, isChosen: false, value: { value: 1 }, contacts: { value: 0 } });
  expect(nobody!.spent.value).toBe(0);
});

it('has doubts of its own, and no value where nobody was treated so', async () => {
  const few = customers.slice(0, 12);
  const part = new Map(
    [...measures].map(([name, { values, known }]) => [name, { values: values.slice(0, 12), known }] as const),
  );
  const request = requestOf(few, { changes: { measures: part, doubts: ['of the log'] } });
  const [mailed] = await frontierOf(request, [at(0, everywhere(0, 1).slice(0, 24))]);
  expect(mailed!.doubts[0]).toBe('of the log');
  expect(mailed!.doubts[1]).toMatch(/too few customers were treated as the policy at this price would/);
  const unmailed = requestOf(
    customers.filter((_, i) => i % 2 === 0),
    {
      changes: {
        measures: new Map([['reward', { values: new Float64Array(30).fill(1), known: null }]]),
      },
    },
  );
  const [unknown] = await frontierOf(unmailed, [at(0, everywhere(0, 1).slice(0, 60))]);
  expect(unknown).toMatchObject({ identified: false, value: null, contacts: null, cost: null });
  expect(unknown!.spent.value).toBeCloseTo(0.4, 12);
});

it('counts decisions of a thinned log as many as they stand for', () => {
  const { histories } = requestOf([
    [{ action: 0, b: [1, 0], p: [1, 0], reward: 0, weight: 3 }],
    [
      { action: 0, b: [1, 0], p: [1, 0], reward: 0 },
      { action: 0, b: [1, 0], p: [1, 0], reward: 0 },
    ],
  ]);
  // The first, who stands for three, costs 2; of the other's two decisions one does: (3 · 2 + 2) / 5.
  const done = Float64Array.of(0, 1, 0, 1, 1, 0);
  expect(takenOn(histories, done, [0, 2], 0.95).value).toBeCloseTo(8 / 5, 12);
});
