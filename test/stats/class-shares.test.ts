import fc from 'fast-check';
import { amongFrequent, classShares, writeProbabilities } from '../../src/stats/class-shares';

const ones = (count: number) => new Float64Array(count).fill(1);

it('gives a rare class its share with one row more than seen, and the rest to the frequent ones', () => {
  // Three rows of 0, two of 1, none of 2: with fewest 2 class 2 is rare, and has 1 of 5 + 1.
  const sample = { labels: [0, 0, 0, 1, 1], weights: ones(5), allowed: null, classes: 3 };
  const shares = classShares(sample, 2);
  expect(shares.frequent).toEqual([0, 1]);
  const p = new Float64Array(3);
  writeProbabilities(shares, [0.25, 0.75], 0, null, 0, p);
  [(5 / 6) * 0.25, (5 / 6) * 0.75, 1 / 6].forEach((value, k) => expect(p[k]).toBeCloseTo(value, 12));
});

it('counts a rare class where it could be', () => {
  // Class 2 was possible in the last two rows alone, and taken in one: (1 + 1) / (2 + 1).
  const allowed = [1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 1, 1, 1, 1, 1];
  const shares = classShares({ labels: [0, 0, 1, 1, 2], weights: ones(5), allowed, classes: 3 }, 2);
  const p = new Float64Array(3);
  writeProbabilities(shares, [0.5, 0.5], 0, [1, 1, 1], 0, p);
  [1 / 6, 1 / 6, 2 / 3].forEach((value, k) => expect(p[k]).toBeCloseTo(value, 12));
  writeProbabilities(shares, [0.5, 0.5], 0, [1, 0, 1], 0, p);
  [1 / 3, 0, 2 / 3].forEach((value, k) => expect(p[k]).toBeCloseTo(value, 12));
});

it('takes what was left out for chosen all the same', () => {
  // Every fourth row of class 0 was kept: a sample of 1/2 and 1/2 is a population of 4/5 and 1/5.
  const sample = { labels: [0, 1], weights: [4, 1], allowed: null, classes: 2 };
  const p = new Float64Array(2);
  writeProbabilities(classShares(sample, 1), [0.5, 0.5], 0, null, 0, p);
  expect([...p]).toEqual([0.8, 0.2]);
  expect([...amongFrequent(classShares(sample, 1), sample).weights]).toEqual([1, 1]);
});

it('leaves to the fit what differs within a class', () => {
  const sample = { labels: [0, 1, 1], weights: [2, 1, 3], allowed: null, classes: 2 };
  expect([...amongFrequent(classShares(sample, 1), sample).weights]).toEqual([1, 0.5, 1.5]);
});

it('hands on the rows of the frequent classes under their places, with what was allowed', () => {
  const allowed = [1, 1, 1, 0, 1, 1, 1, 1, 0, 1, 0, 1];
  const sample = { labels: [0, 2, 1, 2], weights: ones(4), allowed, classes: 3 };
  const { rows, labels, allowed: among, classes } = amongFrequent(classShares(sample, 2), sample);
  expect([[...rows], [...labels], [...among!], classes]).toEqual([[1, 3], [0, 0], [1, 1], 1]);
});

it('gives probabilities of one choice whatever was seen, and none of what is allowed is impossible', () => {
  const label = fc.integer({ min: 0, max: 3 });
  const mask = fc
    .array(fc.constantFrom(0, 1), { minLength: 4, maxLength: 4 })
    .filter((all) => all.includes(1));
  fc.assert(
    fc.property(fc.array(label, { minLength: 1, maxLength: 30 }), mask, (labels, allowed) => {
      const shares = classShares({ labels, weights: ones(labels.length), allowed: null, classes: 4 }, 3);
      const guessed = shares.frequent.map(() => 1 / shares.frequent.length);
      const p = new Float64Array(4);
      writeProbabilities(shares, guessed, 0, allowed, 0, p);
      expect(p.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
      allowed.forEach((may, k) => expect(p[k]! > 0).toBe(may === 1));
    }),
    { numRuns: 100 },
  );
});
