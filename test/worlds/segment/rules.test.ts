import { Random } from '../../../src/core/random';
import { defaultSegmentConfig, segmentConfigSchema } from '../../../src/worlds/segment/settings';
import { greedyOneStepPolicy } from '../../../src/worlds/segment/greedy-one-step';
import type { Policy } from '../../../src/policies/policy';
import { segmentColumns } from '../../../src/worlds/segment/columns';
import { thresholdPolicy } from '../../../src/worlds/segment/threshold';
import { bestThreshold } from '../../../src/worlds/segment/threshold-search';

const actions = defaultSegmentConfig.actions.map((action) => action.name);
const features = ['active', 'semiActive', 'nonActive'];
const resurrection = 3;

/** Index of the action that a deterministic policy takes in each row. */
async function chosen(policy: Policy, observations: number[], count: number, width = 3): Promise<number[]> {
  const rows = observations.length / width;
  const out = new Float32Array(rows * count);
  await policy.probabilities({ observations: Float32Array.from(observations), allowed: null }, out);
  return Array.from({ length: rows }, (_, row) => out.indexOf(1, row * count) - row * count);
}

describe('segmentColumns', () => {
  it('finds the segments by name, in any order', () => {
    expect(segmentColumns(['nonActive', 'x', 'active', 'semiActive'])).toEqual([2, 3, 0]);
  });

  it('names a segment that is missing', () => {
    expect(() => segmentColumns(['active', 'nonActive'])).toThrow(
      'expected a feature semiActive, got active, nonActive',
    );
  });
});

describe('thresholdPolicy', () => {
  it('acts above the threshold, not on it', async () => {
    const policy = thresholdPolicy(features, actions, { action: resurrection, theta: 0.25 });
    expect(await chosen(policy, [500, 250, 250, 500, 249, 251, 1000, 0, 0], 5)).toEqual([0, resurrection, 0]);
    expect(policy.description).toBe('takes resurrection while nonActive / total > 0.25, else No Action');
  });

  it('leaves a company without customers alone', async () => {
    expect(await chosen(thresholdPolicy(features, actions, { action: 1, theta: 0 }), [0, 0, 0], 5)).toEqual([
      0,
    ]);
  });

  it('reads the counts by name', async () => {
    const policy = thresholdPolicy(['nonActive', 'semiActive', 'active'], actions, { action: 1, theta: 0.5 });
    expect(await chosen(policy, [900, 50, 50, 50, 50, 900], 5)).toEqual([1, 0]);
  });

  it('refuses an action outside the list', () => {
    expect(() => thresholdPolicy(features, actions, { action: 5, theta: 0.1 })).toThrow('0..4, got 5');
  });
});

describe('bestThreshold', () => {
  const thetas = [0.08, 0.12, 0.3];
  const search = { thetas, episodes: 20 };

  it('finds the rule that is known as the best for gamma .9', async () => {
    const rule = await bestThreshold(defaultSegmentConfig, {
      gamma: 0.9,
      random: Random.fromSeed(1),
      ...search,
    });
    expect(rule).toEqual({ action: resurrection, theta: 0.12 });
  });

  it('finds another one when the future counts in full', async () => {
    const rule = await bestThreshold(defaultSegmentConfig, {
      gamma: 1,
      random: Random.fromSeed(1),
      ...search,
    });
    expect(actions[rule.action]).toBe('coupon');
  });

  it('gives the same rule for the same stream, and not the same for every stream', async () => {
    const rules = async () => {
      const found: number[] = [];
      for (const seed of [1, 2, 3, 4, 5, 6]) {
        const stream = { gamma: 0.9, random: Random.fromSeed(seed) };
        // So near to each other that the noise of a single episode decides.
        const grid = { thetas: [0.119, 0.12, 0.121], episodes: 1 };
        found.push((await bestThreshold(defaultSegmentConfig, { ...stream, ...grid })).theta);
      }
      return found;
    };
    const first = await rules();
    expect(await rules()).toEqual(first);
    expect(new Set(first).size).toBeGreaterThan(1);
  });

  it('tries all rules on the same random numbers: rules that act alike are a tie, and the first one wins', async () => {
    // No share is above 1, so none of the twenty rules ever acts; other noise would let another one win by luck.
    const rule = await bestThreshold(segmentConfigSchema.parse({ periods: 5 }), {
      gamma: 1,
      random: Random.fromSeed(1),
      thetas: [1, 2, 3, 4, 5],
      episodes: 2,
    });
    expect(rule).toEqual({ action: 1, theta: 1 });
  });

  it('refuses an empty grid', async () => {
    const run = bestThreshold(defaultSegmentConfig, { gamma: 0.9, random: Random.fromSeed(1), thetas: [] });
    await expect(run).rejects.toThrow('expected at least one theta');
  });
});

describe('greedyOneStepPolicy', () => {
  it('never pays for effects that come later', async () => {
    expect(
      await chosen(greedyOneStepPolicy(defaultSegmentConfig), [1500, 1200, 2300, 0, 0, 9000], 5),
    ).toEqual([0, 0]);
  });

  it('takes the cheapest of the campaigns when No Action is not allowed, by the counts after arrivals', async () => {
    const policy = greedyOneStepPolicy(defaultSegmentConfig);
    const allowed = Uint8Array.of(0, 1, 1, 1, 1, 0, 1, 1, 1, 1);
    const out = new Float32Array(10);
    // row 0: email 3 * 1115, coupon 20 * 105, resurrection 0, special 16 * 1115
    // row 1: email 3 * 615, coupon 20 * 505, resurrection 15 * 500
    const observations = Float32Array.of(1000, 100, 0, 100, 0, 500);
    await policy.probabilities({ observations, allowed }, out);
    expect([out.indexOf(1), out.indexOf(1, 5) - 5]).toEqual([resurrection, 1]);
  });

  it('counts the customers who arrive before it acts', async () => {
    const out = new Float32Array(5);
    const empty = { observations: new Float32Array(3), allowed: Uint8Array.of(0, 1, 1, 1, 1) };
    // 10 active and 5 semi-active arrive: email 3 * 15, coupon 20 * 5, special 16 * 15, resurrection nothing;
    // without them every campaign would be free and email, the first one, the choice.
    await greedyOneStepPolicy(defaultSegmentConfig).probabilities(empty, out);
    expect(out.indexOf(1)).toBe(resurrection);
  });

  it('passes over the pending flows of a delayed environment', async () => {
    const policy = greedyOneStepPolicy(segmentConfigSchema.parse({ emailHarmDelay: 2 }));
    const allowed = Uint8Array.of(0, 1, 1, 1, 1, 0, 1, 1, 1, 1);
    const out = new Float32Array(10);
    // The two rows above with six flows behind each. Were those counts, the second row would be (1, 2, 3), where
    // resurrection is cheapest.
    const observations = Float32Array.of(1000, 100, 0, 1, 2, 3, 4, 5, 6, 100, 0, 500, 1, 2, 3, 4, 5, 6);
    await policy.probabilities({ observations, allowed }, out);
    expect([out.indexOf(1), out.indexOf(1, 5) - 5]).toEqual([resurrection, 1]);
  });
});
