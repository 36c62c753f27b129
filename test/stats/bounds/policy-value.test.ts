import fc from 'fast-check';
import { ShapeError } from '../../../src/core/errors';
import { Random } from '../../../src/core/random';
import { logSmoothedLowerBound } from '../../../src/stats/bounds/log-smoothed';
import {
  differenceLowerBound,
  differenceUpperBound,
  movedDifferences,
  movedReturns,
  type Histories,
  valueLowerBound,
  valueUpperBound,
} from '../../../src/stats/bounds/policy-value';

const repeated = (values: readonly number[], times: number) =>
  Array.from({ length: times }, () => values).flat();
const mean = (values: ArrayLike<number>) =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

/** Histories of one decision each. @param weights [units] @param rewards [units] */
const oneDecisionEach = (weights: ArrayLike<number>, rewards: ArrayLike<number>): Histories => ({
  ...{ weights, rewards, carries: true },
  starts: Uint32Array.from({ length: weights.length + 1 }, (_, i) => i),
});

/** Weights and rewards of 80 customers, each with one decision: the difference to the log is .25. */
const eighty = oneDecisionEach(
  repeated([0, 2, 0, 2, 2, 0, 2, 0], 10),
  repeated([0, 1, 1, 0, 1, 0, 1, 0], 10),
);
const single = { low: 0, high: 1, gamma: 1, horizon: 1 };

describe('one decision', () => {
  it('has the bound of the difference that was worked out elsewhere', () => {
    expect(mean(movedDifferences(eighty, single)) - 1).toBeCloseTo(0.25, 12);
    expect(differenceLowerBound(eighty, single, 0.95)).toBeCloseTo(0.010866, 6);
  });

  it('bounds the value on both sides: low + LB(w (r - low)) and high - LB(w (high - r))', () => {
    const histories = oneDecisionEach(
      eighty.weights,
      Array.from(eighty.rewards, (r) => 4 * r - 1),
    );
    const declared = { low: -1, high: 3, gamma: 1, horizon: 1 };
    const { weights, rewards } = histories;
    const fromLow = Array.from(weights, (w, i) => w * (rewards[i]! + 1));
    const fromHigh = Array.from(weights, (w, i) => w * (3 - rewards[i]!));
    const low = valueLowerBound(histories, declared, 0.95);
    const high = valueUpperBound(histories, declared, 0.95);
    expect(low).toBeCloseTo(-1 + logSmoothedLowerBound(fromLow, 4, 0.95), 9);
    expect(high).toBeCloseTo(3 - logSmoothedLowerBound(fromHigh, 4, 0.95), 9);
    // Value 4 × .75 - 1
    expect([low < 2, 2 < high, low > -1, high < 3]).toEqual([true, true, true, true]);
  });

  it('moves with rewards and their range, as does the value; the difference does not', () => {
    const cents = fc.integer({ min: 0, max: 10 });
    const rows = fc.array(fc.tuple(fc.constantFrom(0, 1, 3), cents), { minLength: 20, maxLength: 40 });
    fc.assert(
      fc.property(rows, fc.integer({ min: -50, max: 50 }), (pairs, shift) => {
        const weights = pairs.map(([weight]) => weight);
        const at = (by: number) => {
          const histories = oneDecisionEach(
            weights,
            pairs.map(([, reward]) => reward + by),
          );
          const declared = { low: by, high: 10 + by, gamma: 1, horizon: 1 };
          return [
            valueLowerBound(histories, declared, 0.9),
            valueUpperBound(histories, declared, 0.9),
            differenceLowerBound(histories, declared, 0.9),
            differenceUpperBound(histories, declared, 0.9),
          ] as const;
        };
        const [low, high, least, most] = at(0);
        const [lowMoved, highMoved, leastMoved, mostMoved] = at(shift);
        expect(lowMoved - shift).toBeCloseTo(low, 7);
        expect(highMoved - shift).toBeCloseTo(high, 7);
        expect(leastMoved).toBeCloseTo(least, 7);
        expect(mostMoved).toBeCloseTo(most, 7);
      }),
    );
  });

  it('has a lower bound above the upper one where the weights show that the propensities are wrong', () => {
    // Weights of mean 2: moved by -5, the value seems to be 2 × 1 + 5, moved the other way, it seems to be -3.
    const wrong = oneDecisionEach(new Float64Array(500).fill(2), new Float64Array(500).fill(1));
    const declared = { low: -5, high: 5, gamma: 1, horizon: 1 };
    expect(valueLowerBound(wrong, declared, 0.95)).toBeGreaterThan(valueUpperBound(wrong, declared, 0.95));
  });

  it('has a difference within the range where nothing is known', () => {
    const none = oneDecisionEach([], []);
    expect([differenceLowerBound(none, single, 0.95), differenceUpperBound(none, single, 0.95)]).toEqual([
      -1, 1,
    ]);
    expect([valueLowerBound(none, single, 0.95), valueUpperBound(none, single, 0.95)]).toEqual([0, 1]);
  });
});

