import { NormalGenerator } from '../../../src/core/normal-generator';
import { Random } from '../../../src/core/random';
import { defaultSegmentConfig } from '../../../src/worlds/segment/settings';
import { SegmentSimulator } from '../../../src/worlds/segment/simulator';
import { metricEstimates, pairedDifferences } from '../../../src/evaluate/simulated/compare';
import { rollout, type RolloutOptions } from '../../../src/evaluate/simulated/rollout';
import { constantPolicy } from '../../../src/policies/constant';
import type { Policy } from '../../../src/policies/policy';
import { uniformPolicy } from '../../../src/policies/uniform';
import { CorridorEnvironment } from '../../support/corridor-environment';

const corridor = (lanes: number) => new CorridorEnvironment(lanes);
const actions = ['none', 'walk'];
const walk = constantPolicy(actions, 1);
const uniform = uniformPolicy(actions);
const options = (changes: Partial<RolloutOptions> = {}): RolloutOptions => ({
  episodes: 4,
  gamma: 0.5,
  random: Random.fromSeed(1),
  ...changes,
});
const segments = (lanes: number, random: Random) =>
  new SegmentSimulator(defaultSegmentConfig, lanes, NormalGenerator.from(random));
const segmentActions = defaultSegmentConfig.actions.map((action) => action.name);

describe('rollout', () => {
  it('sums an episode up by hand-computed numbers', async () => {
    const results = await rollout(walk, corridor, options({ episodes: 2 }));
    expect(results).toMatchObject({
      discountedReward: Float64Array.of(3.5, 3.5), // 2 + .5 * 2 + .25 * 2
      totalReward: Float64Array.of(6, 6),
      rewardPerPeriod: Float64Array.of(2, 2),
      costPerPeriod: Float64Array.of(1, 1),
      contactsPerPeriod: Float64Array.of(1, 1),
      noActionShare: Float64Array.of(0, 0),
      periods: Float64Array.of(3, 3),
    });
    const idle = await rollout(constantPolicy(actions, 0), corridor, options({ episodes: 1 }));
    expect(idle).toMatchObject({
      totalReward: Float64Array.of(0),
      noActionShare: Float64Array.of(1),
      periods: Float64Array.of(5),
    });
  });

  it('leaves out what comes after the periods that count', async () => {
    const results = await rollout(walk, corridor, options({ episodes: 2, periods: 2 }));
    expect(results).toMatchObject({
      discountedReward: Float64Array.of(3, 3), // 2 + .5 * 2
      totalReward: Float64Array.of(4, 4),
      costPerPeriod: Float64Array.of(1, 1),
      contactsPerPeriod: Float64Array.of(1, 1),
      periods: Float64Array.of(2, 2),
    });
    // Who is through before that is through.
    const whole = await rollout(walk, corridor, options({ episodes: 2 }));
    const { pairing, ...wide } = await rollout(walk, corridor, options({ episodes: 2, periods: 4 }));
    expect(whole).toMatchObject(wide);
    expect(pairing).not.toBe(whole.pairing);
    await expect(rollout(walk, corridor, options({ periods: 0 }))).rejects.toThrow(
      'rollout: periods must be a positive whole number, got 0',
    );
  });

  it('agrees with the discounted return of the rewards seen', async () => {
    const { discountedReward } = await rollout(
      constantPolicy(segmentActions, 1),
      segments,
      options({ episodes: 1, lanes: 1, gamma: 0.9 }),
    );
    const world = segments(1, Random.fromSeed(1).fork('chunk-0').fork('environment'));
    const rewards = Array.from({ length: 100 }, () => world.step(Int32Array.of(1)).rewards[0]!);
    const value = rewards.reduceRight((later, reward) => reward + 0.9 * later, 0);
    expect(discountedReward[0]).toBeCloseTo(value, 6);
  });

  it('counts long episodes as often as short ones', async () => {
    // Three walks end an episode. P(3 steps) = 1/8, P(4) = 3/16, else 5: mean 4.5625, variance .4961.
    const { periods } = await rollout(uniform, corridor, options({ episodes: 4000 }));
    const mean = periods.reduce((a, b) => a + b, 0) / periods.length;
    expect(Math.abs(mean - 4.5625)).toBeLessThan(4 * Math.sqrt(0.4961 / 4000));
  });

  it('gives exactly the episodes asked for and reports progress by chunk', async () => {
    const heard: number[] = [];
    const onProgress = (episodes: number) => void heard.push(episodes);
    const { periods } = await rollout(uniform, corridor, options({ episodes: 7, lanes: 3, onProgress }));
    expect(periods).toHaveLength(7);
    expect(heard).toEqual([3, 6, 7]);
  });

  it('gives an episode the same random numbers also when fewer are played', async () => {
    const run = (episodes: number) =>
      rollout(uniformPolicy(segmentActions), segments, options({ episodes, lanes: 2 }));
    const long = await run(5);
    const short = await run(3);
    expect(short.totalReward).toEqual(long.totalReward.subarray(0, 3));
    expect(short.pairing).toBe(long.pairing);
  });

  it('asks the policy for no more lanes than episodes are wanted, and ends with the last of them', async () => {
    const asked: number[] = [];
    // The wanted episode ends after three walks, those that stand still only after five periods.
    const counting: Policy = {
      ...walk,
      probabilities(decisions, out) {
        asked.push(out.length / actions.length);
        return walk.probabilities(decisions, out);
      },
    };
    const { totalReward } = await rollout(counting, corridor, options({ episodes: 7, lanes: 3 }));
    expect(totalReward).toEqual(new Float64Array(7).fill(6));
    expect(asked).toEqual([...Array<number>(6).fill(3), 1, 1, 1]);
  });

  it('gives every chunk a world of its own', async () => {
    // The policy is certain, so only the world can make the episodes differ.
    const { totalReward } = await rollout(
      constantPolicy(segmentActions, 1),
      segments,
      options({ episodes: 6, lanes: 2 }),
    );
    expect(new Set(totalReward).size).toBe(6);
  });

  it('gives every chunk choices of its own', async () => {
    // The corridor is certain, so only the choices can make the episodes differ.
    const { totalReward } = await rollout(uniform, corridor, options({ episodes: 80, lanes: 40 }));
    expect(totalReward.subarray(0, 40)).not.toEqual(totalReward.subarray(40));
  });

  describe('draws choices and world from streams of their own', () => {
    const lanes = 64;

    /** Plays one chunk of coin tosses in a corridor that draws so many numbers of its own before each step. */
    async function play(draws: number) {
      const choices: number[] = [];
      const worldNumbers: number[] = [];
      const make = (_lanes: number, world: Random) => {
        class Drawing extends CorridorEnvironment {
          override step(chosen: Int32Array) {
            for (let i = 0; i < draws; i += 1) worldNumbers.push(world.uniform());
            choices.push(...chosen);
            return super.step(chosen);
          }
        }
        return new Drawing(lanes);
      };
      await rollout(uniform, make, options({ episodes: lanes, lanes }));
      return { choices, worldNumbers };
    }

    it('so that choices do not depend on how much the world draws', async () => {
      expect((await play(lanes)).choices).toEqual((await play(0)).choices);
    });

    it('so that the world does not draw the numbers that choose', async () => {
      const { choices, worldNumbers } = await play(lanes);
      // Two actions, equally likely: a number below a half chooses the first. Half of them agree by chance.
      const agreeing = choices.filter((choice, i) => choice === (worldNumbers[i]! < 0.5 ? 0 : 1)).length;
      const count = choices.length;
      expect(worldNumbers).toHaveLength(count);
      expect(Math.abs(agreeing / count - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / count));
    });
  });

  it('gives two policies the same world: what differs is what they do', async () => {
    // Until the twentieth period both do nothing; had the noise differed, so would the first rewards.
    const late: Policy = {
      name: 'late',
      description: 'email once in the last period, which nothing follows',
      probabilities: ({ observations }, out) => {
        out.fill(0);
        for (let lane = 0; lane * 5 < out.length; lane += 1) {
          const total = observations.subarray(lane * 3, lane * 3 + 3).reduce((a, b) => a + b, 0);
          out[lane * 5 + (total === 5000 + 15 * 99 ? 1 : 0)] = 1;
        }
      },
    };
    const random = Random.fromSeed(2);
    const none = await rollout(constantPolicy(segmentActions, 0), segments, options({ random, gamma: 1 }));
    const once = await rollout(late, segments, options({ random, gamma: 1 }));
    const cost = 3 * (5000 + 15 * 100);
    expect(once.totalReward).toEqual(none.totalReward.map((total) => total - cost));
  });

  it('gives the same results for the same seed and others for another', async () => {
    const run = (seed: number) =>
      rollout(uniform, corridor, options({ random: Random.fromSeed(seed), episodes: 20 }));
    expect(await run(1)).toEqual(await run(1));
    expect((await run(1)).totalReward).not.toEqual((await run(2)).totalReward);
  });

  it.each<[Partial<RolloutOptions>, string]>([
    [{ episodes: 0 }, 'episodes must be a positive whole number, got 0'],
    [{ lanes: 2.5 }, 'lanes must be a positive whole number, got 2.5'],
    [{ gamma: 1.1 }, 'gamma must be in [0, 1], got 1.1'],
  ])('refuses %j', async (changes, message) => {
    await expect(rollout(walk, corridor, options(changes))).rejects.toThrow(message);
  });
});

