import fc from 'fast-check';
import { Random } from '../../../src/core/random';
import {
  advantageCalibration,
  type LearnedAdvantages,
} from '../../../src/evaluate/off-policy/advantage-calibration';

interface Made {
  readonly learned: LearnedAdvantages;
  /** [n, actions] */
  readonly advantages: readonly (readonly number[])[];
}

/**
 * Decisions of customers with three each, and actions drawn by chances of their own. What came of them is `share` of what
 * the model says sets them apart, `mean` of each action, and what `other` says.
 */
function made(
  seed: number,
  share: number,
  { customers = 30, mean = [0.3, -0.2, 0.5], other = (_: Random): number => 0 } = {},
): Made {
  const random = Random.fromSeed(seed);
  const size = mean.length;
  const n = 3 * customers;
  const q = Float64Array.from({ length: n * size }, () => 2 * random.uniform() - 1);
  const chances = Array.from({ length: n }, () => {
    const raw = mean.map(() => 0.2 + random.uniform());
    const sum = raw.reduce((a, b) => a + b, 0);
    return raw.map((one) => one / sum);
  });
  const actions = Int32Array.from(chances, (own) => {
    const drawn = random.uniform();
    return drawn < own[0]! ? 0 : drawn < own[0]! + own[1]! ? 1 : 2;
  });
  const advantages = Array.from({ length: n }, (_, i) => {
    const own = Array.from(q.subarray(i * size, (i + 1) * size));
    const middle = own.reduce((a, b) => a + b, 0) / size;
    return own.map((value) => value - middle);
  });
  const means = mean.map((_, action) => advantages.reduce((sum, own) => sum + own[action]!, 0) / n);
  const targets = Float64Array.from(actions, (action, i) => {
    const [own, chance] = [advantages[i]!, chances[i]!];
    const surprise = mean.map((_, b) => (b === action ? 1 : 0) - chance[b]!);
    const apart = surprise.reduce((sum, one, b) => sum + one * (own[b]! - means[b]!), 0);
    const ofActions = surprise.reduce((sum, one, b) => sum + one * mean[b]!, 0);
    const expected = chance.reduce((sum, one, b) => sum + one * q[i * size + b]!, 0);
    return expected + ofActions + share * apart + other(random);
  });
  const starts = Int32Array.from({ length: customers + 1 }, (_, unit) => 3 * unit);
  const histories = { units: customers, starts, actions, actionCount: size };
  const behaviour = Float64Array.from(chances.flat());
  return {
    learned: { histories, behaviour, qValues: q, targets, weights: new Float64Array(n).fill(1) },
    advantages,
  };
}

it('finds how much of the learned differences came true, whatever actions bring on average', () => {
  fc.assert(
    fc.property(fc.nat(), fc.double({ min: -1, max: 2, noNaN: true }), (seed, share) => {
      const { learned } = made(seed, share);
      const found = advantageCalibration(learned, 0.95).share;
      expect(found.value).toBeCloseTo(share, 6);
      // Nothing is left over, so that the interval has no width.
      expect(found.high! - found.low!).toBeLessThan(1e-5);
    }),
  );
});

it('tells the mean advantage of each action, less their mean', () => {
  const { learned, advantages } = made(5, 1);
  const { means } = advantageCalibration(learned, 0.95);
  [0, 1, 2].forEach((action) =>
    expect(means[action]).toBeCloseTo(
      advantages.reduce((sum, own) => sum + own[action]!, 0) / advantages.length,
      12,
    ),
  );
});

it('covers the truth where luck is beside it, 95 times of 100', () => {
  const runs = 400;
  let covered = 0;
  for (let seed = 0; seed < runs; seed += 1) {
    const { learned } = made(seed, 0.5, { customers: 60, other: (random) => 3 * (2 * random.uniform() - 1) });
    const { low, high } = advantageCalibration(learned, 0.95).share;
    if (low! <= 0.5 && 0.5 <= high!) covered += 1;
  }
  // Three standard errors of a share of 400.
  expect(Math.abs(covered / runs - 0.95)).toBeLessThan(3 * Math.sqrt((0.95 * 0.05) / runs));
});

it('is moved by no value of a state that is the same whatever was done, but by its noise', () => {
  const runs = 200;
  let sum = 0;
  let squares = 0;
  for (let seed = 0; seed < runs; seed += 1) {
    const { learned } = made(seed, 0.5, { other: (random) => 10 * random.uniform() });
    const value = advantageCalibration(learned, 0.95).share.value!;
    sum += value;
    squares += value * value;
  }
  const mean = sum / runs;
  const error = Math.sqrt((squares / runs - mean * mean) / runs);
  expect(Math.abs(mean - 0.5)).toBeLessThan(3 * error);
});

it('counts a decision of weight 2 as two, and one of weight 0 not at all', () => {
  const { learned } = made(3, 0.7, { customers: 40, other: (random) => 2 * random.uniform() - 1 });
  const { histories, behaviour, qValues, targets } = learned;
  const weights = Float64Array.from(targets, (_, i) => (i < 60 ? 2 : 0));
  const weighed = advantageCalibration({ ...learned, weights }, 0.95);
  const kept = Array.from({ length: 120 }, (_, i) => i % 60);
  const twice = advantageCalibration(
    {
      histories: {
        ...{ units: 40, actionCount: 3, starts: Int32Array.from({ length: 41 }, (_, u) => 3 * u) },
        actions: Int32Array.from(kept, (i) => histories.actions[i]!),
      },
      behaviour: Float64Array.from(kept.flatMap((i) => Array.from(behaviour.subarray(3 * i, 3 * i + 3)))),
      qValues: Float64Array.from(kept.flatMap((i) => [0, 1, 2].map((b) => qValues[3 * i + b]!))),
      targets: Float64Array.from(kept, (i) => targets[i]!),
      weights: new Float64Array(120).fill(1),
    },
    0.95,
  );
  expect(weighed.share.value).toBeCloseTo(twice.share.value!, 9);
  weighed.means.forEach((mean, action) => expect(mean).toBeCloseTo(twice.means[action]!, 12));
});

it('knows nothing where the model tells no decisions apart', () => {
  const { learned } = made(2, 1);
  const qValues = learned.targets.length;
  const same = Float64Array.from({ length: 3 * qValues }, (_, at) => [1, 0.5, 2][at % 3]!);
  expect(advantageCalibration({ ...learned, qValues: same }, 0.95).share.value).toBeNull();
});

it('knows nothing where every action was certain', () => {
  const { learned } = made(2, 1);
  const { actions } = learned.histories;
  const behaviour = Float64Array.from({ length: 3 * actions.length }, (_, at) =>
    actions[Math.floor(at / 3)] === at % 3 ? 1 : 0,
  );
  expect(advantageCalibration({ ...learned, behaviour }, 0.95).share.value).toBeNull();
});
