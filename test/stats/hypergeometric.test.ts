import fc from 'fast-check';
import { hypergeometric, scaledHypergeometric } from '../../src/stats/hypergeometric';

/** Computed by mpmath 1.4.1, `hyp2f1` at 30 digits; of the fifth it is known to be 2 ln 2. */
const known: readonly (readonly [number, number, number, number, number])[] = [
  [0.243, 2.426, 2.219, 0.5, 1.207097007044042283],
  [2.243, 4.426, 4.219, 0.9, 248.86890220623160044],
  [0.3, 0.4, -0.3, 0.7, -0.21060589151059191347],
  [5.5, 0.1, 1.6, 0.99, 1097987.5417896563518],
  [1, 1, 2, 0.5, 2 * Math.LN2],
  [30, 40, 69.2, 0.95, 1438126723669625.6711],
  [0.243, 2.426, 2.219, 0, 1],
  // Of any sign, and a sum that ends.
  [-1.7, -0.2, 1096.8, 0.5, 1.0001549765850660554],
  [0.8, -0.2, 2.3, 0.9, 0.91608884979859071643],
  [-3.2, 1.5, 0.4, 0.7, -0.3051753148209636078],
  [-3, 2.5, 1.5, 0.6, -0.128],
  [0, 1, 1, 0.5, 1],
];

it.each(known)('2F1(%p, %p; %p; %p)', (a, b, c, z, value) => {
  // Sums of alternating signs lose what cancels: -.21 is the difference of numbers a few times as large.
  expect(Math.abs(hypergeometric(a, b, c, z) / value - 1)).toBeLessThan(1e-13);
});

it('is a power where b = c', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 20, noNaN: true }),
      fc.double({ min: 0.01, max: 20, noNaN: true }),
      fc.double({ min: 0, max: 0.99, noNaN: true }),
      (a, b, z) => Math.abs(hypergeometric(a, b, b, z) * (1 - z) ** a - 1) < 1e-11,
    ),
  );
});

it.each([
  [Infinity, 1, 1, 0.5],
  [1, 1, 0, 0.5],
  [1, 1, -2, 0.5],
  [1, 1, 2, 1],
  [1, 1, 2, -0.1],
])('refuses 2F1(%p, %p; %p; %p)', (a, b, c, z) => {
  expect(() => hypergeometric(a, b, c, z)).toThrow('hypergeometric: expected');
});

it('says where the series does not end', () => {
  expect(() => hypergeometric(2, 3, 1, 1 - 1e-9)).toThrow('hypergeometric: no end of the series');
});

it('is the same by either of Euler’s sums', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 9, noNaN: true }),
      fc.double({ min: 0.01, max: 9, noNaN: true }),
      fc.double({ min: 0.5, max: 20, noNaN: true }),
      fc.double({ min: 0, max: 0.9, noNaN: true }),
      (a, b, c, z) => {
        const plain = (1 - z) ** a * hypergeometric(a, b, c, z);
        expect(scaledHypergeometric(a, b, c, z)).toBeCloseTo(plain, 8);
      },
    ),
  );
});
