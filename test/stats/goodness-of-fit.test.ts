import { goodnessOfFit } from '../../src/stats/goodness-of-fit';

it('is what scipy says', () => {
  // scipy 1.17.1: stats.chisquare([6100, 950, 1950, 1000], [6000, 1000, 2000, 1000]).
  const counts = [
    { observed: 6100, expected: 6000 },
    { observed: 950, expected: 1000 },
    { observed: 1950, expected: 2000 },
    { observed: 1000, expected: 1000 },
  ];
  expect(goodnessOfFit(counts)).toEqual({
    ...{ statistic: expect.closeTo(5.416666666666667, 10) as number, freedom: 3 },
    pValue: expect.closeTo(0.14370870743467426, 8) as number,
  });
});

it('takes counts together of which fewer than five are expected', () => {
  // 2 + 4 expected are 6: (9 − 6)² / 6 + (91 − 94)² / 94.
  const counts = [
    { observed: 1, expected: 2 },
    { observed: 91, expected: 94 },
    { observed: 8, expected: 4 },
  ];
  expect(goodnessOfFit(counts)).toMatchObject({
    statistic: expect.closeTo(1.5 + 9 / 94, 12) as number,
    freedom: 1,
  });
});

it('has nothing to test where one count is left', () => {
  expect(goodnessOfFit([{ observed: 3, expected: 3 }])).toEqual({ statistic: 0, freedom: 0, pValue: 1 });
});
