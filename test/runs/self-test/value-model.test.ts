/** Values by what was done before: the states by hand, the values against the world's closed form. */
import { Random } from '../../../src/core/random';
import { judgedOn, uniformLog } from '../../../src/runs/self-test/testbed';
import { actionsSoFar } from '../../../src/runs/self-test/value-model';
import { nextBestAction } from '../../../src/worlds/list';
import { exactQValues } from '../../../src/worlds/next-best-action/exact';
import { nextBestActionConfigSchema } from '../../../src/worlds/next-best-action/settings';
import { judgedOf, type DecisionFacts } from '../../support/random-histories';

const decision = (action: number): DecisionFacts => ({ action, b: [0.5, 0.5], p: [1, 0], reward: 0 });

it('tells states apart by what was done before, in its order', () => {
  const customers = [
    [0, 1, 1],
    [1, 0, 1],
    [0, 0, 1],
  ].map((actions) => actions.map(decision));
  const { features, width } = actionsSoFar(judgedOf(customers).histories);
  // After 0, after 1, after 0 0, after 0 1, after 1 0.
  expect(width).toBe(5);
  const states = Array.from({ length: 9 }, (_, i) => features.subarray(i * 5, (i + 1) * 5).indexOf(1));
  expect(states).toEqual([-1, 0, 3, -1, 1, 4, -1, 0, 2]);
  expect(features.reduce((sum, flag) => sum + flag, 0)).toBe(6);
});

it('comes to the exact values of the world', async () => {
  const world = nextBestAction.open({});
  const random = Random.fromSeed(3);
  const [best] = world.baselines!({ gamma: 1, random });
  const log = await uniformLog(world, 20_000, random);
  const { valueModel } = await judgedOn(log, await best!.make(), random);
  const config = nextBestActionConfigSchema.parse({});
  const after = (made: readonly number[]) => exactQValues(config, { gamma: 1, made });
  // 13, 8.5, 8.5 at the start: means of 10,000 / 3 returns whose standard deviation is 3.4, four standard errors apart.
  for (const [i, value] of after([]).entries())
    expect(Math.abs(valueModel![1 + i]! - value)).toBeLessThan(0.25);
  // After an advertisement 6.5, 6.5, 11: of a third of them.
  const second = log.histories.actions.findIndex((action, i) => i % 3 === 0 && action === 1) + 1;
  for (const [i, value] of after([1]).entries())
    expect(Math.abs(valueModel![second * 4 + 1 + i]! - value)).toBeLessThan(0.45);
});
