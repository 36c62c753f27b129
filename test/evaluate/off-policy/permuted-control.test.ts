/** What judging "gains" once rewards are shuffled within actions: what shares of actions alone explain. */
import { Random } from '../../../src/core/random';
import { shuffledWithinActions } from '../../../src/evaluate/off-policy/permuted-control';
import { offPolicySettings } from '../../../src/evaluate/off-policy/settings';
import { moments } from '../../../src/stats/moments';
import { judge } from '../../support/judge-customers';
import { judgedOf, type HistoryFacts } from '../../support/random-histories';

/** By state and action; each state's own action brings more. */
const REWARDS = [
  [4, 1],
  [0, 5],
];

/** 400 customers, a quarter in state 0, treated by a coin; the policy takes the action of the state. */
const customers = Array.from({ length: 400 }, (_, i): HistoryFacts => {
  const state = i % 4 === 0 ? 0 : 1;
  const action = (i >> 2) % 2;
  return [{ action, b: [0.5, 0.5], p: state === 0 ? [1, 0] : [0, 1], reward: REWARDS[state]![action]! }];
});

it('is, over many shuffles, what the policy would gain if it took its actions whoever it is', async () => {
  const settings = offPolicySettings.parse({ resamples: 100 });
  const controls = new Float64Array(40);
  let gain = 0;
  for (let seed = 0; seed < controls.length; seed += 1) {
    const judged = await judge(customers, { changes: { settings, random: Random.fromSeed(seed) } });
    controls[seed] = judged.permutedControl!.value!;
    gain = judged.policies.logged!.difference!.interval.value!;
  }
  // Action 0 brings 4 / 4 + 0 = 1 on average, action 1 (1 + 3 · 5) / 4 = 4, so the log 2.5.
  // The policy gains (4 + 3 · 5) / 4 − 2.5; taken at random, one action in four, 1 / 4 + 4 · 3 / 4 − 2.5.
  expect(gain).toBeCloseTo(2.25, 9);
  const { mean, variance } = moments(controls);
  // Rewards of an action deviate by √3; of its 200 a shuffle gives the policy 50 or 150 that it weighs by a quarter or three:
  // √(3 (1/16 / 50 · 150/199 + 9/16 / 150 · 50/199)) = .075 a shuffle.
  expect(Math.abs(mean - 0.75)).toBeLessThan((4 * 0.075) / Math.sqrt(controls.length));
  expect(Math.sqrt(variance)).toBeGreaterThan(0.075 / 2);
  expect(Math.sqrt(variance)).toBeLessThan(0.075 * 2);
});

it('leaves each action its rewards', () => {
  const { histories, rewards } = judgedOf(customers);
  const shuffled = shuffledWithinActions(histories, rewards, Random.fromSeed(1));
  const own = (values: Float64Array, action: number) =>
    values.filter((_, i) => histories.actions[i] === action).sort();
  for (const action of [0, 1]) expect(own(shuffled, action)).toEqual(own(rewards, action));
  expect(shuffled).not.toEqual(rewards);
});
