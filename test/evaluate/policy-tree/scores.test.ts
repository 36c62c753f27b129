import fc from 'fast-check';
import { doublyRobust } from '../../../src/evaluate/off-policy/estimators/doubly-robust';
import { doublyRobustScores } from '../../../src/evaluate/policy-tree/scores';
import { judgedOf } from '../../support/random-histories';

it('adds to the model what the logged action brought beyond it, as often as it stands for', () => {
  const histories = {
    actions: Int32Array.of(1, 0),
    actionCount: 2,
    propensities: Float64Array.of(0.25, 0.5),
  };
  const model = Float64Array.of(1, 2, 3, 4);
  // 2 + (5 − 2) / .25 = 14; 3 + (2 − 3) / .5 = 1
  expect([...doublyRobustScores(histories, Float64Array.of(5, 2), model, 0)]).toEqual([1, 14, 1, 4]);
  // A floor of .5: 2 + 3 / .5 = 8
  expect([...doublyRobustScores(histories, Float64Array.of(5, 2), model, 0.5)]).toEqual([1, 8, 1, 4]);
  expect([...model]).toEqual([1, 2, 3, 4]);
});

it('names what does not belong to the decisions', () => {
  const histories = { actions: Int32Array.of(0), actionCount: 2, propensities: Float64Array.of(1) };
  const scores = (targets: number, model: number) => () =>
    doublyRobustScores(histories, new Float64Array(targets), new Float64Array(model), 0);
  expect(scores(2, 2)).toThrow('targets: expected 1 elements, got 2');
  expect(scores(1, 3)).toThrow('model: expected 2 elements, got 3');
});

it('has the doubly robust value of any policy as the mean of what it picks', () => {
  const decision = fc.record({
    action: fc.nat(2),
    reward: fc.double({ min: -5, max: 5, noNaN: true }),
    q: fc.tuple(...[0, 1, 2].map(() => fc.double({ min: -5, max: 5, noNaN: true }))),
    choice: fc.nat(2),
    weight: fc.integer({ min: 1, max: 4 }),
  });
  fc.assert(
    fc.property(fc.array(decision, { minLength: 1, maxLength: 20 }), (all) => {
      const judged = judgedOf(
        all.map(({ action, reward, q, choice, weight }) => [
          { action, reward, q, weight, b: [0.2, 0.3, 0.5], p: [0, 1, 2].map((a) => (a === choice ? 1 : 0)) },
        ]),
      );
      const { histories, rewards, rewardModel } = judged;
      const scores = doublyRobustScores(histories, rewards, rewardModel!, 0);
      const total = all.reduce((sum, { weight }) => sum + weight, 0);
      const mean =
        all.reduce((sum, { choice, weight }, i) => sum + weight * scores[i * 3 + choice]!, 0) / total;
      expect(mean).toBeCloseTo(doublyRobust.estimate(judged).value, 9);
    }),
  );
});
