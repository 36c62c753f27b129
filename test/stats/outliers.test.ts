import fc from 'fast-check';
import { usualLimit } from '../../src/stats/outliers';

it.each([
  ['one number far beyond', [2, -1, 2_000_000], 100],
  ['the same below 0', [2, -1, -2_000_000], 100],
  ['a number just as far as is allowed', [2, 1, 100], Infinity],
  ['two of three', [1, 1000, 1000], Infinity],
  ['nothing but zeros beside it', [0, 0, 7], Infinity],
  ['one number', [7], Infinity],
  ['no number', [], Infinity],
  ['two of two thousand', [...new Array<number>(1998).fill(1), 1000, 2000], 50],
  ['three of two thousand', [...new Array<number>(1997).fill(1), 1000, 1000, 1000], Infinity],
])('%s', (_what, values, limit) => {
  expect(usualLimit(values)).toBe(limit);
});

it('takes no sales for slips where most rows earn minus a cent', () => {
  const rows = Array.from({ length: 1000 }, (_, i) => (i % 50 === 0 ? 40 + i / 10 : -0.01));
  expect(usualLimit(rows)).toBe(Infinity);
});

it('is not moved by the slip, nor by the order', () => {
  const numbers = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(numbers, fc.integer({ min: 1e6, max: 1e9 }), (usual, slip) => {
      const limit = 50 * Math.max(...usual);
      expect(usualLimit([slip, ...usual])).toBe(limit);
      expect(usualLimit([...usual, slip])).toBe(limit);
    }),
  );
});
