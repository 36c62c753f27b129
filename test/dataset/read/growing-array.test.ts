/** Arrays that grow keep every value, however much they were told to expect. */
import fc from 'fast-check';
import { GrowingArray } from '../../../src/dataset/read/growing-array';

interface Step {
  readonly kind: 'push' | 'room' | 'expect' | 'toArray';
  readonly count: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('push', 'room', 'expect', 'toArray'),
  count: fc.oneof(fc.nat(20), fc.nat(200_000)),
});

it('holds what was written, in one piece or in many', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const array = new GrowingArray(Int32Array);
      let length = 0;
      for (const { kind, count } of steps) {
        if (kind === 'push') for (let i = 0; i < Math.min(count, 50); i += 1) array.push(length++);
        if (kind === 'room') {
          const room = array.room(count);
          for (let i = 0; i < count; i += 1) room[i] = length++;
          array.keep(count);
        }
        if (kind === 'expect') array.expect(count);
        if (kind === 'toArray') array.toArray();
      }
      expect(array.length).toBe(length);
      const values = array.toArray();
      expect(values.length).toBe(length);
      // One comparison: an expectation per value would take minutes.
      expect(values.findIndex((value, i) => value !== i)).toBe(-1);
      expect(array.toArray()).toEqual(values);
    }),
    { numRuns: 100 },
  );
});
