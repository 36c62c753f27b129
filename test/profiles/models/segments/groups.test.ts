/** Numbers of scikit-learn 1.9.1 and SciPy 1.17.1 on the same sixty rows. */
import fc from 'fast-check';
import { ShapeError } from '../../../../src/core/errors';
import { Random } from '../../../../src/core/random';
import { adjustedRand } from '../../../../src/profiles/judge/adjusted-rand';
import { pairDistances, silhouette } from '../../../../src/profiles/judge/silhouette';
import { dbscan, kneeRadius } from '../../../../src/profiles/models/segments/dbscan';
import { squaredDistance } from '../../../../src/profiles/models/segments/distances';
import { kMeans } from '../../../../src/profiles/models/segments/k-means';
import { cutWard, wardTree } from '../../../../src/profiles/models/segments/ward';

const points = Float64Array.from(
  Array.from({ length: 60 }, (_, i) => [
    Math.sin(i) + (i % 3 === 0 ? 3 : 0),
    Math.cos(2 * i) + (i % 3 === 1 ? 3 : 0),
    Math.sin(3 * i + 1) / 2,
  ]).flat(),
);
const wardOfScikit = Array.from('103104103104303104303104303102302102302102302102302102302102', Number);
/** A point is noise. */
const densityOfScikit = Array.from('2.0.....021..1021..1021.31051.3145143145.43.45.43.42.4..42.4', (one) =>
  one === '.' ? -1 : Number(one),
);

it('has the inertia of scikit-learn', () => {
  const random = Random.fromSeed(1);
  expect(kMeans(points, 3, 3, 10, random).inertia).toBeCloseTo(66.26207747849432, 8);
  expect(kMeans(points, 3, 4, 30, random).inertia).toBeCloseTo(52.652643430358154, 8);
});

it('has the groups and the last heights of Ward in SciPy', () => {
  const tree = wardTree(points, 3);
  expect(adjustedRand(cutWard(tree, 5), wardOfScikit)).toBe(1);
  [4.16770881371299, 6.82197355376193, 11.746658229240179, 18.321725254259555].forEach((height, i) =>
    expect(tree.heights[55 + i]).toBeCloseTo(height, 10),
  );
});

it('has the labels of DBSCAN in scikit-learn', () => {
  const { labels, groups, cores } = dbscan(points, 3, { radius: 0.6, neighbours: 4 });
  expect(adjustedRand(labels, densityOfScikit)).toBe(1);
  expect([...labels].map((label) => label < 0)).toEqual(densityOfScikit.map((label) => label < 0));
  expect(groups).toBe(6);
  cores.forEach((core, row) => core === 1 && expect(labels[row]).toBeGreaterThanOrEqual(0));
});

it('has the silhouette of scikit-learn', () => {
  const distances = pairDistances(points, 3);
  expect(silhouette(distances, Int32Array.from(wardOfScikit))).toBeCloseTo(0.4384428884559365, 12);
  expect(
    adjustedRand(
      wardOfScikit,
      wardOfScikit.map((_, i) => i % 3),
    ),
  ).toBeCloseTo(0.6411449016100179, 12);
});

it('joins what is nearest, worked by hand', () => {
  // 0 and 1 at distance 1; 4 and 6 at 2; the pairs: centres 0.5 and 5, sqrt(2 · 2 · 2 / 4) · 4.5 = sqrt(2) · 4.5
  const { joined, heights } = wardTree(Float64Array.of(0, 4, 1, 6), 1);
  expect(joined).toEqual([
    [0, 2],
    [1, 3],
    [4, 5],
  ]);
  [1, 2, Math.SQRT2 * 4.5].forEach((height, i) => expect(heights[i]).toBeCloseTo(height, 12));
  expect([...cutWard(wardTree(Float64Array.of(0, 4, 1, 6), 1), 2)]).toEqual([0, 1, 0, 1]);
  expect([...cutWard(wardTree(Float64Array.of(3), 1), 1)]).toEqual([0]);
});