describe('compare', () => {
  it('gives every metric of the report as an estimate', async () => {
    const metrics = metricEstimates(await rollout(walk, corridor, options()));
    expect(metrics.totalReward).toEqual({ value: 6, low: 6, high: 6, level: 0.95 });
    expect(Object.keys(metrics)).toEqual([
      'discountedReward',
      'totalReward',
      'rewardPerPeriod',
      'costPerPeriod',
      'contactsPerPeriod',
      'noActionShare',
    ]);
  });

  it('compares on the episodes that both have played', async () => {
    const model = await rollout(uniform, corridor, options({ episodes: 12, lanes: 4 }));
    const policy = await rollout(walk, corridor, options({ episodes: 5, lanes: 4 }));
    const mean = model.totalReward.subarray(0, 5).reduce((a, b) => a + b, 0) / 5;
    const { totalReward } = pairedDifferences(model, policy, 0.9);
    expect(totalReward.value).toBeCloseTo(mean - 6, 12);
    expect(totalReward.level).toBe(0.9);
  });

  it.each<[string, Partial<RolloutOptions>]>([
    ['seed', { random: Random.fromSeed(2) }],
    ['number of lanes', { lanes: 2 }],
    ['discount', { gamma: 0.9 }],
  ])('refuses results of another %s', async (_what, changes) => {
    const model = await rollout(walk, corridor, options());
    const policy = await rollout(walk, corridor, options(changes));
    expect(() => pairedDifferences(model, policy)).toThrow('expected equal random numbers');
  });
});
