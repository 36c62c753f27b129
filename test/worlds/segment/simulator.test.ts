import fc from 'fast-check';
import { NormalGenerator, type NormalSource } from '../../../src/core/normal-generator';
import { Random } from '../../../src/core/random';
import {
  defaultSegmentConfig,
  segmentConfigSchema,
  type SegmentName,
} from '../../../src/worlds/segment/settings';
import { SegmentSimulator } from '../../../src/worlds/segment/simulator';
import { moments } from '../../../src/stats/moments';
import { recordedNoise } from '../../support/recorded-noise';
import { scriptedNoise } from '../../support/scripted-noise';

const [none, email, coupon, resurrection, special] = [0, 1, 2, 3, 4];
const delayed = segmentConfigSchema.parse({ emailHarmDelay: 2 });

/** One lane: what one action leads to from some counts. */
function oneStep(action: number, noise: NormalSource, counts = [1500, 1200, 2300]) {
  const simulator = new SegmentSimulator(defaultSegmentConfig, 1, noise);
  simulator.startFrom(Float32Array.from(counts));
  const { rewards, costs, nextObservations } = simulator.step(Int32Array.of(action));
  return { reward: rewards[0], cost: costs[0], next: Array.from(nextObservations), clips: simulator.clips };
}

/** The published run: counts before, action, reward, counts after. */
const published: readonly [readonly number[], number, number, readonly number[]][] = [
  [[1500, 1200, 2300], none, 34700, [1478, 1184, 2353]],
  [[1478, 1184, 2353], none, 34210, [1461, 1157, 2412]],
  [[1461, 1157, 2412], email, 18550, [1786, 1259, 2000]],
  [[1786, 1259, 2000], none, 39580, [1761, 1236, 2063]],
  [[1761, 1236, 2063], special, -42225, [1857, 1208, 2010]],
  [[1857, 1208, 2010], none, 40135, [1829, 1188, 2073]],
];

describe('the published run', () => {
  it.each(published)('from %j action %i earns %i', (before, action, reward) => {
    expect(oneStep(action, scriptedNoise(), [...before]).reward).toBe(reward);
  });

  it.each(published)('from %j action %i can lead where it led', (before, action, _reward, after) => {
    const lanes = 2000;
    const noise = NormalGenerator.from(Random.fromSeed(3));
    const simulator = new SegmentSimulator(defaultSegmentConfig, lanes, noise);
    simulator.startFrom(Float32Array.from(before));
    const { nextObservations } = simulator.step(new Int32Array(lanes).fill(action));
    after.forEach((count, segment) => {
      const column = nextObservations.filter((_, i) => i % 3 === segment);
      expect(count).toBeGreaterThanOrEqual(Math.min(...column));
      expect(count).toBeLessThanOrEqual(Math.max(...column));
    });
  });
});

