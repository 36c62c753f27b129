import fc from 'fast-check';
import { absoluteErrors, deviances, squaredErrors } from '../../../src/profiles/judge/errors';

it('errors are distances', () => {
  expect([...absoluteErrors(Float64Array.of(1, 5), [4, 4])]).toEqual([3, 1]);
  expect([...squaredErrors(Float64Array.of(1, 5), [4, 4])]).toEqual([9, 1]);
});

it('deviances by hand', () => {
  const [nothing, twice, equal, excluded] = deviances(Float64Array.of(3, 2, 4, 0), [0, 4, 4, 1]);
  expect(nothing).toBe(6);
  expect(twice).toBeCloseTo(2 * (4 * Math.LN2 - 2), 12);
  expect(equal).toBe(0);
  expect(excluded).toBe(Infinity);
});

it('deviances are least at the mean', () => {
  const came = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 2, maxLength: 10 });
  fc.assert(
    fc.property(came, fc.double({ min: 0.1, max: 10, noNaN: true }), (actual, factor) => {
      const mean = actual.reduce((sum, value) => sum + value, 0) / actual.length;
      fc.pre(mean > 0.01 && Math.abs(factor - 1) > 0.01);
      const total = (predicted: number) =>
        deviances(new Float64Array(actual.length).fill(predicted), actual).reduce((sum, one) => sum + one, 0);
      return total(mean) < total(factor * mean);
    }),
  );
});
