import { trainTileQ } from '../../src/worlds/segment/tile-q';
import { NormalGenerator } from '../../src/core/normal-generator';
import { Random } from '../../src/core/random';
import { defaultSegmentConfig } from '../../src/worlds/segment/settings';
import { SegmentSimulator } from '../../src/worlds/segment/simulator';
import { constantPolicy } from '../../src/policies/constant';
import { GreedyPolicy } from '../../src/policies/greedy';
import { greedyOneStepPolicy } from '../../src/worlds/segment/greedy-one-step';
import { LookAheadPolicy } from '../../src/policies/look-ahead';
import type { Policy } from '../../src/policies/policy';
import { thresholdPolicy } from '../../src/worlds/segment/threshold';
import { sparingPolicy } from '../../src/policies/behaviour';
import { withFeatures } from '../../src/policies/with-features';
import { uniformPolicy } from '../../src/policies/uniform';

const ROWS = 40;
const actions = defaultSegmentConfig.actions.map((action) => action.name);
const features = ['active', 'semiActive', 'nonActive'];
const makeEnvironment = (lanes: number, random: Random) =>
  new SegmentSimulator(defaultSegmentConfig, lanes, NormalGenerator.from(random));
const random = Random.fromSeed(1);
const observations = Float32Array.from({ length: ROWS * features.length }, () => random.integer(6000));
const allowed = Uint8Array.from({ length: ROWS * actions.length }, () => random.integer(2));
for (let row = 0; row < ROWS; row += 1) allowed[row * actions.length + random.integer(actions.length)] = 1;

const policies: readonly (Policy | Promise<Policy>)[] = [
  ...actions.map((_, action) => constantPolicy(actions, action)),
  uniformPolicy(actions),
  sparingPolicy(actions, 0.3),
  new GreedyPolicy({ qValues: () => Promise.resolve(new Float32Array(allowed.length)) }, actions),
  withFeatures(uniformPolicy(actions), Int32Array.of(0, 2), features.length),
  greedyOneStepPolicy(defaultSegmentConfig),
  thresholdPolicy(features, actions, { action: 3, theta: 0.12 }),
  new LookAheadPolicy((lanes) => makeEnvironment(lanes, random), actions, random, { episodes: 2 }),
  trainTileQ({ makeEnvironment, random, agents: 3 }),
];

describe.each(policies.map((policy, i) => [i, policy] as const))('policy %i', (_i, made) => {
  it.each([
    ['where every action may be taken', null],
    ['under a mask', allowed],
  ])('gives rows that sum to 1 and nothing forbidden, %s', async (_where, mask) => {
    const out = new Float32Array(ROWS * actions.length).fill(NaN);
    const policy = await made;
    await policy.probabilities({ observations, allowed: mask }, out);
    for (let row = 0; row < ROWS; row += 1) {
      const probabilities = out.subarray(row * actions.length, (row + 1) * actions.length);
      expect(probabilities.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6);
      expect(probabilities.every((probability) => probability >= 0)).toBe(true);
    }
    if (mask !== null) expect(out.some((probability, i) => probability > 0 && mask[i] === 0)).toBe(false);
    if (policy.chosenActions === undefined) return;
    const chosen = new Int32Array(ROWS).fill(-1);
    await policy.chosenActions({ observations, allowed: mask }, chosen);
    expect(Array.from(chosen, (action, row) => out[row * actions.length + action])).toEqual(
      new Array(ROWS).fill(1),
    );
  });
});

it('every policy says in words what it does', async () => {
  const all = await Promise.all(policies.map(async (made) => await made));
  expect(all.map(({ name, description }) => [name, description])).toEqual([
    ['no-action', 'never contacts anybody'],
    ['always-email', 'always takes email'],
    ['always-coupon', 'always takes coupon'],
    ['always-resurrection', 'always takes resurrection'],
    ['always-special', 'always takes special'],
    ['uniform', 'takes every allowed action with the same probability'],
    ['sparing', 'contacts 30 % of the customers, by chance, each allowed contact with the same probability'],
    ['model', 'takes the action with the highest learned value'],
    ['uniform', 'takes every allowed action with the same probability'],
    ['greedy-one-step', 'takes the action with the highest profit in this period'],
    ['threshold', 'takes resurrection while nonActive / total > 0.12, else No Action'],
    ['look-ahead', 'simulates each action with 2 random roll-outs of 10 periods and takes the best'],
    ['tile-q', '3 tabular agents trained 100 episodes each, lanes divided among them'],
  ]);
});
