import fc from 'fast-check';
import { Random } from '../../../src/core/random';
import {
  advantageCalibration,
  type LearnedAdvantages,
} from '../../../src/evaluate/off-policy/advantage-calibration';
import { knownCalibration } from '../../support/known-calibration';

const ACTIONS = 3;

interface Truth {
  readonly customers?: number;
  /** Units of the reward. */
  readonly scale?: number;
  /** Added to what came of all decisions of a customer, whatever was done. */
  readonly ofCustomer?: (random: Random) => number;
  /** The same of each decision. */
  readonly other?: (random: Random, chances: readonly number[]) => number;
  /** Chance that an action other than the first is barred. */
  readonly barred?: number;
}

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

/**
 * Decisions of customers with three each, actions drawn by chances of their own. What came beyond the value of the state
 * is `slope` of what the model says.
 */
function made(
  seed: number,
  slope: number,
  { customers = 30, scale = 1, ofCustomer = () => 0, other = () => 0, barred = 0 }: Truth = {},
): LearnedAdvantages {
  const random = Random.fromSeed(seed);
  const n = 3 * customers;
  const draw = () => 2 * random.uniform() - 1;
  const chances = Array.from({ length: n }, () => {
    const raw = Array.from({ length: ACTIONS }, (_, action) =>
      action > 0 && random.uniform() < barred ? 0 : 0.2 + random.uniform(),
    );
    return raw.map((one) => one / sum(raw));
  });
  const q = chances.map(() => [0.5, -0.3, 0.2].map((mean) => scale * (mean + draw())));
  const actions = Int32Array.from(chances, (own) => {
    const drawn = random.uniform();
    return drawn < own[0]! ? 0 : drawn < own[0]! + own[1]! ? 1 : 2;
  });
  const customer = Array.from({ length: customers }, () => ofCustomer(random));
  const surprises = Float64Array.from(actions, (action, i) => {
    const state = sum(chances[i]!.map((chance, b) => chance * q[i]![b]!));
    const luck = customer[Math.floor(i / 3)]! + other(random, chances[i]!);
    return slope * (q[i]![action]! - state) + scale * luck;
  });
  const starts = Int32Array.from({ length: customers + 1 }, (_, unit) => 3 * unit);
  return {
    histories: { units: customers, starts, actions, actionCount: ACTIONS },
    ...{ behaviour: Float64Array.from(chances.flat()), qValues: Float64Array.from(q.flat()), surprises },
    weights: new Float64Array(n).fill(1),
  };
}

const found = (learned: LearnedAdvantages) => knownCalibration(advantageCalibration(learned, 0.95));

it('finds how much of the learned differences came true, in any unit of the reward, some actions barred', () => {
  fc.assert(
    fc.property(
      fc.nat(),
      fc.double({ min: -1, max: 2, noNaN: true }),
      fc.constantFrom(1e-5, 1, 1e4),
      fc.constantFrom(0, 0.4),
      (seed, slope, scale, barred) => {
        const { slope: got, kept } = found(made(seed, slope, { scale, barred }));
        expect(got.value).toBeCloseTo(slope, 5);
        // Nothing is left over, so that nothing may be chance.
        expect(got.high! - got.low!).toBeLessThan(1e-4);
        expect(kept).toBeCloseTo(Math.min(1, Math.max(0, slope)), 4);
      },
    ),
  );
});

