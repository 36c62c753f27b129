import { salesChannelSchema } from '../../../src/dataset/presets/sales-channel';
import fc from 'fast-check';
import { ShapeError } from '../../../src/core/errors';
import { selectRows, type LoggedRows } from '../../../src/dataset/logged-rows';
import { splitRows } from '../../../src/dataset/split';
import { largestReward, RowReplay } from '../../../src/worlds/sales-channel-study/row-replay';
import { shapingConfigSchema } from '../../../src/worlds/sales-channel-study/shaping';
import { loggedRows, publishedRows, type TestRow } from '../../support/logged-rows';

const published = shapingConfigSchema.parse(salesChannelSchema.shaping);
/** Every term off but the logged reward of a match. */
const plain = shapingConfigSchema.parse({
  ...{ noActionReward: 0, mismatchReward: 0, power: 1, repeatPenalty: 0, noveltyBonus: 0 },
});

/** Rewards of lane 0 for these actions, one step each. */
function rewardsOf(environment: RowReplay, actions: readonly number[]): number[] {
  return actions.map((action) => {
    const lanes = new Int32Array(environment.lanes).fill(action);
    return environment.step(lanes).rewards[0]!;
  });
}

function closeTo(numbers: readonly number[]): number[] {
  return numbers.map((number) => expect.closeTo(number, 6) as number);
}

it('pays the published first rewards on the published training rows', async () => {
  const all = await publishedRows();
  const rows = selectRows(all, splitRows(all.loggedActions.length).train);
  const environment = new RowReplay(rows, 1, published);
  environment.reset();
  const [dm, em] = [rows.actions.indexOf('DM_sent'), rows.actions.indexOf('EMsent')];
  const rewards = rewardsOf(environment, [dm, em, 0, dm]);
  expect(rewards).toEqual([0.79, 0.59999984, 0.78999968, 0.59899952].map(Math.fround));
});

describe('each term of the reward', () => {
  // x0 tells the rows apart; logged: mail 9, mail 10, phone 20, phone 21, mail 1
  const rows = loggedRows([
    [[0], 1, 9],
    [[1], 1, 10],
    [[2], 2, 20],
    [[3], 2, 21],
    [[4], 1, 1],
  ]);

  function play(config: Readonly<Record<string, number>>, actions: readonly number[], log = rows): number[] {
    const environment = new RowReplay(log, 1, shapingConfigSchema.parse({ ...plain, ...config }));
    environment.reset();
    return rewardsOf(environment, actions);
  }

  it('is off where its option says so: a match pays what was logged, all else nothing', () => {
    expect(play({}, [1, 2, 2, 0, 1])).toEqual([9, 0, 20, 0, 1]);
  });

  it('raises matched rewards from 10 to 20 to the power of 1.5', () => {
    expect(play({ power: 1.5 }, [1, 1, 2, 2, 1])).toEqual([9, 10 ** 1.5, 20 ** 1.5, 21, 1].map(Math.fround));
  });

  it('pays No Action and mismatches their own rewards', () => {
    expect(play({ noActionReward: -0.5, mismatchReward: -2 }, [0, 2, 0, 1, 2])).toEqual([
      -0.5, -2, -0.5, -2, -2,
    ]);
  });

  it('pays a logged No Action what it earned, and only an unlogged one the assumption', () => {
    const log = loggedRows([
      [[0], 0, 7],
      [[1], 1, 1],
    ]);
    expect(play({ noActionReward: -0.5 }, [0, 1], log)).toEqual([7, 1]);
    expect(play({ noActionReward: -0.5 }, [1, 0], log)).toEqual([0, -0.5]);
  });

  it('takes off more with every repetition in the pass, and starts afresh in the next', () => {
    expect(play({ repeatPenalty: 0.25 }, [0, 0, 1, 0, 1, 0])).toEqual([0, -0.25, 0, -0.5, 1 - 0.25, 0]);
  });

  it('gives a bonus that falls with the root of the visits of a state and with the row of the pass', () => {
    const same = loggedRows([
      [[0], 1, 0],
      [[-0], 1, 0], // the same state
      [[1], 1, 0],
      [[0], 1, 0],
    ]);
    const bonus = (visits: number, row: number) => (0.5 / Math.sqrt(visits)) * (1 - row / 10);
    const rewards = play({ noveltyBonus: 0.5, noveltyHorizon: 10 }, [1, 1, 1, 1, 1], same);
    expect(rewards).toEqual(closeTo([bonus(1, 0), bonus(2, 1), bonus(1, 2), bonus(3, 3), bonus(1, 0)]));
  });

  it('caps the bonus, and never lets it fall below 0', () => {
    const rewards = play({ noveltyBonus: 4, noveltyCap: 1, noveltyHorizon: 2 }, [0, 0, 0, 0]);
    expect(rewards).toEqual([1, 1, 0, 0]); // 4, 4 / 2 capped; then the horizon is reached
  });
});

