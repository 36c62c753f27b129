/** The difference of two shares beside a published example. */
import { differenceOfIntervals } from '../../src/stats/difference-of-intervals';
import { varyingShare } from '../../src/stats/varying-share';

const wilson = (successes: number, trials: number) => {
  const { share, low, high } = varyingShare([successes], [trials])!;
  return { value: share, low, high };
};

it('has the intervals that Newcombe (1998, table II, method 10) has', () => {
  const ends = (first: [number, number], second: [number, number]) => {
    const { low, high } = differenceOfIntervals(wilson(...first), wilson(...second));
    return [low, high].map((end) => Number(end.toFixed(4)));
  };
  expect(ends([56, 70], [48, 80])).toEqual([0.0524, 0.3339]);
  expect(ends([9, 10], [3, 10])).toEqual([0.1705, 0.809]);
  expect(ends([10, 10], [0, 20])).toEqual([0.6791, 1]);
});

it('turns round with its sides', () => {
  const [first, second] = [wilson(3, 40), wilson(11, 90)];
  const there = differenceOfIntervals(first, second);
  const back = differenceOfIntervals(second, first);
  expect([back.value, back.low, back.high]).toEqual([-there.value, -there.high, -there.low]);
});
