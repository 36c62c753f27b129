import fc from 'fast-check';
import { Random } from '../../../src/core/random';
import { binFeatures } from '../../../src/profiles/learners/bins';
import { forestSchema, forestValues, growForest } from '../../../src/profiles/learners/forest';
import { growTree, treeSchema, treeValues } from '../../../src/profiles/learners/tree';

const all = (count: number) => Int32Array.from({ length: count }, (_, row) => row);
const random = Random.fromSeed(1);

it('cuts where most is taken off the squares, worked by hand', () => {
  // Targets 0 0 6 8 of x = 1 2 3 4: the cut between 2 and 3 leaves squares 0 + 2, the others 26.. and more.
  const features = Float64Array.of(1, 2, 3, 4);
  const settings = { depth: 1, leastRows: 1, featuresPerCut: 1 };
  expect(growTree(binFeatures(features, 1), [0, 0, 6, 8], all(4), settings, random)).toEqual({
    ...{ feature: [0, -1, -1], threshold: [2.5, 0, 0], low: [1, 0, 0], high: [2, 0, 0] },
    value: [3.5, 0, 7],
  });
});

it('says what the tree of scikit-learn 1.9.1 says', () => {
  const rows = Array.from({ length: 40 }, (_, i) => [Math.sin(i), Math.cos(2 * i), (i % 5) - 2]);
  const features = Float64Array.from(rows.flat());
  const target = rows.map(([a, , c]) => 3 * a! + c! * c!);
  const settings = { depth: 3, leastRows: 4, featuresPerCut: 3 };
  const tree = growTree(binFeatures(features, 3), target, all(40), settings, random);
  const [a, b, c, d, e, f] = [
    4.5019590824, 2.4575754461, 0.4460665645, 2.1690931425, -1.1489395687, 5.8272886738,
  ];
  const wanted = [
    ...[a, a, b, b, c, d, e, b, b, f, d, e, e, b, f, a, e, e, c, f],
    ...[a, a, e, c, c, d, a, b, b, c, d, e, b, b, f, d, e, e, b, f],
  ];
  treeValues(tree, features, 3).forEach((value, row) => expect(value).toBeCloseTo(wanted[row]!, 9));
});

it('asks nothing where nothing is gained, or where a leaf would be too small', () => {
  const features = Float64Array.of(1, 2, 3, 4);
  const binned = binFeatures(features, 1);
  const least = (leastRows: number) => ({ depth: 5, leastRows, featuresPerCut: 1 });
  expect(growTree(binned, [2, 2, 2, 2], all(4), least(1), random).feature).toEqual([-1]);
  expect(growTree(binned, [0, 1, 1, 1], all(4), least(3), random).feature).toEqual([-1]);
  expect(growTree(binned, [0, 1, 1, 1], all(4), least(2), random).threshold[0]).toBe(2.5);
});

it('puts rows into bins of whole values, as many as asked at most', () => {
  const few = binFeatures(Float64Array.of(3, 1, 1, 2), 1);
  expect([...few.cuts[0]!]).toEqual([1.5, 2.5]);
  expect([...few.bins]).toEqual([2, 0, 0, 1]);
  const many = binFeatures(
    Float64Array.from({ length: 5000 }, (_, i) => (i * 7) % 5000),
    1,
  );
  expect(many.cuts[0]!.length).toBe(255);
  const sizes = new Int32Array(256);
  many.bins.forEach((bin) => (sizes[bin]! += 1));
  expect(Math.max(...sizes)).toBeLessThanOrEqual(21);
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(15);
});

it('sends a row of the fit to the leaf that it was of', () => {
  const number = fc.double({ min: -1, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.array(fc.tuple(number, number, number), { minLength: 1, maxLength: 40 }), (rows) => {
      const features = Float64Array.from(rows.flatMap(([a, b]) => [a, b]));
      const target = rows.map(([, , y]) => y);
      const settings = { depth: 3, leastRows: 2, featuresPerCut: 2 };
      const tree = growTree(binFeatures(features, 2), target, all(rows.length), settings, random);
      const values = treeValues(tree, features, 2);
      // Each leaf's mean is that of the rows sent there.
      for (const value of new Set(values)) {
        const own = target.filter((_, row) => values[row] === value);
        expect(own.reduce((sum, y) => sum + y, 0) / own.length).toBeCloseTo(value, 9);
      }
    }),
  );
});

it('is the mean of its trees, the same from the same seed, and survives JSON', () => {
  const features = Float64Array.from({ length: 60 }, (_, at) => Math.sin(at));
  const target = Array.from({ length: 20 }, (_, row) => (features[3 * row]! > 0 ? 1 : 0));
  const settings = { trees: 7, depth: 3, leastRows: 2, featuresPerCut: 2 };
  const grow = () => growForest(binFeatures(features, 3), target, settings, Random.fromSeed(4));
  const forest = grow();
  expect(grow()).toEqual(forest);
  expect(forestSchema.parse(JSON.parse(JSON.stringify(forest)))).toEqual(forest);
  expect(treeSchema.safeParse({ ...forest[0]!, value: undefined }).success).toBe(false);
  const values = forestValues(forest, features, 3);
  const mean = (row: number) =>
    forest.reduce((sum, tree) => sum + treeValues(tree, features, 3)[row]!, 0) / forest.length;
  values.forEach((value, row) => expect(value).toBeCloseTo(mean(row), 12));
  expect(new Set(forest.map((tree) => JSON.stringify(tree))).size).toBeGreaterThan(1);
});
