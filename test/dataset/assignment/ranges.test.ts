import fc from 'fast-check';
import { BUCKETS } from '../../../src/dataset/assignment/buckets';
import { groupTable, rangesOf, type GroupSize } from '../../../src/dataset/assignment/ranges';

it('lays groups one after the other; the first bucket of a range is in it, the one after it is not', () => {
  const groups = [
    { name: 'model', buckets: 600_000 },
    { name: 'usual', buckets: 400_000 },
  ];
  const ranges = rangesOf(groups);
  expect(ranges).toEqual([
    { group: 'model', from: 0, to: 600_000 },
    { group: 'usual', from: 600_000, to: BUCKETS },
  ]);
  const table = groupTable(ranges, ['model', 'usual']);
  expect([table[0], table[599_999], table[600_000], table[999_999]]).toEqual([0, 0, 1, 1]);
});

it('takes what a new group needs from those that shrink, and leaves the others alone', () => {
  const before = rangesOf([
    { name: 'model', buckets: 600_000 },
    { name: 'random', buckets: 100_000 },
    { name: 'usual', buckets: 300_000 },
  ]);
  const after = rangesOf(
    [
      { name: 'holdout', buckets: 50_000 },
      { name: 'usual', buckets: 250_000 },
      { name: 'random', buckets: 150_000 },
      { name: 'model', buckets: 550_000 },
    ],
    before,
  );
  expect(after).toEqual([
    { group: 'model', from: 0, to: 550_000 },
    { group: 'holdout', from: 550_000, to: 600_000 },
    { group: 'random', from: 600_000, to: 700_000 },
    { group: 'usual', from: 700_000, to: 950_000 },
    { group: 'random', from: 950_000, to: BUCKETS },
  ]);
});

const NAMES = ['a', 'b', 'c', 'd'];

/** Any sizes of some of the groups, in any order. */
const sizes: fc.Arbitrary<readonly GroupSize[]> = fc
  .tuple(
    fc.shuffledSubarray(NAMES, { minLength: 2 }),
    fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 4, maxLength: 4 }),
  )
  .map(([names, weights]) => {
    const total = names.reduce((sum, _, i) => sum + weights[i]!, 0);
    const buckets = names.map((_, i) => Math.max(1, Math.floor((BUCKETS * weights[i]!) / total)));
    const rest = BUCKETS - buckets.reduce((sum, one) => sum + one, 0);
    return names.map((name, i) => ({ name, buckets: buckets[i]! + (i === 0 ? rest : 0) }));
  });

it('gives every bucket once, each group its size, and moves no more buckets than groups shrink by', () => {
  fc.assert(
    fc.property(fc.array(sizes, { minLength: 2, maxLength: 4 }), (steps) => {
      let before = rangesOf(steps[0]!);
      let earlier = steps[0]!;
      for (const groups of steps.slice(1)) {
        const after = rangesOf(groups, before);
        expect(after.map(({ from }) => from)).toEqual([0, ...after.slice(0, -1).map(({ to }) => to)]);
        expect(after.at(-1)!.to).toBe(BUCKETS);
        const [old, now] = [before, after].map((ranges) => groupTable(ranges, NAMES)) as [
          Uint16Array,
          Uint16Array,
        ];
        const sizeOf = (of: readonly GroupSize[], name: string) =>
          of.find((group) => group.name === name)?.buckets ?? 0;
        let moved = 0;
        const counts = NAMES.map(() => 0);
        now.forEach((group, bucket) => {
          counts[group]! += 1;
          if (group !== old[bucket]) moved += 1;
        });
        expect(counts).toEqual(NAMES.map((name) => sizeOf(groups, name)));
        const shrunk = NAMES.map((name) => Math.max(0, sizeOf(earlier, name) - sizeOf(groups, name)));
        expect(moved).toBe(shrunk.reduce((sum, one) => sum + one, 0));
        [before, earlier] = [after, groups];
      }
    }),
    { numRuns: 30 },
  );
});
