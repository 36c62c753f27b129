import fc from 'fast-check';
import { logGamma } from '../../src/stats/log-gamma';

/** Computed by mpmath 1.4.1, `loggamma` at 30 digits. */
const known: readonly (readonly [number, number])[] = [
  [1e-8, 18.420680738180208905],
  [0.243, 1.3180435846996698495],
  [0.5, 0.57236494292470008707],
  [1, 0],
  [1.5, -0.12078223763524522235],
  [2, 0],
  [3.7, 1.4280723266653879219],
  [9.999, 12.799575780077412467],
  [10, 12.801827480081469611],
  [123.25, 468.61448295051664423],
  [1e6, 12815504.56914761166],
];

it.each(known)('ln gamma of %p', (x, value) => {
  expect(Math.abs(logGamma(x) - value)).toBeLessThan(1e-14 * Math.max(1, Math.abs(value)));
});

it('rises by ln x from x to x + 1', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-3, max: 1e4, noNaN: true }), (x) => {
      const rise = logGamma(x + 1) - logGamma(x);
      return Math.abs(rise - Math.log(x)) < 1e-14 * Math.max(10, logGamma(x + 1));
    }),
  );
});

it.each([0, -1.5, NaN])('refuses %p', (x) => {
  expect(() => logGamma(x)).toThrow(`logGamma: expected x > 0, got ${x}`);
});
