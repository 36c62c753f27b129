/** The values of known policies, from an independent implementation of the published environment. */
import { trainTileQ } from '../../../src/worlds/segment/tile-q';
import { NormalGenerator } from '../../../src/core/normal-generator';
import { Random } from '../../../src/core/random';
import { defaultSegmentConfig } from '../../../src/worlds/segment/settings';
import { SegmentSimulator } from '../../../src/worlds/segment/simulator';
import { rollout } from '../../../src/evaluate/simulated/rollout';
import { constantPolicy } from '../../../src/policies/constant';
import { greedyOneStepPolicy } from '../../../src/worlds/segment/greedy-one-step';
import { LookAheadPolicy } from '../../../src/policies/look-ahead';
import type { Policy } from '../../../src/policies/policy';
import { thresholdPolicy } from '../../../src/worlds/segment/threshold';
import { uniformPolicy } from '../../../src/policies/uniform';
import type { KnownMean } from '../../../src/stats/intervals';
import { moments } from '../../../src/stats/moments';

const random = Random.fromSeed(2024);
const actions = defaultSegmentConfig.actions.map((action) => action.name);
const makeEnvironment = (lanes: number, stream: Random) =>
  new SegmentSimulator(defaultSegmentConfig, lanes, NormalGenerator.from(stream));

/** Distance from a reference value in standard errors, those of the reference included where they are known. */
function standardErrors(samples: Float64Array, reference: number, referenceError = 0): number {
  const { mean, variance, count } = moments(samples);
  return Math.abs(mean - reference) / Math.hypot(Math.sqrt(variance / count), referenceError);
}

const play = (policy: Policy, episodes: number, lanes = 250) =>
  rollout(policy, makeEnvironment, { episodes, lanes, gamma: 0.9, random: random.fork('rollout') });

const cheap: readonly [Policy, number, number][] = [
  [constantPolicy(actions, 0), 307_045, 2_070_433],
  [greedyOneStepPolicy(defaultSegmentConfig), 307_045, 2_070_433],
  [constantPolicy(actions, 1), 321_437, 4_038_057],
  [constantPolicy(actions, 2), 302_936, 5_927_418],
  [constantPolicy(actions, 4), -392_255, -2_856_582],
  [uniformPolicy(actions), 225_568, 3_979_129],
];

it.each(cheap.map(([policy, ...values]) => [policy.name, policy, ...values] as const))(
  '%s is worth the known value under both objectives',
  async (_name, policy, discounted, total) => {
    const results = await play(policy, 1000);
    expect(standardErrors(results.discountedReward, discounted)).toBeLessThan(3);
    expect(standardErrors(results.totalReward, total)).toBeLessThan(3);
  },
);

const features = ['active', 'semiActive', 'nonActive'];
const sharp: readonly [Policy, KnownMean, KnownMean][] = [
  [
    constantPolicy(actions, 3),
    { value: 463_545, standardError: 1.5 },
    { value: 5_895_774, standardError: 7 },
  ],
  [
    thresholdPolicy(features, actions, { action: 3, theta: 0.12 }),
    { value: 476_472, standardError: 3.7 },
    { value: 6_102_940, standardError: 16 },
  ],
];

it.each(sharp.map(([policy, ...values]) => [policy.name, policy, ...values] as const))(
  '%s is worth what millions of episodes have shown, to a few parts in 100,000',
  async (_name, policy, discounted, total) => {
    const { discountedReward, totalReward } = await play(policy, 50_000, 1000);
    expect(standardErrors(discountedReward, discounted.value, discounted.standardError)).toBeLessThan(4);
    expect(standardErrors(totalReward, total.value, total.standardError)).toBeLessThan(4);
  },
);

/** Means of episodes that one trained agent played: the samples of a mean over training seeds. */
function meanPerAgent(samples: Float64Array, agents: number): Float64Array {
  return Float64Array.from(
    { length: agents },
    (_, k) => moments(samples.filter((_value, e) => e % agents === k)).mean,
  );
}

it('tile-q with the published settings is worth the known value, over 20 training seeds', async () => {
  const policy = await trainTileQ({ makeEnvironment, random: random.fork('tile-q') });
  const { discountedReward } = await play(policy, 400, 200);
  expect(standardErrors(meanPerAgent(discountedReward, 20), 378_365, 2_689)).toBeLessThan(3);
});

function lookAhead(episodes: number): LookAheadPolicy {
  const stream = random.fork('look-ahead');
  const makeSimulator = (lanes: number) => makeEnvironment(lanes, stream.fork('noise'));
  return new LookAheadPolicy(makeSimulator, actions, stream.fork('actions'), { episodes });
}

it('look-ahead values of the first action are the known ones', () => {
  const values = lookAhead(20_000).actionValues(Float32Array.of(1500, 1200, 2300));
  // One run of 50 episodes has a standard error of 1,340; the reference has 15.
  const error = Math.hypot(1340 * Math.sqrt(50 / 20_000), 15);
  [18_374, 20_032, 18_322, 23_753, 11_404].forEach((reference, action) => {
    expect(Math.abs(values[action]! - reference)).toBeLessThan(3 * error);
  });
});

it('look-ahead as published is worth the known value under both objectives', async () => {
  const results = await play(lookAhead(50), 10, 10);
  expect(standardErrors(results.discountedReward, 459_914, 330)).toBeLessThan(3);
  expect(standardErrors(results.totalReward, 6_621_837)).toBeLessThan(3);
});
