/** Logs by chance, and the estimators that are right and wrong about them. */
import { Random } from '../../../src/core/random';
import {
  importanceSampling,
  weightedImportanceSampling,
} from '../../../src/evaluate/off-policy/estimators/importance-sampling';
import { perDecisionWeighted } from '../../../src/evaluate/off-policy/estimators/per-decision';
import type { JudgedPolicy } from '../../../src/evaluate/off-policy/histories';
import { unitSums } from '../../../src/evaluate/off-policy/unit-sums';
import { uniformPolicy } from '../../../src/policies/uniform';
import { judgedOn, uniformLog } from '../../../src/runs/self-test/testbed';
import { moments } from '../../../src/stats/moments';
import { tInterval } from '../../../src/stats/statistic';
import { nextBestAction } from '../../../src/worlds/list';
import type { OpenWorld } from '../../../src/worlds/world';

const unframed = nextBestAction.open({});
const framed = nextBestAction.open({ framing: 'framed' });
const random = Random.fromSeed(1);

async function bestIn(world: OpenWorld) {
  return world.baselines!({ gamma: 1, random })[0]!.make();
}

function expectCovered(judged: JudgedPolicy, truth: number, estimator = perDecisionWeighted) {
  const { value, low, high } = tInterval(estimator.estimate(judged), 0.999);
  expect([low! < truth, value, truth < high!]).toEqual([true, expect.any(Number), true]);
}

it('writes three offers per customer, each with a chance of a third', async () => {
  const { histories, rewards, observations, allowed } = await uniformLog(unframed, 50, random);
  expect(histories).toMatchObject({ units: 50, actionCount: 4 });
  expect([...histories.starts]).toEqual(Array.from({ length: 51 }, (_, unit) => 3 * unit));
  expect([...histories.propensities]).toEqual(new Array(150).fill(1 / 3));
  expect(new Set(histories.actions)).toEqual(new Set([1, 2, 3]));
  expect([...histories.discounts.subarray(0, 3)]).toEqual([1, 1, 0]);
  expect([rewards.length, observations.length, allowed!.length]).toEqual([150, 150 * 6, 150 * 4]);
});

it('keeps what was seen with the decision it was seen at', async () => {
  const { observations, histories } = await uniformLog(unframed, 50, random);
  for (let i = 0; i < 150; i += 1) {
    // First times of the offers; before the first decision none was made, and after it only that one.
    const times = [...observations.subarray(i * 6 + 2, i * 6 + 5)];
    const made = histories.actions.subarray(i - (i % 3), i);
    expect(times.map((time) => time < 100)).toEqual([1, 2, 3].map((offer) => made.includes(offer)));
  }
});

it.each([
  ['unframed', unframed, 17 / 3],
  ['framed', framed, 5.48],
])('%s, chance earns what the closed form says, and needs no weights', async (_, world, truth) => {
  const judged = await judgedOn(await uniformLog(world, 5000, random), uniformPolicy(world.actions), random);
  expect(new Set(judged.products)).toEqual(new Set([1]));
  expectCovered(judged, truth);
});

it.each([
  ['unframed', unframed, 13],
  ['framed', framed, 12.52],
])('%s, the best policy earns what the closed form says', async (_, world, truth) => {
  const judged = await judgedOn(await uniformLog(world, 5000, random), await bestIn(world), random);
  expectCovered(judged, truth);
  expectCovered(judged, truth, weightedImportanceSampling);
  expectCovered(judged, truth, importanceSampling);
});

describe('the estimator of the published notebook', () => {
  /** The fourth frame's action is a dummy that was certain; counted as one of three, it multiplies each weight by three. */
  function published(judged: JudgedPolicy): number {
    const { histories, products, rewards } = judged;
    const returns = unitSums(histories, (i) => rewards[i]!);
    return moments(returns.map((sum, unit) => 3 * products[4 * unit + 3]! * sum)).mean;
  }

  it('says three times the truth, where ours covers it', async () => {
    const judged = await judgedOn(await uniformLog(framed, 20_000, random), await bestIn(framed), random);
    // Four decisions, the last of which nobody chose.
    expect(judged.histories.starts[1]).toBe(4);
    expect(judged.histories.propensities[3]).toBe(1);
    const ours = tInterval(importanceSampling.estimate(judged), 0.999);
    expect([ours.low! < 12.52, ours.high! > 12.52]).toEqual([true, true]);
    expect(published(judged)).toBeCloseTo(3 * ours.value!, 8);
    // 37.56, far outside of what chance allows.
    expect(published(judged)).toBeGreaterThan(2.5 * ours.high!);
    expectCovered(judged, 12.52);
  });
});
