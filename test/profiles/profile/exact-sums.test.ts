import fc from 'fast-check';
import { added, fromMillionths, millionths } from '../../../src/profiles/profile/exact-sums';
import { inputError } from '../../support/input-error';

const total = (amounts: readonly number[]) =>
  fromMillionths(amounts.map(millionths).reduce((sum, more) => added(sum, more, 'ann'), 0));

it('counts whole millionths', () => {
  // As doubles, a million times these is 64099999.99999999 and 16510000.000000002.
  expect([64.1, 16.51, -0.000_000_4, 1e9].map(millionths)).toEqual([64_100_000, 16_510_000, -0, 1e15]);
});

it('adds up to the same in any order and in any parts', () => {
  const cents = fc.array(fc.integer({ min: -1e9, max: 1e9 }), { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(cents, fc.nat(50), (all, cut) => {
      const amounts = all.map((one) => one / 100);
      const exact = all.reduce((sum, one) => sum + one, 0) / 100;
      expect(total(amounts)).toBe(exact);
      expect(total([...amounts].reverse())).toBe(exact);
      expect(total([total(amounts.slice(0, cut)), total(amounts.slice(cut))])).toBe(exact);
    }),
  );
});

it('refuses sums that are no longer exact', () => {
  expect(() => total(Array<number>(10).fill(1e9))).toThrow(
    inputError(
      'customer "ann": expected amounts and quantities that add up to at most 9007199254.740992, got 10000000000',
    ),
  );
});