describe('one period', () => {
  it('counts arrivals before the reward', () => {
    expect(oneStep(none, scriptedNoise()).reward).toBe(15 * 1510 + 10 * 1205);
  });

  it.each([
    [email, 3 * (1510 + 1205 + 2300)],
    [coupon, 20 * (1205 + 2300)],
    [resurrection, 15 * 2300],
    [special, 16 * (1510 + 1205 + 2300)],
  ])('charges campaign %i on the counts before transitions, and says what it cost', (action, cost) => {
    const { reward, cost: charged } = oneStep(action, scriptedNoise());
    expect(charged).toBe(cost);
    expect(reward).toBe(34700 - cost);
  });

  it('takes every flow from the counts after arrivals, never from running counts, and truncates each', () => {
    const [active, semiActive, nonActive] = [1510, 1205, 2300];
    const toSemi = 30; // .02 * 1510 = 30.2
    const toNon = 60; // .05 * 1205 = 60.25
    // .1 * 1205 = 120.5 and .05 * 1510 = 75.5 would round up
    const [semiToActive, nonToActive, nonToSemi, activeToNon, activeToSemi, semiToNon] = [
      120, 345, 230, 75, 75, 120,
    ];
    expect(oneStep(email, scriptedNoise()).next).toEqual([
      active - toSemi + semiToActive + nonToActive - activeToNon - activeToSemi,
      semiActive + toSemi - toNon - semiToActive + nonToSemi + activeToSemi - semiToNon,
      nonActive + toNon - nonToActive - nonToSemi + activeToNon + semiToNon,
    ]);
  });

  it('draws a normal of its own for each flow', () => {
    // .021 * 1510 = 31.71 instead of 30.2; the second flow stays at 60
    expect(oneStep(none, scriptedNoise(1, 0)).next).toEqual([1510 - 31, 1205 + 31 - 60, 2300 + 60]);
    // .052 * 1205 = 62.66 instead of 60.25
    expect(oneStep(none, scriptedNoise(0, 1)).next).toEqual([1510 - 30, 1205 + 30 - 62, 2300 + 62]);
  });

  it('reads the spread as a standard deviation, not as a variance', () => {
    // as a variance the share would be .02 + 2 * sqrt(.001) = .083: 125 customers
    expect(oneStep(none, scriptedNoise(2, 0)).next[0]).toBe(1510 - 33);
  });

  it('keeps the every-period flows on the same numbers whatever the action', () => {
    for (const action of [none, email, coupon, resurrection, special]) {
      const calm = oneStep(action, scriptedNoise()).next;
      const moved = oneStep(action, scriptedNoise(1, 1)).next;
      expect(moved.map((count, i) => count - calm[i]!)).toEqual([-1, 1 - 2, 2]);
    }
  });

  it('moves nobody for a share below 0 and everybody for a share above 1', () => {
    expect(oneStep(none, scriptedNoise(-100, -100)).next).toEqual([1510, 1205, 2300]);
    expect(oneStep(none, scriptedNoise(1e6, 1e6)).next).toEqual([0, 1510, 2300 + 1205]);
  });

  it('raises a count below 0 to 0, which makes customers, and counts how often', () => {
    // all of semiActive leaves twice: to nonActive by itself, to active by coupon
    const { next, clips } = oneStep(coupon, scriptedNoise(-100, 1e6, 1e6, -100, -100));
    expect(next).toEqual([1510 + 1205, 0, 2300 + 1205]);
    expect(clips).toBe(1);
    expect(oneStep(coupon, scriptedNoise()).clips).toBe(0);
  });
});

describe('one-step distribution', () => {
  it.each(defaultSegmentConfig.actions.map((action) => action.name))(
    'of %s matches the closed form',
    (name) => {
      const lanes = 20_000;
      const noise = NormalGenerator.from(Random.fromSeed(5).fork(name));
      const simulator = new SegmentSimulator(defaultSegmentConfig, lanes, noise);
      const action = simulator.actions.indexOf(name);
      const { nextObservations } = simulator.step(new Int32Array(lanes).fill(action));
      const counts: Record<SegmentName, number> = { active: 1510, semiActive: 1205, nonActive: 2300 };
      (Object.keys(counts) as SegmentName[]).forEach((segment, column) => {
        // Truncation takes a uniform fraction off each flow: mean 1/2, variance 1/12, independent of the size.
        let mean = counts[segment];
        let variance = 0;
        for (const flow of defaultSegmentConfig.flows) {
          const acts = flow.when === 'every period' || flow.when === name;
          if (!acts || (flow.from !== segment && flow.to !== segment)) continue;
          mean += (flow.to === segment ? 1 : -1) * (flow.mean * counts[flow.from] - 0.5);
          variance += (flow.sd * counts[flow.from]) ** 2 + 1 / 12;
        }
        const sample = moments(nextObservations.filter((_, i) => i % 3 === column));
        expect(Math.abs(sample.mean - mean)).toBeLessThan(4 * Math.sqrt(variance / lanes));
        expect(Math.abs(sample.variance / variance - 1)).toBeLessThan(4 * Math.sqrt(2 / lanes));
      });
    },
  );
});

