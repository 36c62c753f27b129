/** The difference of two policies with a control variate. */
import fc from 'fast-check';
import { deltaOpe } from '../../../src/evaluate/off-policy/delta-ope';
import { estimators } from '../../../src/evaluate/off-policy/estimators';
import { importanceRatios } from '../../../src/evaluate/off-policy/histories';
import { judge } from '../../support/judge-customers';
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

describe('against another policy than what was done', () => {
  const even = { b: [0.5, 0.5], p: [1, 0] };
  /** Ratios 4, 4, 0, 2 of the policy, and 1, 1, 1.5, .5 of the other: differences 3, 3, −1.5, 1.5. */
  const four = (rewards: readonly number[]): HistoryFacts[] => [
    [{ ...even, b: [0.25, 0.75], action: 0, reward: rewards[0]! }],
    [{ ...even, b: [0.25, 0.75], action: 0, reward: rewards[1]! }],
    [{ ...even, action: 1, reward: rewards[2]! }],
    [{ ...even, action: 0, reward: rewards[3]! }],
  ];
  const others = { other: [0.25, 0.75] };
  const valueOf = async (rewards: readonly number[]) =>
    (await judge(four(rewards), { others })).policies.other!.controlVariate!.value;

  it('is worked out by hand', async () => {
    // Units 0 and 2 are corrected by (9 · 2 + 2.25 · 1) / 11.25 = 1.8, units 1 and 3 by (9 · 4 + 2.25 · 2) / 11.25 = 3.6.
    const expected = (3 * (4 - 1.8) + 3 * (2 - 3.6) - 1.5 * (2 - 1.8) + 1.5 * (1 - 3.6)) / 4;
    expect(await valueOf([4, 2, 2, 1])).toBeCloseTo(expected, 12);
  });

  it('is the plain difference of two values where the control variate is 0', async () => {
    // 9 · 1 − 2.25 · 4 is 0 in either half: (3 · 1 + 3 · 1 + 1.5 · 4 − 1.5 · 4) / 4.
    const rewards = [1, 1, -4, -4];
    expect(await valueOf(rewards)).toBeCloseTo(1.5, 12);
    const ips = estimators.find(({ name }) => name === 'ips')!;
    const [own, other] = [[1, 0], others.other].map(
      (p) => ips.estimate(judgedOf(four(rewards).map(([one]) => [{ ...one!, p }]))).value,
    );
    expect(own! - other!).toBeCloseTo(1.5, 12);
    // A shift of all rewards moves the plain difference, whose weights have not the mean 0 here, and not this one.
    expect(await valueOf(rewards.map((reward) => reward + 10))).toBeCloseTo(1.5, 12);
  });

  it('does not care for a shift of all rewards, whatever the other policy', () => {
    fc.assert(
      fc.property(randomCustomers, fc.integer({ min: -9, max: 9 }), (customers, shift) => {
        const judged = judgedOf(customers);
        // The first action always, which half of the random policies never take.
        const first = Float64Array.from(judged.probabilities, (_, at) => (at % 3 === 0 ? 1 : 0));
        const ratios = importanceRatios(judged.histories, first);
        const differences = judged.ratios.map((ratio, i) => ratio - ratios[i]!);
        const units = customers.flatMap((history, unit) => history.map(() => unit));
        fc.pre([0, 1].every((fold) => differences.some((d, i) => d !== 0 && units[i]! % 2 !== fold)));
        const value = (rewards: Float64Array) =>
          deltaOpe(judged.histories, differences, rewards, folds(customers.length)).value;
        expect(value(judged.rewards.map((reward) => reward + shift))).toBeCloseTo(value(judged.rewards), 9);
      }),
      { numRuns: 100 },
    );
  });
});
