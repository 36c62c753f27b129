import { meanChange, winsorised, winsoriseLimits } from '../../src/stats/winsorise';

const ten = Float64Array.of(10, 1, 9, 2, 8, 3, 7, 4, 6, 5);

it.each([
  // The example of scipy.stats.mstats.winsorize: of ten numbers a tenth at each end is one.
  [0.1, { low: 2, high: 9 }],
  [0.2, { low: 3, high: 8 }],
  [0.19, { low: 2, high: 9 }],
  [0.09, { low: 1, high: 10 }],
  [0.49, { low: 5, high: 6 }],
  [[-3, 4] as const, { low: -3, high: 4 }],
])('finds the limits of %j', (winsorise, limits) => {
  expect(winsoriseLimits(ten, winsorise)).toEqual(limits);
});

it('leaves the numbers that it is given as they are', () => {
  const before = [...ten];
  const after = winsorised(ten, winsoriseLimits(ten, 0.2));
  expect([...after]).toEqual([8, 3, 8, 3, 8, 3, 7, 4, 6, 5]);
  expect([...ten]).toEqual(before);
});

it('says how many were moved, and what that does to their mean', () => {
  const values = Float64Array.of(0, 0, 0, 100, -6, 2);
  const weights = Float64Array.of(1, 1, 1, 1, 2, 4);
  // (100 - 12 + 8) / 10 and (10 - 2 + 8) / 10
  expect(meanChange(values, { low: -1, high: 10 }, weights)).toEqual({
    ...{ count: 6, below: 1, above: 1, before: 9.6, after: 1.6 },
  });
  const ofLast = (i: number) => i > 3;
  expect(meanChange(values, { low: -1, high: 10 }, weights, ofLast)).toEqual({
    ...{ count: 2, below: 1, above: 0, before: -4 / 6, after: 1 },
  });
  expect(meanChange(values, { low: -1, high: 10 }, weights, () => false)).toEqual({
    ...{ count: 0, below: 0, above: 0, before: null, after: null },
  });
});

it('names what does not fit', () => {
  expect(() => winsoriseLimits(new Float64Array(0), 0.1)).toThrow('expected numbers, got none');
  expect(() => meanChange(ten, { low: 0, high: 1 }, new Float64Array(9))).toThrow(/weights/);
});
