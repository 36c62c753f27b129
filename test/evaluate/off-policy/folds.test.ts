import fc from 'fast-check';
import { Random } from '../../../src/core/random';
import {
  decisionsInside,
  decisionsOf,
  foldsOf,
  sampledUnits,
  unitsOutside,
} from '../../../src/evaluate/off-policy/folds';

/** Units of one to four decisions. */
const lengths = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 30 });
const startsOf = (all: readonly number[]) =>
  Int32Array.from([0, ...all.map((_, i) => all.slice(0, i + 1).reduce((a, b) => a + b, 0))]);

it('judges each decision once, and never by a fit that saw its unit', () => {
  fc.assert(
    fc.property(lengths, fc.nat(), (all, seed) => {
      const starts = startsOf(all);
      const folds = foldsOf(all.length, Random.fromSeed(seed));
      const judged = [0, 1].map((fold) => [...decisionsInside({ starts }, folds, fold)]);
      expect(judged.flat().sort((a, b) => a - b)).toEqual([...Array(starts.at(-1)).keys()]);
      [0, 1].forEach((fold) => {
        const known = [...decisionsOf({ starts }, unitsOutside(folds, fold))];
        expect(known.filter((decision) => judged[fold]!.includes(decision))).toEqual([]);
        expect(known).toEqual(judged[1 - fold]);
      });
    }),
    { numRuns: 100 },
  );
});

it('halves the units at random, the same again by the same stream', () => {
  const { of } = foldsOf(101, Random.fromSeed(1));
  expect([0, 1].map((fold) => of.filter((value) => value === fold).length)).toEqual([51, 50]);
  expect(of).toEqual(foldsOf(101, Random.fromSeed(1)).of);
  expect(of).not.toEqual(foldsOf(101, Random.fromSeed(2)).of);
  // Neither by turns nor one half after the other.
  expect(of.subarray(0, 50).filter((value, i) => value === of[i + 1]).length).toBeGreaterThan(10);
});

it('draws whole units up to the decisions allowed, and one at least', () => {
  const starts = Int32Array.of(0, 3, 6, 9, 12);
  const units = Int32Array.of(0, 1, 3);
  const drawn = sampledUnits({ starts }, units, 7, Random.fromSeed(1));
  expect(drawn).toHaveLength(2);
  expect([...drawn].every((unit) => units.includes(unit))).toBe(true);
  expect(sampledUnits({ starts }, units, 1, Random.fromSeed(1))).toHaveLength(1);
  expect([...sampledUnits({ starts }, units, 9, Random.fromSeed(1))].sort()).toEqual([0, 1, 3]);
});

it('refuses a single unit', () => {
  expect(() => foldsOf(1, Random.fromSeed(1))).toThrow(/^units: expected at least 2, got 1/);
});
