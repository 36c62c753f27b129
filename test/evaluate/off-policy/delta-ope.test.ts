/** The difference of two policies with a control variate. */
import fc from 'fast-check';
import { deltaOpe } from '../../../src/evaluate/off-policy/delta-ope';
import { judgedOf, randomCustomers, type HistoryFacts } from '../../support/random-histories';

const folds = (units: number) => ({
  count: 2,
  of: Uint8Array.from({ length: units }, (_, unit) => unit % 2),
});

it('is worked out by hand', () => {
  const even = { action: 0, b: [0.5, 0.5], p: [1, 0] };
  // Ratios 2, 2, 0, 2; against what was done differences are 1, 1, -1, 1.
  const judged = judgedOf([
    [{ ...even, reward: 4 }],
    [{ ...even, reward: 1 }],
    [{ ...even, action: 1, reward: 2 }],
    [{ ...even, reward: 3 }],
  ]);
  const differences = judged.ratios.map((ratio) => ratio - 1);
  // Units 0 and 2 are corrected by the mean of 1 and 3, units 1 and 3 by that of 4 and 2.
  const expected = (4 - 2 + (1 - 3) - (2 - 2) + (3 - 3)) / 4;
  expect(deltaOpe(judged.histories, differences, judged.rewards, folds(4)).value).toBe(expected);
});

const differencesOf = (customers: readonly HistoryFacts[]) => {
  const judged = judgedOf(customers);
  return { judged, differences: judged.ratios.map((ratio) => ratio - 1) };
};

it('does not care for a shift of all rewards', () => {
  fc.assert(
    fc.property(randomCustomers, fc.integer({ min: -9, max: 9 }), (customers, shift) => {
      const { judged, differences } = differencesOf(customers);
      const value = (rewards: Float64Array) =>
        deltaOpe(judged.histories, differences, rewards, folds(customers.length)).value;
      // Whose fold never differs has no control variate to take the shift away.
      const isMoved = [0, 1].every((fold) => {
        const outside = customers.flatMap((history, unit) => history.map(() => unit % 2 !== fold));
        return differences.some((difference, i) => difference !== 0 && outside[i]);
      });
      fc.pre(isMoved);
      expect(value(judged.rewards.map((reward) => reward + shift))).toBeCloseTo(value(judged.rewards), 9);
    }),
    { numRuns: 100 },
  );
});

it('is 0 of policies that never differ', () => {
  const { judged } = differencesOf([
    [{ action: 0, b: [1, 0], p: [1, 0], reward: 5 }],
    [{ action: 0, b: [1, 0], p: [1, 0], reward: 2 }],
  ]);
  expect(deltaOpe(judged.histories, new Float64Array(2), judged.rewards, folds(2)).value).toBe(0);
});
