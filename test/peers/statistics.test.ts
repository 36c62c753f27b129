import { median, ratioOf, spread } from '../../scripts/peers/statistics';

it('takes the middle of an odd number of rounds', () => {
  expect(median([5, 1, 30])).toBe(5);
});

it('takes the mean of the two in the middle of an even number', () => {
  expect(median([4, 1, 2, 30])).toBe(3);
});

it('sorts by size, not by text', () => {
  expect(median([10, 9, 100])).toBe(10);
});

it('has no median of nothing', () => {
  expect(() => median([])).toThrow('median: expected at least one number');
});

it('keeps the rounds in their order beside median, least and most', () => {
  const rounds = [3, 1, 2];
  expect(spread(rounds)).toEqual({ median: 2, min: 1, max: 3, rounds: [3, 1, 2] });
  expect(rounds).toEqual([3, 1, 2]);
});

it('divides round by round, so that a machine slow for both moves no ratio', () => {
  const theirs = spread([2, 20, 4]);
  const ours = spread([1, 10, 2]);
  // The medians alone would give 4 / 2 too; the rounds also say that it was 2 every time.
  expect(ratioOf(theirs, ours)).toEqual({ median: 2, min: 2, max: 2, rounds: [2, 2, 2] });
});

it('takes the median of the ratios, not the ratio of the medians', () => {
  // Rounds 6 / 1, 4 / 4 and 8 / 2 are 6, 1 and 4; the medians 6 and 2 would give 3.
  expect(ratioOf(spread([6, 4, 8]), spread([1, 4, 2])).median).toBe(4);
});

it('refuses to divide different numbers of rounds', () => {
  expect(() => ratioOf(spread([1, 2]), spread([1]))).toThrow('ratioOf: expected equal rounds, got 2 and 1');
});
