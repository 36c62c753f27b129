/** Shares that differ from period to period, by hand and beside other ways to the same numbers. */
import fc from 'fast-check';
import { moments } from '../../src/stats/moments';
import { extraneousVariance, varyingShare } from '../../src/stats/varying-share';

it('takes off the squares what chance would give, by hand', () => {
  // Shares .25 and .75 around .5: 4 (.25)^2 + 4 (.25)^2 = .5; chance gives .25 of it; (1 - 1/2)(4 - 1) twice is 3.
  expect(extraneousVariance([1, 3], [4, 4])).toBeCloseTo(0.25 / 3, 12);
  // Periods that are more alike than chance makes them: 0 - .25 over 3.
  expect(extraneousVariance([2, 2], [4, 4])).toBeCloseTo(-0.25 / 3, 12);
});

it('has, where periods are of one size, the standard error of their mean', () => {
  const successes = [3, 11, 6, 8, 2, 9];
  const { variance } = moments(successes.map((count) => count / 20));
  const { standardError, share, spread } = varyingShare(successes, Array(6).fill(20) as number[])!;
  expect(share).toBeCloseTo(39 / 120, 12);
  expect(spread).toBeGreaterThan(0);
  // Both are unbiased for the same variance, up to what share (1 - share) itself is off by.
  expect(standardError).toBeCloseTo(Math.sqrt(variance / 6), 2);
});

it('is Wilson’s interval where periods are alike', () => {
  // 2 of 8 by Wilson (1927) with z = 1.959964: 0.0715 to 0.5907.
  const found = varyingShare([1, 1], [4, 4])!;
  expect(found).toMatchObject({ share: 0.25, spread: 0, periods: 2, trials: 8 });
  expect(found.standardError).toBeCloseTo(Math.sqrt((0.25 * 0.75) / 8), 12);
  expect(found.low).toBeCloseTo(0.0715, 4);
  expect(found.high).toBeCloseTo(0.5907, 4);
});

it('knows nothing without trials, and no spread of one period or of single trials', () => {
  expect(varyingShare([0, 0], [0, 0])).toBeNull();
  expect(varyingShare([3, 0], [9, 0])).toMatchObject({ spread: null, periods: 1 });
  expect(varyingShare([1, 0, 1], [1, 1, 1])).toMatchObject({ spread: null, periods: 3 });
  expect(varyingShare([0, 0], [5, 5])).toMatchObject({ share: 0, standardError: 0, spread: 0 });
  expect(varyingShare([0, 0], [5, 5])!.low).toBeCloseTo(0, 12);
  expect(varyingShare([0], [100])!.high).toBeCloseTo(0.037, 3);
});

it('refuses more successes than trials, and a level that is none', () => {
  expect(() => varyingShare([1, 3], [4, 2])).toThrow('successes: expected 0 to 2 in period 1, got 3');
  expect(() => varyingShare([1], [4], 1)).toThrow('level: expected between 0 and 1, got 1');
  expect(() => extraneousVariance([1], [4, 2])).toThrow('trials');
});

const periods = fc
  .array(fc.tuple(fc.nat(30), fc.nat(30)), { minLength: 1, maxLength: 8 })
  .map((all) => all.map(([a, b]) => ({ hits: Math.min(a, b), trials: Math.max(a, b) })));

it('keeps its interval around the share and within 0 and 1, in any order of the periods', () => {
  fc.assert(
    fc.property(periods, (all) => {
      const of = (some: typeof all) =>
        varyingShare(
          some.map(({ hits }) => hits),
          some.map(({ trials }) => trials),
        );
      const found = of(all);
      if (found === null) return;
      expect(found.low).toBeGreaterThanOrEqual(0);
      expect(found.low).toBeLessThanOrEqual(found.share + 1e-12);
      expect(found.high).toBeGreaterThanOrEqual(found.share - 1e-12);
      expect(found.high).toBeLessThanOrEqual(1);
      expect(of(all.toReversed())!.standardError).toBeCloseTo(found.standardError, 9);
    }),
  );
});