describe('mean advantages', () => {
  /** Decisions of one customer each, six of each kind, with every action that was open as often: [chances, values]. */
  function meansOf(kinds: readonly (readonly [readonly number[], readonly number[]])[]): readonly number[] {
    const rows = kinds.flatMap((kind) => Array.from({ length: 6 }, () => kind));
    const n = rows.length;
    const open = (chances: readonly number[]) => [0, 1, 2].filter((action) => chances[action]! > 0);
    return found({
      histories: {
        ...{ units: n, starts: Int32Array.from({ length: n + 1 }, (_, i) => i), actionCount: ACTIONS },
        actions: Int32Array.from(rows, ([chances], i) => open(chances)[i % open(chances).length]!),
      },
      behaviour: Float64Array.from(rows.flatMap(([chances]) => chances)),
      qValues: Float64Array.from(rows.flatMap(([, values]) => values)),
      ...{ surprises: new Float64Array(n), weights: new Float64Array(n).fill(1) },
    }).means;
  }
  const expectMeans = (means: readonly number[], wanted: readonly number[]) =>
    means.forEach((mean, action) => expect(mean).toBeCloseTo(wanted[action]!, 6));

  it('are those of the actions, less their mean, where all are open', () => {
    const third = [1 / 3, 1 / 3, 1 / 3];
    // Means 2, 3 and 7 of values that differ by 4 from decision to decision.
    expectMeans(
      meansOf([
        [third, [0, 2, 4]],
        [third, [4, 4, 10]],
      ]),
      [-2, -1, 3],
    );
  });

  it('are of what could be taken alone: a guess at what was barred counts nothing', () => {
    const [all, barred] = [
      [1 / 3, 1 / 3, 1 / 3],
      [0.5, 0.5, 0],
    ];
    expectMeans(
      meansOf([
        [all, [0, 1, 0]],
        [barred, [0, 1, 9]],
      ]),
      [-1 / 3, 2 / 3, -1 / 3],
    );
  });

  it('compare actions within decisions: one that is open at good decisions alone is no better for it', () => {
    expectMeans(
      meansOf([
        [
          [0.5, 0.5, 0],
          [0, 1, 0],
        ],
        [
          [0.5, 0, 0.5],
          [100, 0, 102],
        ],
      ]),
      [-1, 0, 1],
    );
  });

  it('are the least of an action that never could be taken', () => {
    expectMeans(
      meansOf([
        [
          [0.5, 0.5, 0],
          [0, 3, 50],
        ],
      ]),
      [-1, 2, -1],
    );
  });
});

it('covers the truth where customers have luck in common, 95 times of 100', () => {
  const runs = 400;
  const luck = (random: Random) => 6 * random.uniform() - 3;
  let covered = 0;
  for (let seed = 0; seed < runs; seed += 1) {
    const { low, high } = found(made(seed, 0.5, { customers: 80, ofCustomer: luck, other: luck })).slope;
    if (low! <= 0.5 && 0.5 <= high!) covered += 1;
  }
  // Three standard errors of a share of 400.
  expect(Math.abs(covered / runs - 0.95)).toBeLessThan(3 * Math.sqrt((0.95 * 0.05) / runs));
});

it('is moved by no value of a state, also one that goes with the chances of actions', () => {
  const runs = 200;
  const values = Array.from(
    { length: runs },
    (_, seed) => found(made(seed, 0.5, { other: (_random, chances) => 10 * chances[1]! })).slope.value!,
  );
  const mean = sum(values) / runs;
  const error = Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / runs / (runs - 1));
  expect(Math.abs(mean - 0.5)).toBeLessThan(3 * error);
});

it('keeps nothing of what chance may have made, four times of five at least', () => {
  const luck = (random: Random) => 6 * random.uniform() - 3;
  const kept = Array.from({ length: 200 }, (_, seed) => found(made(seed, 0, { other: luck })).kept);
  // Kept is a slope above its own error: one of six times, by a normal law.
  expect(kept.filter((share) => share > 0).length).toBeLessThan(40);
});

it('keeps no more of noise where values hardly differ, and slopes are large by chance', () => {
  const luck = (random: Random) => 6 * random.uniform() - 3;
  const runs = 400;
  const kept = Array.from({ length: runs }, (_, seed) => {
    const learned = made(seed, 0, { customers: 80, other: luck });
    const means = [0.5, -0.3, 0.2];
    const hardly = Float64Array.from(
      learned.qValues,
      (value, at) => means[at % 3]! + 0.01 * (value - means[at % 3]!),
    );
    return found({ ...learned, qValues: hardly }).kept;
  });
  const mean = sum(kept) / runs;
  const error = Math.sqrt(sum(kept.map((one) => (one - mean) ** 2)) / runs / (runs - 1));
  // A slope t times its error keeps 1 - 1/t² where t is above 1: of a normal law 2 (1 - Φ(1)) - φ(1).
  expect(Math.abs(mean - (2 * 0.158655 - 0.241971))).toBeLessThan(3 * error);
});

