import { levelOfEach, resamplesFor } from '../../src/stats/intervals-at-once';

it('leaves the truth out of any of them as often as one interval would', () => {
  expect(levelOfEach(0.95, 1)).toBe(0.95);
  expect(levelOfEach(0.95, 10)).toBeCloseTo(0.995, 12);
  expect(levelOfEach(0.95, 0)).toBe(0.95);
});

it('has five resamples beyond either end', () => {
  expect(resamplesFor(0.95, 1000)).toBe(1000);
  // 2.5 in a thousand on either side.
  expect(resamplesFor(0.995, 1000)).toBe(2000);
});
