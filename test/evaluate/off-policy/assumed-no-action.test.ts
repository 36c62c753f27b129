import { withNoActionAssumed } from '../../../src/evaluate/off-policy/assumed-no-action';
import { fittedQEvaluation } from '../../../src/evaluate/off-policy/fitted-q-evaluation';
import type { OutcomeModels } from '../../../src/evaluate/off-policy/request';
import { Random } from '../../../src/core/random';
import { judgedOf, type HistoryFacts } from '../../support/random-histories';

const nothing: OutcomeModels = {
  reward: () => null,
  value: () => () => ({ values: null, reason: 'no model' }),
};

it('says of leaving alone what is assumed, and of contacts what the model says', () => {
  const model = Float64Array.of(7, 1, 2, 8, 3, 4);
  const { histories } = judgedOf([[{ action: 1, b: [0, 0.5, 0.5], p: [1, 0, 0], reward: 1 }]]);
  const models = { ...nothing, reward: () => model };
  const values = withNoActionAssumed(models, histories, 0.25).reward(new Float64Array(1));
  expect([...values!]).toEqual([0.25, 1, 2, 0.25, 3, 4]);
  expect(model[0]).toBe(7);
  const none = withNoActionAssumed(nothing, histories, 0.25);
  expect([none.reward(new Float64Array(1)), none.value(new Float64Array(3))(new Float64Array(1))]).toEqual([
    null,
    { values: null, reason: 'no model' },
  ]);
});

it('lets a history end where the policy leaves alone, with what that is assumed to be worth', () => {
  // Mails bring 2 at the first decision and 6 at the second, whose share is left alone with r0 = 10.
  const history = (share: number): HistoryFacts => [
    { action: 1, b: [0, 1], p: [0, 1], reward: 2, discount: 0.5 },
    { action: 1, b: [0, 1], p: [share, 1 - share], reward: 6 },
  ];
  const judged = judgedOf(Array.from({ length: 40 }, () => history(0.25)));
  const { histories, probabilities, rewards } = judged;
  // Whether it is the second decision is all that is seen.
  const features = Float32Array.from(rewards, (_, i) => i % 2);
  const folds = { count: 2, of: Uint8Array.from({ length: 40 }, (_, unit) => unit % 2) };
  const fitted: OutcomeModels = {
    ...nothing,
    value: (p) =>
      fittedQEvaluation(
        { histories, features, width: 1, probabilities: p, folds, ridge: 0 },
        Random.fromSeed(1),
      ),
  };
  const { values } = withNoActionAssumed(fitted, histories, 10).value(probabilities)(rewards);
  // 2 + .5 (.25 · 10 + .75 · 6) = 5.5
  const expected = [10, 5.5, 10, 6];
  for (let at = 0; at < 4; at += 1) expect(values![at]).toBeCloseTo(expected[at]!, 6);
});
