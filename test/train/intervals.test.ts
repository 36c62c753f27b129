import fc from 'fast-check';
import { crossesMultiple } from '../../src/train/intervals';

describe('crossesMultiple', () => {
  it.each([
    [0, 9, false],
    [0, 10, true],
    [9, 10, true],
    [10, 19, false],
    [8, 12, true],
    [10, 10, false],
    [5, 1000, true],
  ])('of 10, from %i to %i: %s', (before, after, crosses) => {
    expect(crossesMultiple(before, after, 10)).toBe(crosses);
  });

  it('fires once per multiple however many lanes a step counts, unlike a test for divisibility', () => {
    const fired = (lanes: number, interval: number, steps: number) => {
      let count = 0;
      for (let at = 0; at < steps; at += lanes) if (crossesMultiple(at, at + lanes, interval)) count += 1;
      return count;
    };
    expect(fired(1, 1000, 64_000)).toBe(64);
    expect(fired(48, 1000, 64_032)).toBe(64);
    expect(fired(64, 1000, 64_000)).toBe(64);
  });

  it('agrees with looking at every number in between', () => {
    const count = fc.integer({ min: 0, max: 200 });
    fc.assert(
      fc.property(count, count, fc.integer({ min: 1, max: 50 }), (before, growth, interval) => {
        const passed = Array.from({ length: growth }, (_, i) => before + 1 + i);
        expect(crossesMultiple(before, before + growth, interval)).toBe(
          passed.some((value) => value % interval === 0),
        );
      }),
    );
  });

  it.each([0, -1, NaN])('refuses interval %d', (interval) => {
    expect(() => crossesMultiple(0, 1, interval)).toThrow(
      new RangeError(`crossesMultiple: interval must be > 0, got ${interval}`),
    );
  });
});
