import fc from 'fast-check';
import { InputError } from '../../src/core/errors';
import { splitRows } from '../../src/dataset/split';
import reference from '../support/sales-channel-reference-rows.json';

it('reproduces the published split of 296 rows', () => {
  const split = splitRows(296);
  expect([...split.test]).toEqual(reference.testRows);
  expect([...split.train]).toEqual(reference.trainRows);
});

it('puts every row on exactly one side, rounding the test rows up', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 3, max: 300 }),
      fc.constantFrom(0.1, 0.25, 0.5),
      fc.nat(),
      (n, share, seed) => {
        const { train, test } = splitRows(n, share, seed);
        expect(test).toHaveLength(Math.ceil(n * share));
        expect([...train, ...test].sort((a, b) => a - b)).toEqual([...Array(n).keys()]);
      },
    ),
  );
});

it.each([
  [0, 0.2],
  [1, 0.2],
  [2, 0.9],
])('asks for more rows than %p at a test share of %p', (n, share) => {
  expect(() => splitRows(n, share)).toThrow(
    new InputError(`split: expected rows enough for a test share of ${share}, got ${n}`),
  );
});

it.each([0, 1, -0.1, NaN])('refuses a test share of %p', (share) => {
  expect(() => splitRows(10, share)).toThrow(
    new RangeError(`splitRows: expected 0 < testShare < 1, got ${share}`),
  );
});