it('counts silhouettes by hand', () => {
  // Rows 0, 1 | 4: widths 1 - 1/4, 1 - 1/3, and 0 of a row alone.
  const distances = pairDistances(Float64Array.of(0, 1, 4, 99), 1);
  const labels = Int32Array.of(0, 0, 1, -1);
  expect(silhouette(distances, labels)).toBeCloseTo((3 / 4 + 2 / 3) / 3, 12);
  expect(silhouette(distances, Int32Array.of(0, 0, 0, 0))).toBeNaN();
  expect(() => silhouette(distances, Int32Array.of(0, 1))).toThrow(ShapeError);
});

it('counts pairs by hand', () => {
  // {a b}{c d} and {a b c}{d}: together in both 1, 2 and 3 alone, of 6 pairs: (1 - 1) / (2.5 - 1) = 0
  expect(adjustedRand([0, 0, 1, 1], [5, 5, 5, 2])).toBe(0);
  expect(adjustedRand([0, 0, 1, 1], [7, 7, 3, 3])).toBe(1);
  expect(adjustedRand([1, 1], [2, 2])).toBe(1);
});

const cloud = fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 })), {
  minLength: 4,
  maxLength: 25,
});

it('joins at rising heights, and every row once', () => {
  fc.assert(
    fc.property(cloud, fc.integer({ min: 1, max: 4 }), (rows, k) => {
      const tree = wardTree(Float64Array.from(rows.flat()), 2);
      expect([...tree.heights].every((height, i) => i === 0 || height >= tree.heights[i - 1]!)).toBe(true);
      expect(new Set(tree.joined.flat()).size).toBe(2 * (rows.length - 1));
      expect(new Set(cutWard(tree, k)).size).toBe(k);
    }),
  );
});

it('puts every row to its nearest centre, which is the mean of its rows', () => {
  fc.assert(
    fc.property(cloud, fc.integer({ min: 1, max: 4 }), (rows, k) => {
      const all = Float64Array.from(rows.flat());
      const { centres, labels, inertia } = kMeans(all, 2, k, 2, Random.fromSeed(1));
      let sum = 0;
      rows.forEach((_, row) => {
        const distances = Array.from({ length: k }, (_c, c) => squaredDistance(all, row, centres, c, 2));
        expect(distances[labels[row]!]).toBe(Math.min(...distances));
        sum += Math.min(...distances);
      });
      expect(inertia).toBeCloseTo(sum, 9);
    }),
  );
});

it('takes cores for cores whatever the order of features', () => {
  fc.assert(
    fc.property(cloud, fc.double({ min: 0.5, max: 6, noNaN: true }), (rows, radius) => {
      const density = { radius, neighbours: 3 };
      const one = dbscan(Float64Array.from(rows.flat()), 2, density);
      const turned = dbscan(Float64Array.from(rows.flatMap(([a, b]) => [b, a])), 2, density);
      expect(turned).toEqual(one);
      rows.forEach(([a, b], row) => {
        const near = rows.filter(([c, d]) => Math.hypot(a - c, b - d) <= radius).length;
        expect(one.cores[row]).toBe(near >= 3 ? 1 : 0);
      });
    }),
  );
});

it('finds the knee where rows stop being dense', () => {
  // Ten rows at distance 1 of each other, and stragglers at 100, 200.
  const line = Float64Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 100, 200);
  expect(kneeRadius(line, 1, 2)).toBe(1);
});

it('has no more groups than rows', () => {
  expect(() => kMeans(points, 3, 61, 1, Random.fromSeed(1))).toThrow('k: expected 1 to 60, the rows, got 61');
  expect(() => cutWard(wardTree(points, 3), 0)).toThrow('k: expected 1 to 60, the rows, got 0');
  expect(kMeans(new Float64Array(6), 2, 3, 1, Random.fromSeed(1)).inertia).toBe(0);
});
