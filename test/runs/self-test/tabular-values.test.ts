/** Values by table, cross-fitted: by hand, and against the world's closed form. */
import { Random } from '../../../src/core/random';
import { actionsSoFar, tabularValues } from '../../../src/runs/self-test/tabular-values';
import { judgedOn, uniformLog } from '../../../src/runs/self-test/testbed';
import { nextBestAction } from '../../../src/worlds/list';
import { exactQValues } from '../../../src/worlds/next-best-action/exact';
import { nextBestActionConfigSchema } from '../../../src/worlds/next-best-action/settings';
import { judgedOf, type DecisionFacts } from '../../support/random-histories';

const decision = (action: number, reward: number, discount = 0.5): DecisionFacts => ({
  ...{ action, reward, discount },
  ...{ b: [0.5, 0.5], p: [0.25, 0.75] },
});

// Two decisions each; 0 and 2 are valued by 1 and 3, and these by those.
const judged = judgedOf([
  [decision(0, 1), decision(1, 10)],
  [decision(0, 2), decision(0, 4)],
  [decision(1, 3), decision(1, 6)],
  [decision(0, 6), decision(1, 8)],
]);

it('tells states apart by what was done before', () => {
  // Nothing; after action 0; after action 1.
  expect([...actionsSoFar(judged.histories).of]).toEqual([0, 1, 0, 1, 0, 2, 0, 1]);
});

it('values an action by its reward and what the policy makes of what follows, from the other customers', () => {
  const values = tabularValues(judged);
  // After action 0, by customers 1 and 3: 4 for action 0, 8 for action 1, so .25 * 4 + .75 * 8 = 7 to the policy.
  expect([...values.subarray(2, 4)]).toEqual([4, 8]);
  // At the start: (2 + .5 * 7 + 6 + .5 * 7) / 2; nobody of them did action 1.
  expect([...values.subarray(0, 2)]).toEqual([7.5, 0]);
  // By customers 0 and 2: 1 + .5 * .75 * 10 after action 0, 3 + .5 * .75 * 6 after action 1.
  expect([...values.subarray(4, 6)]).toEqual([4.75, 5.25]);
});

it('comes to the exact values of the world', async () => {
  const world = nextBestAction.open({});
  const [best] = world.baselines!({ gamma: 1, random: Random.fromSeed(1) });
  const log = await uniformLog(world, 20_000, Random.fromSeed(3));
  const { valueModel } = await judgedOn(log, await best!.make());
  const exact = exactQValues(nextBestActionConfigSchema.parse({}), { gamma: 1 });
  // 13, 8.5, 8.5: means of 20,000 / 6 returns with a standard deviation of 3.4 at most, 4 standard errors apart.
  for (const [i, value] of exact.entries()) expect(Math.abs(valueModel![1 + i]! - value)).toBeLessThan(0.25);
});
