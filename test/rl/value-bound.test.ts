import { divergenceOf, valueBound } from '../../src/rl/value-bound';

describe('valueBound', () => {
  it.each([
    [50, 0, 12, 50], // one decision counts
    [50, 0.9, 1000, 500],
    [50, 0.9, 4, 200], // of four decisions, at most four rewards
    [50, 1, 12, 600],
    [0, 0.9, 12, 0],
  ])(
    'of rewards up to %d with gamma %d in %d decisions is %d',
    (largestReward, gamma, longestHistory, bound) => {
      expect(valueBound({ largestReward, gamma, longestHistory })).toBeCloseTo(bound, 9);
    },
  );
});

describe('divergenceOf', () => {
  it.each([0, 500, -500, 540, -540])('does not see it in a mean of %d of at most 500', (meanQ) => {
    expect(divergenceOf(meanQ, 500)).toBeNull();
  });

  it.each([560, -560, 1e9, Infinity, NaN])('sees it in a mean of %d of at most 500', (meanQ) => {
    expect(divergenceOf(meanQ, 500)).toBe(
      `the mean Q-value is ${meanQ}, and rewards and discounts allow ±500 at most`,
    );
  });

  it('rounds what it says', () => {
    expect(divergenceOf(-123_456.789, 1000 / 3)).toBe(
      'the mean Q-value is -123500, and rewards and discounts allow ±333.3 at most',
    );
  });

  it('measures nothing by rewards that are all 0', () => {
    expect(divergenceOf(0.01, 0)).toBeNull();
  });
});
