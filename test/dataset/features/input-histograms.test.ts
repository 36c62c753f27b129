/** Histograms of what a network sees, counted the same way at training and later. */
import fc from 'fast-check';
import { featureNames } from '../../../src/dataset/features/feature-names';
import { type FittedFeatures } from '../../../src/dataset/features/fitted-features';
import {
  inputHistograms,
  inputHistogramsSchema,
  rowBins,
} from '../../../src/dataset/features/input-histograms';

const features: FittedFeatures = [
  { column: 'age', kind: 'number', origin: 0, mean: 0, scale: 1, missing: true },
  { column: 'vip', kind: 'flag', missing: false },
  { column: 'plan', kind: 'category', levels: ['A', 'B'], missing: true, other: true },
];

// age, age: missing, vip, plan: A, B, other, missing
const rows = [
  [1, 0, -1, 1, 0, 0, 0],
  [2, 0, 1, 0, 1, 0, 0],
  [2, 0, 1, 0, 0, 1, 0],
  [0, 1, 1, 0, 0, 0, 1],
  [9, 0, 1, 0, 0, 0, 0],
];

it('counts by quantiles, levels, other, none of them and missing', () => {
  const histograms = inputHistograms(features, Float32Array.from(rows.flat()));
  // Tenths of 1, 2, 2, 9: the first two at 1, then 2 up to the seventh; 9 is the largest.
  expect(histograms).toEqual([
    { column: 'age', edges: [1, 2], counts: [1, 2, 1, 1] },
    { column: 'vip', edges: [], counts: [1, 4] },
    { column: 'plan', edges: [], counts: [1, 1, 1, 1, 1] },
  ]);
  const binsOf = rowBins(features, histograms);
  expect(binsOf(Float32Array.from(rows.flat()), 4)).toEqual([2, 1, 3]);
  expect(binsOf(Float32Array.from([1.5, 0, -1, 0, 1, 0, 0]), 0)).toEqual([1, 0, 1]);
});

it('counts every row once in every column, whatever values there are', () => {
  const value = fc.float({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(fc.array(fc.tuple(value, fc.boolean(), fc.nat(4)), { minLength: 1 }), (made) => {
      const all = made.map(([age, isMissing, plan]) => {
        const one = [0, 0, 0, 0];
        if (plan < 4) one[plan] = 1;
        return [isMissing ? 0 : age, isMissing ? 1 : 0, 1, ...one];
      });
      const observations = Float32Array.from(all.flat());
      const histograms = inputHistogramsSchema.parse(inputHistograms(features, observations));
      const counts = histograms.map(({ counts: { length } }) => new Array<number>(length).fill(0));
      const binsOf = rowBins(features, histograms);
      made.forEach((_, row) => binsOf(observations, row).forEach((bin, i) => (counts[i]![bin]! += 1)));
      expect(counts).toEqual(histograms.map((one) => one.counts));
      expect(observations.length).toBe(made.length * featureNames(features).length);
    }),
  );
});
