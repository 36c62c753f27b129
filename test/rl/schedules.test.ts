import fc from 'fast-check';
import { linearSchedule } from '../../src/rl/schedules';

describe('linearSchedule', () => {
  it.each([
    [0, 1],
    [25, 0.775],
    [50, 0.55],
    [100, 0.1],
    [101, 0.1],
    [1e9, 0.1],
  ])('from 1 to .1 over 100 steps is at step %i worth %d', (step, value) => {
    expect(linearSchedule(1, 0.1, 100, step)).toBeCloseTo(value, 12);
  });

  it('reaches its end exactly, also where start and end round', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, fc.integer({ min: 1, max: 1e6 }), (start, end, length) => {
        expect(linearSchedule(start, end, length, 0)).toBe(start);
        expect(linearSchedule(start, end, length, length)).toBe(end);
      }),
    );
  });

  it.each([0, -1, NaN])('refuses length %d', (length) => {
    expect(() => linearSchedule(1, 0, length, 0)).toThrow(
      new RangeError(`linearSchedule: length must be > 0, got ${length}`),
    );
  });
});
