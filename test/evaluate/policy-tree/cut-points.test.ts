import fc from 'fast-check';
import { cutPoints, partOf, roundest } from '../../../src/evaluate/policy-tree/cut-points';

describe('the roundest number', () => {
  it.each([
    [39.2, 41.7, 40],
    [2, 3, 3],
    [0, 1, 1],
    [-0.4, 0.2, 0],
    // Between them no multiple of .1 lies.
    [0.123, 0.187, 0.18],
    [0.1, 0.3, 0.3],
    [998, 1003, 1000],
    [-7.4, -6.8, -7],
  ])('above %p, up to %p, is %p', (low, high, expected) => {
    expect(roundest(low, high)).toBe(expected);
  });

  it('lies above the low number and not above the high one', () => {
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(number, number, (a, b) => {
        fc.pre(a !== b);
        const [low, high] = a < b ? [a, b] : [b, a];
        const value = roundest(low, high);
        return value > low && value <= high;
      }),
    );
  });
});

describe('cut points', () => {
  it('stand between any two of a few values', () => {
    expect(cutPoints(Float64Array.of(0, 0, 0, 1, 2, 2, 7))).toEqual([1, 2, 7]);
  });

  it('part many values evenly', () => {
    const points = cutPoints(
      Float64Array.from({ length: 100 }, (_, i) => i),
      4,
    );
    // Four cuts make five parts of twenty.
    expect(points).toEqual([20, 40, 60, 80]);
  });

  it('leave the parts to other values where one fills several of them', () => {
    const sorted = Float64Array.from({ length: 100 }, (_, i) => Math.max(0, i - 89));
    // 90 times 0, then 1 to 10 once each: after the first cut, above 0, three cuts part ten values: 1 to 3, 4 and 5, 6 to 8, 9 and 10.
    expect(cutPoints(sorted, 4)).toEqual([1, 4, 6, 9]);
  });

  it('are none of a constant, nor of nothing', () => {
    expect(cutPoints(Float64Array.of(3, 3, 3))).toEqual([]);
    expect(cutPoints(new Float64Array(0))).toEqual([]);
  });

  it('ascend, are at most so many, and part the values truly', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, min: -50, max: 50 }), { maxLength: 200 }), (values) => {
        const sorted = Float64Array.from(values).sort();
        const points = cutPoints(sorted, 5);
        expect(points.length).toBeLessThanOrEqual(5);
        points.forEach((point, i) => {
          if (i > 0) expect(point).toBeGreaterThan(points[i - 1]!);
          const below = values.filter((value) => value < point).length;
          expect(below).toBeGreaterThan(0);
          expect(below).toBeLessThan(values.length);
        });
      }),
    );
  });
});

it('the part of a value is how many points it is not below', () => {
  expect([9, 10, 15, 20, 99].map((value) => partOf([10, 20], value))).toEqual([0, 1, 1, 2, 2]);
});