describe('delayed email harm', () => {
  it('moves two periods later the customers that the email made leave, and shows them as pending', () => {
    const simulator = new SegmentSimulator(delayed, 1, scriptedNoise());
    expect(simulator.observationSpec.features).toEqual([
      'active',
      'semiActive',
      'nonActive',
      'pendingActiveToNonActiveIn1',
      'pendingActiveToSemiActiveIn1',
      'pendingSemiActiveToNonActiveIn1',
      'pendingActiveToNonActiveIn2',
      'pendingActiveToSemiActiveIn2',
      'pendingSemiActiveToNonActiveIn2',
    ]);
    const step = (action: number) => Array.from(simulator.step(Int32Array.of(action)).nextObservations);
    expect(step(email)).toEqual([
      1510 - 30 + 120 + 345,
      1205 + 30 - 60 - 120 + 230,
      2300 + 60 - 345 - 230,
      ...[0, 0, 0, 75, 75, 120],
    ]);
    // counts 1945, 1285, 1785 plus arrivals; flows .02 * 1955 = 39.1 and .05 * 1290 = 64.5
    expect(step(none)).toEqual([1955 - 39, 1290 + 39 - 64, 1785 + 64, 75, 75, 120, 0, 0, 0]);
    // counts 1916, 1265, 1849 plus arrivals; flows .02 * 1926 = 38.52 and .05 * 1270 = 63.5; now the harm
    expect(step(none)).toEqual([
      1926 - 38 - 75 - 75,
      1270 + 38 - 63 + 75 - 120,
      1849 + 63 + 75 + 120,
      ...[0, 0, 0, 0, 0, 0],
    ]);
  });

  it('can start from an observation with pending flows', () => {
    const simulator = new SegmentSimulator(delayed, 2, scriptedNoise());
    simulator.startFrom(Float32Array.of(1000, 1000, 1000, 7, 0, 0, 0, 0, 9));
    const { nextObservations } = simulator.step(Int32Array.of(none, none));
    // flows of 1010 and 1005: 20 and 50
    expect(Array.from(nextObservations.subarray(9))).toEqual([
      1010 - 20 - 7,
      1005 + 20 - 50,
      1000 + 50 + 7,
      0,
      0,
      9,
      0,
      0,
      0,
    ]);
  });

  it('draws the same noise for the same episode with and without the delay', () => {
    const step = (config: typeof delayed) =>
      new SegmentSimulator(config, 1, NormalGenerator.from(Random.fromSeed(9))).step(Int32Array.of(email))
        .nextObservations;
    const atOnce = step(defaultSegmentConfig);
    const [active, , nonActive, , , , activeToNon, activeToSemi, semiToNon] = step(delayed);
    expect(atOnce[0]).toBe(active! - activeToNon! - activeToSemi!);
    expect(atOnce[2]).toBe(nonActive! + activeToNon! + semiToNon!);
  });
});

// Lanes advance in blocks of 256, each on noise drawn for it.
describe.each([3, 255, 256, 257, 600])('%i lanes', (lanes) => {
  it.each([
    { harm: 'at once', config: defaultSegmentConfig },
    { harm: 'delayed', config: delayed },
  ])('step each as if it were alone with its own numbers, harm $harm', ({ config }) => {
    const periods = 4;
    const slots = 8; // two flows of every period and six of email
    const numbers = new Float64Array(periods * lanes * slots);
    NormalGenerator.from(Random.fromSeed(13)).fill(numbers);
    const own = (lane: number) =>
      Float64Array.from({ length: periods * slots }, (_, i) => {
        const period = Math.floor(i / slots);
        return numbers[(period * lanes + lane) * slots + (i % slots)]!;
      });
    const together = new SegmentSimulator(config, lanes, recordedNoise(numbers));
    const alone = Array.from(
      { length: lanes },
      (_, k) => new SegmentSimulator(config, 1, recordedNoise(own(k))),
    );
    for (let period = 0; period < periods; period += 1) {
      const actions = Int32Array.from({ length: lanes }, (_, lane) => (3 * lane + period) % 5);
      const step = together.step(actions);
      const single = alone.map((simulator, lane) => simulator.step(actions.slice(lane, lane + 1)));
      for (const name of ['nextObservations', 'rewards', 'costs'] as const) {
        expect(Array.from(step[name])).toEqual(single.flatMap((lane) => Array.from(lane[name])));
      }
    }
  });
});

