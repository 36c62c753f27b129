/** What a policy's weights stand on, worked out by hand. */
import { loggedActions, supportOf } from '../../../src/evaluate/off-policy/support';
import { judgedOf, type DecisionFacts } from '../../support/random-histories';

const even = [0.5, 0.5];
/** Ratio 2 where the policy does as the log, else 0. */
const follows = (does: boolean): DecisionFacts => ({
  action: 0,
  b: even,
  p: does ? [1, 0] : [0, 1],
  reward: 0,
});

it('counts customers, whose decisions hang together', () => {
  const judged = judgedOf([
    [follows(true), follows(true)],
    [follows(true)],
    [follows(false), follows(false)],
  ]);
  const support = supportOf(judged, 'decision', [true, true], 0.01);
  // Weights by customer 4, 2, 0: (4 + 2)² / (16 + 4).
  expect(support.effectiveSampleSize).toBeCloseTo(36 / 20, 12);
  expect(support.largestShare).toBeCloseTo(4 / 6, 12);
  // Five decisions of weight 6 in all; sums less mean times decisions: 4 − 2.4, 2 − 1.2, −2.4.
  expect(support.meanWeight).toBeCloseTo(6 / 5, 12);
  expect(support.standardError).toBeCloseTo(Math.sqrt(1.6 ** 2 + 0.8 ** 2 + 2.4 ** 2) / 5, 12);
});

it('follows histories step by step, and keeps the weight of who is gone', () => {
  const judged = judgedOf([[follows(true), follows(true)], [follows(true), follows(false)], [follows(true)]]);
  const support = supportOf(judged, 'history', [true, true], 0.01);
  // Weights 2, 2, 2 at the first step; 4, 0 and the 2 of who is gone at the second.
  expect(support.effectiveSampleSizes).toEqual([3, 36 / 20]);
  expect(support.effectiveSampleSize).toBe(36 / 20);
  expect(support.largestShare).toBeCloseTo(4 / 6, 12);
  expect(support.meanWeight).toBe(2);
});

it('looks for the largest share among those who are gone too', () => {
  const once = { action: 0, b: [0.25, 0.75], p: [1, 0], reward: 0 };
  const same = { action: 0, b: even, p: even, reward: 0 };
  const judged = judgedOf([[once], [same, same], [same, same, same], [same, same, follows(false)]]);
  const { effectiveSampleSizes, largestShare } = supportOf(judged, 'history', [true, true], 0.01);
  // Who had one decision keeps the weight 4 to the end; at the third step the others have 1, 1 and 0.
  expect(effectiveSampleSizes).toEqual([49 / 19, 49 / 19, 36 / 18]);
  expect(largestShare).toBeCloseTo(4 / 6, 12);
});

it('counts who is left of those who make up half of the variance of what was logged', () => {
  const earns = (reward: number, does: boolean) => [{ ...follows(does), reward }];
  // Mean 1; squares 81 and nine times 1: the one of reward 10 makes up nine tenths, whether the policy would have or not.
  const rare = [true, false].map((does) =>
    supportOf(
      judgedOf([earns(10, does), ...Array.from({ length: 9 }, (_, i) => earns(0, i % 2 === 0))]),
      'decision',
      [true, true],
      0.01,
    ),
  );
  // Six or five of the ten have a weight.
  expect(rare.map(({ effectiveSampleSize }) => effectiveSampleSize)).toEqual([6, 5]);
  expect(rare.map(({ varianceUnits }) => varianceUnits)).toEqual([6 / 10, 5 / 10]);
  // Rewards 1 and −1 in turn: five of ten.
  const even = judgedOf(Array.from({ length: 10 }, (_, i) => earns(i % 2 === 0 ? 1 : -1, i < 4)));
  expect(supportOf(even, 'decision', [true, true], 0.01).varianceUnits).toBeCloseTo((5 * 4) / 10, 12);
});

it('says how much of a policy the log never did', () => {
  const never = { action: 0, b: [1, 0, 0], p: [0.25, 0, 0.75], reward: 0 };
  const judged = judgedOf([[never], [{ ...never, p: [0.5, 0.5, 0] }]]);
  expect(loggedActions(judged.histories)).toEqual([true, false, false]);
  expect(supportOf(judged, 'decision', [true, false, false], 0.01).unloggedShare).toBeCloseTo(
    (0.75 + 0.5) / 2,
    12,
  );
});

it('has nobody where no decision agrees', () => {
  const support = supportOf(judgedOf([[follows(false)], [follows(false)]]), 'decision', [true, true], 0.01);
  expect(support).toMatchObject({ effectiveSampleSize: 0, largestShare: 1, meanWeight: 0 });
});

it('finds one customer with nearly all the weight', () => {
  const rare: DecisionFacts = { action: 0, b: [1e-6, 1 - 1e-6], p: [1, 0], reward: 1 };
  const usual: DecisionFacts = { action: 0, b: even, p: [1, 0], reward: 0 };
  const judged = judgedOf([[rare], ...Array.from({ length: 200 }, () => [usual])]);
  const support = supportOf(judged, 'decision', [true, true], 0.01);
  expect(support.largestShare).toBeGreaterThan(0.99);
  expect(support.effectiveSampleSize).toBeLessThan(1.01);
});
