import { Random } from '../../../../src/core/random';
import { drawnRows } from '../../../../src/profiles/models/purchases/drawn-rows';

it('draws so many different rows, in their order, the same by the same seed', () => {
  const rows = drawnRows(1000, 100, Random.fromSeed(1));
  expect(new Set(rows).size).toBe(100);
  expect([...rows]).toEqual([...rows].sort((a, b) => a - b));
  expect(drawnRows(1000, 100, Random.fromSeed(1))).toEqual(rows);
  expect(drawnRows(1000, 100, Random.fromSeed(2))).not.toEqual(rows);
  // Each with a chance of a tenth: 1,000 draws of a row come to 100 ± 9.5.
  const random = Random.fromSeed(3);
  const hits = Array.from({ length: 1000 }, () => drawnRows(50, 5, random)).filter((some) =>
    some.includes(49),
  );
  expect(Math.abs(hits.length - 100)).toBeLessThan(38);
});

it('takes all where they are few', () => {
  expect([...drawnRows(3, 100, Random.fromSeed(1))]).toEqual([0, 1, 2]);
});
