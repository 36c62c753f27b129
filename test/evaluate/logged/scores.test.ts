/** Policies by scores, worked out by hand. */
import fc from 'fast-check';
import { highestScores, meanShares, sameForAll } from '../../../src/evaluate/logged/targeting/scores';

const rows = (values: Float64Array, width: number) =>
  Array.from({ length: values.length / width }, (_, i) => [...values.subarray(i * width, (i + 1) * width)]);

it('contacts as many as it may, the highest scores first, each by its best contact', () => {
  // Best contacts: sms .9, e-mail .5, e-mail .7, sms .1.
  const scores = Float64Array.of(9, 0.2, 0.9, 9, 0.5, 0.4, 9, 0.7, 0.6, 9, 0, 0.1);
  expect(rows(highestScores(scores, 3, null, 0.5), 3)).toEqual([
    [0, 0, 1],
    [1, 0, 0],
    [0, 1, 0],
    [1, 0, 0],
  ]);
});

it('shares the last places among equal scores', () => {
  const scores = Float64Array.of(0, 3, 0, 1, 0, 1, 0, 1);
  // Two places: one for the 3, one for the three ones.
  expect(rows(highestScores(scores, 2, null, 0.5), 2)).toEqual([
    [0, 1],
    [1 - 1 / 3, 1 / 3],
    [1 - 1 / 3, 1 / 3],
    [1 - 1 / 3, 1 / 3],
  ]);
});

it('keeps masks: a barred contact is not made, and who may not be left alone is contacted', () => {
  const scores = Float64Array.of(0, 5, 1, 0, 4, 2, 0, 3, 1);
  const allowed = Uint8Array.of(1, 0, 0, 1, 1, 1, 0, 0, 1);
  expect(rows(highestScores(scores, 3, allowed, 1 / 3), 3)).toEqual([
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ]);
});

it('contacts exactly the share, where nothing is barred', () => {
  const scored = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 2, maxLength: 40 });
  fc.assert(
    fc.property(scored, fc.double({ min: 0, max: 1, noNaN: true }), (best, share) => {
      const scores = Float64Array.from(best.flatMap((score) => [0, score]));
      const probabilities = highestScores(scores, 2, null, share);
      const contacts = best.reduce((sum, _, i) => sum + probabilities[2 * i + 1]!, 0);
      expect(contacts).toBeCloseTo(share * best.length, 9);
      // Nobody with a lower score is likelier to be contacted.
      best.forEach((a, i) =>
        best.forEach((b, j) => {
          if (a < b) expect(probabilities[2 * i + 1]!).toBeLessThanOrEqual(probabilities[2 * j + 1]! + 1e-12);
        }),
      );
    }),
    { numRuns: 100 },
  );
});

it('gives everybody the mean of what others get', () => {
  const shares = meanShares(Float64Array.of(1, 0, 0.5, 0.5), 2, Float64Array.of(1, 3));
  expect(shares).toEqual([(1 + 1.5) / 4, 1.5 / 4]);
  expect([...sameForAll(shares, 2)]).toEqual([...shares, ...shares]);
});