describe('a pass over the rows', () => {
  const rows = loggedRows([
    [[10, 0], 1, 1],
    [[11, 0], 2, 1],
    [[12, 0], 1, 1],
  ]);

  it('shows the next row whatever was chosen, and ends as terminated after the last', () => {
    const environment = new RowReplay(rows, 1, plain);
    expect([...environment.reset().observations]).toEqual([10, 0]);
    const seen = [1, 0, 2].map((action) => {
      const { observations, nextObservations, discounts, last } = environment.step(Int32Array.of(action));
      return { shown: observations[0], reached: nextObservations[0], discount: discounts[0], last: last[0] };
    });
    expect(seen).toEqual([
      { shown: 11, reached: 11, discount: 1, last: 0 },
      { shown: 12, reached: 12, discount: 1, last: 0 },
      { shown: 10, reached: 12, discount: 0, last: 1 },
    ]);
  });

  it('starts in lane k a share of k / lanes further on', () => {
    const environment = new RowReplay(rows, 2, plain);
    const starts = [...environment.reset().observations].filter((_, i) => i % 2 === 0);
    expect(starts).toEqual([10, 11]); // floor(1 * 3 / 2) = 1
    const shown = [1, 2, 3].map(() => environment.step(Int32Array.of(0, 0)).observations[2]);
    expect(shown).toEqual([12, 10, 11]);
  });

  it('counts repetitions and visits per lane', () => {
    const config = shapingConfigSchema.parse({ ...plain, repeatPenalty: 1 });
    const environment = new RowReplay(rows, 2, config);
    environment.reset();
    environment.step(Int32Array.of(0, 1)); // lane 1: mail where phone was logged
    expect([...environment.step(Int32Array.of(0, 1)).rewards]).toEqual([-1, 1 - 1]);
  });

  it('costs what the chosen contacts cost, matched or not', () => {
    const environment = new RowReplay(rows, 3, plain);
    environment.reset();
    expect([...environment.step(Int32Array.of(0, 1, 2)).costs]).toEqual([0, 2, 3]);
  });

  it('is as bounded as its rows', () => {
    const { observationSpec } = new RowReplay(rows, 1, plain);
    expect(observationSpec).toEqual({ features: ['x0', 'x1'], low: 0, high: 12 });
  });

  it('returns the same arrays at every step', () => {
    const environment = new RowReplay(rows, 1, plain);
    environment.reset();
    const first = environment.step(Int32Array.of(0));
    expect(environment.step(Int32Array.of(0))).toBe(first);
  });

  it('pays in every lane what a lane of its own on the rotated rows would be paid', () => {
    const row = fc.tuple(
      fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 1, maxLength: 1 }),
      fc.integer({ min: 0, max: 2 }),
      fc.integer({ min: -2, max: 12 }),
    ) as fc.Arbitrary<TestRow>;
    const table = fc.array(row, { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(
        table,
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.nat(2), { maxLength: 20 }),
        (log, lanes, acts) => {
          const all = new RowReplay(loggedRows(log), lanes, published);
          const alone = Array.from({ length: lanes }, (_, lane) => {
            const start = Math.floor((lane * log.length) / lanes);
            return new RowReplay(loggedRows([...log.slice(start), ...log.slice(0, start)]), 1, published);
          });
          all.reset();
          alone.forEach((one) => one.reset());
          for (const action of acts) {
            const together = [...all.step(new Int32Array(lanes).fill(action)).rewards];
            expect(together).toEqual(alone.map((one) => one.step(Int32Array.of(action)).rewards[0]));
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('what breaks the contract is refused', () => {
  const rows: LoggedRows = loggedRows([[[1], 1, 1]]);

  it.each<[string, Partial<LoggedRows>, number, Error]>([
    ['no lane', {}, 0, new RangeError('RowReplay: expected lanes > 0, got 0')],
    ['half a lane', {}, 0.5, new RangeError('RowReplay: expected lanes > 0, got 0.5')],
    [
      'no row',
      { loggedActions: new Int32Array(0) },
      1,
      new RangeError('RowReplay: expected at least one row, got none'),
    ],
    [
      'an action outside the list',
      { loggedActions: Int32Array.of(3) },
      1,
      new RangeError('RowReplay: expected actions below 3, got 3'),
    ],
    ['rewards', { rewards: new Float64Array(2) }, 1, new ShapeError('rewards: expected 1 elements, got 2')],
    [
      'states',
      { observations: new Float32Array(2) },
      1,
      new ShapeError('observations: expected 1 elements, got 2'),
    ],
    ['costs', { actionCosts: [0] }, 1, new ShapeError('actionCosts: expected 3 elements, got 1')],
  ])('%s', (_what, changes, lanes, error) => {
    expect(() => new RowReplay({ ...rows, ...changes }, lanes, plain)).toThrow(error);
  });

  it('another number of actions than lanes', () => {
    expect(() => new RowReplay(rows, 2, plain).step(Int32Array.of(0))).toThrow(
      new ShapeError('actions: expected 2 elements, got 1'),
    );
  });
});

it('the largest reward is that of shaped matches, assumptions and the bonus', () => {
  const rewards = Float64Array.of(4, -3, 16);
  expect(largestReward(rewards, plain)).toBe(16);
  // 16 to the power 1.5 is 64; the bonus is at most its cap.
  expect(largestReward(rewards, { ...plain, power: 1.5, noveltyBonus: 5, noveltyCap: 2 })).toBe(66);
  expect(largestReward(rewards, { ...plain, mismatchReward: -20 })).toBe(20);
});

it('the largest reward is not that of a slip', () => {
  expect(largestReward(Float64Array.of(2, 1, 2_000_000, -2), plain)).toBe(2);
});

describe('shapingConfigSchema', () => {
  it('pays by default what was logged and nothing else', () => {
    expect(shapingConfigSchema.parse({})).toMatchObject({
      ...{ noActionReward: 0, mismatchReward: 0, power: 1, repeatPenalty: 0, noveltyBonus: 0 },
    });
  });

  it('takes the published values from the preset of the study alone', () => {
    expect(published).toEqual({
      ...{ noActionReward: -0.01, mismatchReward: -0.2, power: 1.5, powerFrom: 10, powerTo: 20 },
      ...{ repeatPenalty: 0.001, noveltyBonus: 0.8, noveltyCap: 1, noveltyHorizon: 5_000_000 },
    });
  });

  it.each([{ repeatPenalty: -1 }, { noveltyHorizon: 0 }, { power: 0 }, { bonus: 1 }])(
    'refuses %p',
    (config) => {
      expect(shapingConfigSchema.safeParse(config).success).toBe(false);
    },
  );
});

it('counts no states where seldom seen ones pay nothing', () => {
  const rows = loggedRows([
    [[1], 1, 5],
    [[2], 2, 6],
  ]);
  const shaping = shapingConfigSchema.parse({ repeatPenalty: 0.1 });
  expect(new RowReplay(rows, 2, shaping).state().visits).toHaveLength(0);
  const older = { ...new RowReplay(rows, 2, shaping).state(), visits: new Int32Array(2 * 2) };
  expect(() => new RowReplay(rows, 2, shaping).restore(older)).not.toThrow();
});