describe('histories', () => {
  // Three customers: two decisions, one, none; gamma .5, horizon 3, range -1 to 2.
  const histories = { weights: [2, 4, 0.5], rewards: [2, -1, 1], starts: [0, 2, 3, 3] };
  const declared = { low: -1, high: 2, gamma: 0.5, horizon: 3 };

  it('are padded with their last weight and no reward', () => {
    expect([...movedReturns(histories, declared)]).toEqual([
      2 * 3 + 0.5 * (4 * 0) + 0.25 * (4 * 1),
      0.5 * 2 + 0.5 * (0.5 * 1) + 0.25 * (0.5 * 1),
      1 + 0.5 + 0.25,
    ]);
    expect([...movedDifferences(histories, declared)]).toEqual([
      1 * 3 + 3 + 0.5 * (3 * 0 + 3) + 0.25 * (3 * 1 + 3),
      -0.5 * 2 + 3 + 0.5 * (-0.5 * 1 + 3) + 0.25 * (-0.5 * 1 + 3),
      3 + 0.5 * 3 + 0.25 * 3,
    ]);
  });

  it('differ from the log by nothing where the policy is the one that logged', () => {
    const same = { ...histories, weights: [1, 1, 1] };
    const whole = 1 + 0.5 + 0.25;
    expect([...movedDifferences(same, declared)]).toEqual([3 * whole, 3 * whole, 3 * whole]);
  });

  it('have no negative numbers, whatever the weights', () => {
    const row = fc.tuple(fc.double({ min: 0, max: 50, noNaN: true }), fc.integer({ min: -1, max: 2 }));
    fc.assert(
      fc.property(fc.array(fc.array(row, { maxLength: 3 }), { maxLength: 6 }), (customers) => {
        const rows = customers.flat();
        const starts = [0];
        for (const customer of customers) starts.push(starts.at(-1)! + customer.length);
        const drawn = { weights: rows.map(([w]) => w), rewards: rows.map(([, r]) => r), starts };
        expect(Math.min(0, ...movedReturns(drawn, declared))).toBe(0);
        expect(Math.min(0, ...movedDifferences(drawn, declared))).toBe(0);
      }),
    );
  });

  it('are bounded about Σ gamma^t low and less Σ gamma^t (high - low)', () => {
    const many = {
      weights: repeated(histories.weights, 50),
      rewards: repeated(histories.rewards, 50),
      starts: [0, ...Array.from({ length: 50 }, (_, i) => [3 * i + 2, 3 * i + 3, 3 * i + 3]).flat()],
    };
    const scale = 3 * 1.75;
    expect(valueLowerBound(many, declared, 0.95)).toBeCloseTo(
      -1.75 + logSmoothedLowerBound(movedReturns(many, declared), scale, 0.95),
      12,
    );
    expect(differenceLowerBound(many, declared, 0.95)).toBeCloseTo(
      logSmoothedLowerBound(movedDifferences(many, declared), scale, 0.95) - scale,
      12,
    );
  });

  it('name what breaks the declaration', () => {
    const broken =
      (change: object, altered: object = {}) =>
      () =>
        differenceUpperBound({ ...histories, ...altered }, { ...declared, ...change }, 0.95);
    expect(broken({ high: 1 })).toThrow(new RangeError('rewards: expected -1 to 1, got 2 in row 0'));
    expect(broken({ horizon: 1 })).toThrow('horizon: expected at most 1 decisions, got 2 of unit 0');
    expect(broken({ low: 1 }, { rewards: [2, 2, 2] })).toThrow(
      'range: expected to hold 0, which unit 0 earns once it has ended',
    );
    expect(broken({ gamma: 1.5 })).toThrow('gamma: expected > 0 and at most 1, got 1.5');
    expect(broken({ horizon: 2.5 })).toThrow('horizon: expected a whole number > 0, got 2.5');
    expect(broken({}, { weights: [1, -1, 1] })).toThrow('weights: expected 0 to Infinity, got -1 in row 1');
    expect(broken({}, { rewards: [1] })).toThrow(ShapeError);
  });

  it('fail at most as often as they say, and find a difference that is there', () => {
    // Two actions, logged by coin; action 1 earns with probability .6, action 0 with .3. A customer stays with
    // probability .5, for three decisions at most: 1.75 decisions, so always 1 earns 1.05, the log .7875.
    const random = Random.fromSeed(5);
    const wide = { low: 0, high: 1, gamma: 1, horizon: 3 };
    let [failures, found] = [0, 0];
    for (let log = 0; log < 60; log += 1) {
      const drawn = { weights: [] as number[], rewards: [] as number[], starts: [0] };
      for (let customer = 0; customer < 800; customer += 1) {
        let weight = 1;
        for (let t = 0; t < 3; t += 1) {
          const action = random.integer(2);
          weight *= action === 1 ? 2 : 0;
          drawn.weights.push(weight);
          drawn.rewards.push(random.uniform() < (action === 1 ? 0.6 : 0.3) ? 1 : 0);
          if (random.uniform() < 0.5) break;
        }
        drawn.starts.push(drawn.weights.length);
      }
      const low = differenceLowerBound(drawn, wide, 0.9);
      if (low > 0.2625 || differenceUpperBound(drawn, wide, 0.9) < 0.2625) failures += 1;
      if (low > 0) found += 1;
    }
    expect(failures / 60).toBeLessThan(0.2);
    expect(found).toBeGreaterThan(20);
  });
});
