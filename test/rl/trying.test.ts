/** Probabilities of trying what is not best: worked out by hand, and what holds for all of them. */
import fc from 'fast-check';
import { explorationProbabilities } from '../../src/decide/exploration';
import { inverseGapProbabilities } from '../../src/rl/inverse-gap';

it('gives each worse action 1 / (K + scale × gap), and the rest to the best', () => {
  // Gaps of 1 and 3: 1 / (3 + 2) and 1 / (3 + 6).
  const [none, mail, call] = inverseGapProbabilities(
    { scale: 2, floor: 0 },
    Float32Array.of(4, 5, 2),
    3,
    null,
    null,
    Int32Array.of(1),
  );
  expect(none).toBeCloseTo(1 / 5, 15);
  expect(call).toBeCloseTo(1 / 9, 15);
  expect(mail).toBeCloseTo(1 - 1 / 5 - 1 / 9, 15);
});

it('counts the allowed actions alone, and keeps the floor', () => {
  const values = Float32Array.of(4, 5, 2);
  const found = inverseGapProbabilities(
    { scale: 1000, floor: 0.05 },
    values,
    3,
    Uint8Array.of(1, 0, 1),
    null,
    Int32Array.of(0),
  );
  expect([...found]).toEqual([0.95, 0, 0.05]);
});

it('gives what is not supported the floor, however good it seems', () => {
  const values = Float32Array.of(1, 2, 5);
  const found = inverseGapProbabilities(
    { scale: 1, floor: 0.01 },
    values,
    3,
    null,
    Uint8Array.of(1, 1, 0),
    Int32Array.of(1),
  );
  // 1 / (3 + 1) of the first, .01 of the last.
  expect([found[0], found[2]]).toEqual([0.25, 0.01]);
  expect(found[1]).toBeCloseTo(0.74, 12);
});

it('spreads epsilon over what is allowed, around the action that is given', () => {
  const found = explorationProbabilities(
    { kind: 'epsilon', epsilon: 0.3 },
    // The best two of the first row are equal: the one that is given is done.
    Float32Array.of(1, 5, 5, 2, 9, 1),
    ...([3, Uint8Array.of(1, 1, 1, 1, 0, 1), null, Int32Array.of(2, 0)] as const),
  );
  const expected = [0.1, 0.1, 0.8, 0.85, 0, 0.15];
  expected.forEach((probability, i) => expect(found[i]).toBeCloseTo(probability, 15));
});

it('refuses a floor that cannot hold', () => {
  expect(() =>
    inverseGapProbabilities({ scale: 1, floor: 0.6 }, new Float32Array(2), 2, null, null, new Int32Array(1)),
  ).toThrow('floor: expected 0 to 0.5, got 0.6');
});

it('sums to 1, bars what is barred, and prefers what is given', () => {
  const row = fc.record({
    values: fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 4, maxLength: 4 }),
    mask: fc.array(fc.constantFrom(0, 1), { minLength: 4, maxLength: 4 }).filter((mask) => mask.includes(1)),
    scale: fc.constantFrom(0, 0.1, 1, 100),
    floor: fc.constantFrom(0, 0.01, 0.25),
  });
  fc.assert(
    fc.property(row, ({ values, mask, scale, floor }) => {
      const open = mask.flatMap((may, i) => (may === 1 ? [i] : []));
      const best = open.reduce((one, other) => (values[other]! > values[one]! ? other : one));
      const found = inverseGapProbabilities(
        { scale, floor },
        Float32Array.from(values),
        4,
        Uint8Array.from(mask),
        null,
        Int32Array.of(best),
      );
      expect(found.reduce((sum, one) => sum + one)).toBeCloseTo(1, 12);
      found.forEach((probability, i) => {
        expect(probability).toBeLessThanOrEqual(found[best]! + 1e-12);
        if (mask[i] === 0) expect(probability).toBe(0);
        else expect(probability).toBeGreaterThanOrEqual(Math.min(floor, 1 / open.length) - 1e-12);
      });
    }),
  );
});
