import { DriftWatch, type InputDrift } from '../../src/serve/drift';

const histograms = [
  { column: 'age', edges: [0], counts: [5000, 5000] },
  { column: 'plan', edges: [], counts: [5000, 5000] },
];

it('alarms at the end of a window of what drifted, not of what chance may do', () => {
  const alarms: InputDrift[] = [];
  const watch = new DriftWatch((drift) => void alarms.push(drift));
  // Nine of ten of age in the second bin; plan as trained on.
  const count = (rows: number) => {
    for (let i = 0; i < rows; i += 1) watch.count('m', histograms, [i % 10 === 0 ? 0 : 1, i % 2]);
  };
  expect(watch.drifts()).toEqual([]);
  watch.count('m', histograms, [1, 0]);
  // One customer is never where half of them were, and says nothing.
  expect(watch.drifts().map(({ isAlarming }) => isAlarming)).toEqual([false, false]);
  count(9_999);
  // (0.5 - 0.1) ln(5) + (0.5 - 0.9) ln(5 / 9) = 0.879
  expect(watch.drifts()[0]!.index).toBeCloseTo(0.879, 2);
  expect(alarms.map(({ input }) => input)).toEqual(['age']);
  // The next window is one of its own; another model begins anew.
  count(10);
  expect(watch.drifts()[0]!.index).toBeCloseTo(0.879, 2);
  watch.count('n', histograms, [0, 0]);
  expect(watch.drifts()[0]!.isAlarming).toBe(false);
});
