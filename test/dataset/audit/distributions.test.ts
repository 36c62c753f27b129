/** Bins of rewards, to be counted by hand. */
import { histogram } from '../../../src/dataset/audit/distributions';

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

it('cuts at 0, so that no bin mixes losses and gains', () => {
  // The 1st percentile is -9, the 99th 89: one of ten bins is of losses, of the width of a ninth of 89.
  const bins = histogram(Float64Array.from(numbers(-10, 89)));
  expect(bins).toHaveLength(10);
  expect(bins.slice(0, 2)).toEqual([
    { label: 'below 0', decisions: 10 },
    { label: '0 to 9.89', decisions: 10 },
  ]);
  expect(bins.reduce((sum, { decisions }) => sum + decisions, 0)).toBe(100);
});

it('has a bin of losses where they are too rare for a percentile', () => {
  const bins = histogram(Float64Array.from([-3, ...numbers(1, 900)]));
  expect(bins[0]).toEqual({ label: 'below 0', decisions: 1 });
  expect(bins[1]!.label).toMatch(/^0 to /);
});

it('begins at the least where nothing was lost', () => {
  const bins = histogram(Float64Array.from(numbers(10, 109)));
  // From 11 to 109, the 1st and the 99th percentile, in steps of 9.8.
  expect(bins[0]).toEqual({ label: 'below 20.8', decisions: 11 });
});