describe('episodes', () => {
  it('are cut short after the configured periods, with values that go on, and restart at once', () => {
    const config = segmentConfigSchema.parse({ periods: 3 });
    const simulator = new SegmentSimulator(config, 2, scriptedNoise());
    const steps = [1, 2, 3, 4].map(() => {
      const { last, discounts, observations, nextObservations } = simulator.step(Int32Array.of(none, none));
      return {
        last: [...last],
        discounts: [...discounts],
        shown: observations[0],
        reached: nextObservations[0],
      };
    });
    expect(steps.map((step) => step.last)).toEqual([
      [0, 0],
      [0, 0],
      [1, 1],
      [0, 0],
    ]);
    expect(steps.every((step) => step.discounts.every((discount) => discount === 1))).toBe(true);
    // 1500 → 1480 → 1461 → 1442: flows of 1490 and 1471 are 29
    expect(steps[2]).toMatchObject({ shown: 1500, reached: 1442 });
    expect(steps[3]).toMatchObject({ shown: 1480, reached: 1480 });
  });

  it('grow by exactly 15 customers a period under random actions, and never need the clip', () => {
    const random = Random.fromSeed(11);
    const simulator = new SegmentSimulator(defaultSegmentConfig, 50, NormalGenerator.from(random));
    for (let period = 1; period <= 100; period += 1) {
      const actions = Int32Array.from({ length: 50 }, () => random.integer(5));
      const { nextObservations } = simulator.step(actions);
      for (let lane = 0; lane < 50; lane += 1) {
        const total = nextObservations.subarray(3 * lane, 3 * lane + 3).reduce((a, b) => a + b, 0);
        expect(total).toBe(5000 + 15 * period);
      }
    }
    expect(simulator.clips).toBe(0);
  });
});

describe('properties', () => {
  const count = fc.integer({ min: 0, max: 20_000 });
  it('counts stay whole, at or above 0, and are kept where nothing is clipped', () => {
    fc.assert(
      fc.property(
        fc.tuple(count, count, count),
        fc.integer({ min: 0, max: 4 }),
        fc.integer(),
        (counts, action, seed) => {
          const noise = NormalGenerator.from(Random.fromSeed(seed));
          const { next, clips, reward, cost } = oneStep(action, noise, counts);
          expect(next.every((value) => Number.isInteger(value) && value >= 0)).toBe(true);
          const total = counts.reduce((a, b) => a + b, 15);
          const grown = next.reduce((a, b) => a + b, 0) - total;
          if (clips === 0) expect(grown).toBe(0);
          else expect(grown).toBeGreaterThan(0);
          expect(reward! + cost!).toBe(15 * (counts[0] + 10) + 10 * (counts[1] + 5));
        },
      ),
    );
  });

  it("a lane's future does not depend on what other lanes do", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 20 }), (others) => {
        const play = (neighbours: readonly number[]) => {
          const noise = NormalGenerator.from(Random.fromSeed(1));
          const simulator = new SegmentSimulator(defaultSegmentConfig, 3, noise);
          return neighbours.map((other) =>
            Array.from(simulator.step(Int32Array.of(other, email, other)).nextObservations.subarray(3, 6)),
          );
        };
        expect(play(others)).toEqual(play(others.map(() => none)));
      }),
    );
  });
});

describe('contract', () => {
  it('refuses a number of lanes that is not positive and whole', () => {
    for (const lanes of [0, -1, 1.5, NaN]) {
      expect(() => new SegmentSimulator(defaultSegmentConfig, lanes, scriptedNoise())).toThrow(RangeError);
    }
  });

  it('refuses observations and actions of another length', () => {
    const simulator = new SegmentSimulator(defaultSegmentConfig, 2, scriptedNoise());
    expect(() => simulator.startFrom(new Float32Array(4))).toThrow('observation: expected 3 elements, got 4');
    expect(() => simulator.step(new Int32Array(3))).toThrow('actions: expected 2 elements, got 3');
  });

  it('refuses the state of another number of lanes', () => {
    const make = (lanes: number) => new SegmentSimulator(defaultSegmentConfig, lanes, scriptedNoise());
    expect(() => make(2).restore(make(3).state())).toThrow('counts');
  });
});