it('counts a decision of weight 2 as two, and one of weight 0, or that was barred, not at all', () => {
  const learned = made(3, 0.7, { customers: 40, other: (random) => random.uniform() });
  const { histories, behaviour, qValues, surprises } = learned;
  const weights = Float64Array.from(surprises, (_, i) => (i < 60 ? 2 : 0));
  const kept = Array.from({ length: 120 }, (_, i) => i % 60);
  const row = (values: ArrayLike<number>) =>
    Float64Array.from(kept.flatMap((i) => [0, 1, 2].map((b) => values[3 * i + b]!)));
  const twice = found({
    histories: { ...histories, actions: Int32Array.from(kept, (i) => histories.actions[i]!) },
    ...{ behaviour: row(behaviour), qValues: row(qValues), weights: new Float64Array(120).fill(1) },
    surprises: Float64Array.from(kept, (i) => surprises[i]!),
  });
  const weighed = found({ ...learned, weights });
  expect(weighed.slope.value).toBeCloseTo(twice.slope.value!, 8);
  weighed.means.forEach((mean, action) => expect(mean).toBeCloseTo(twice.means[action]!, 8));

  const broken = behaviour.map((chance, at) =>
    at >= 180 && at % 3 === histories.actions[Math.floor(at / 3)] ? 0 : chance,
  );
  expect(found({ ...learned, behaviour: broken }).slope.value).toBeCloseTo(twice.slope.value!, 8);
});

it.each([1, 0.01, 1e6])(
  'knows nothing where the model tells no decisions apart, values of some %d',
  (scale) => {
    const learned = made(2, 1);
    const same = Float32Array.from(learned.qValues, (_, at) => scale * [1, 0.5, 2][at % 3]!);
    const { slope, kept } = found({ ...learned, qValues: same });
    expect([slope.value, kept]).toEqual([null, 1]);
  },
);

describe('nothing is known', () => {
  const learned = made(2, 1);
  const { actions } = learned.histories;
  const certain = (at: number) => (actions[Math.floor(at / 3)] === at % 3 ? 1 : 0);

  it('where every action was certain', () => {
    const behaviour = learned.behaviour.map((_, at) => certain(at));
    expect(advantageCalibration({ ...learned, behaviour }, 0.95)).toEqual({
      unknown: 'nothing was left to chance at any decision of the validation side',
    });
  });

  it('where the log drew among actions at those decisions alone that the model does not tell apart', () => {
    // Of the first decision of each customer, whose values are the same for all.
    const isFirst = (at: number) => Math.floor(at / 3) % 3 === 0;
    const behaviour = learned.behaviour.map((chance, at) => (isFirst(at) ? chance : certain(at)));
    const qValues = Float64Array.from(learned.qValues, (value, at) =>
      isFirst(at) ? [1, 2, 4][at % 3]! : value,
    );
    const { slope, kept } = found({ ...learned, behaviour, qValues });
    expect([slope.value, kept]).toEqual([null, 1]);
  });
});

it('is of one decision, after which the log goes on as it did', () => {
  // A mail earns 2 of customers A, and 1 of others. After one, a second costs A as much as `cost`, and the log sends it to every second:
  // a policy that never sends it has the advantages 2 and 1, and mails of the log bring A but 2 - cost / 2.
  const slopeOf = (cost: number) => {
    const customers = [0, 1, 2, 3].map((i) => ({ isA: i % 2 === 0, action: i < 2 ? 0 : 1 }));
    const broughtTo = (isA: boolean) => (isA ? 2 - cost / 2 : 1);
    return found({
      histories: {
        ...{ units: 4, starts: Int32Array.of(0, 1, 2, 3, 4), actionCount: 2 },
        actions: Int32Array.from(customers, ({ action }) => action),
      },
      behaviour: new Float64Array(8).fill(0.5),
      qValues: customers.flatMap(({ isA }) => [0, isA ? 2 : 1]),
      surprises: Float64Array.from(customers, ({ isA, action }) => (action - 0.5) * broughtTo(isA)),
      weights: new Float64Array(4).fill(1),
    }).slope.value;
  };
  for (const cost of [0, 1, 2, 3]) expect(slopeOf(cost)).toBeCloseTo(1 - cost / 2, 6);
});
