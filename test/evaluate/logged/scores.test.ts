/** Policies by scores, worked out by hand. */
import fc from 'fast-check';
import { highestScores, meanShares, sameForAll } from '../../../src/evaluate/logged/targeting/scores';

const rows = (values: Float64Array, width: number) =>
  Array.from({ length: values.length / width }, (_, i) => [...values.subarray(i * width, (i + 1) * width)]);

/** n rows that stand for one decision each, and may all be contacted. */
const whole = (n: number, actionCount: number) => ({
  ...{ actionCount, allowed: null, sampleWeights: new Float64Array(n).fill(1) },
});

it('contacts as many as it may, the highest scores first, each by its best contact', () => {
  // Best contacts: sms .9, e-mail .5, e-mail .7, sms .1.
  const scores = Float64Array.of(9, 0.2, 0.9, 9, 0.5, 0.4, 9, 0.7, 0.6, 9, 0, 0.1);
  expect(rows(highestScores(scores, whole(4, 3), 0.5), 3)).toEqual([
    [0, 0, 1],
    [1, 0, 0],
    [0, 1, 0],
    [1, 0, 0],
  ]);
});

it('shares the last places among equal scores', () => {
  const scores = Float64Array.of(0, 3, 0, 1, 0, 1, 0, 1);
  // Two places: one for the 3, one for the three ones.
  expect(rows(highestScores(scores, whole(4, 2), 0.5), 2)).toEqual([
    [0, 1],
    [1 - 1 / 3, 1 / 3],
    [1 - 1 / 3, 1 / 3],
    [1 - 1 / 3, 1 / 3],
  ]);
});

it('keeps masks: a barred contact is not made, and who may not be left alone is contacted', () => {
  const scores = Float64Array.of(0, 5, 1, 0, 4, 2, 0, 3, 1);
  const allowed = Uint8Array.of(1, 0, 0, 1, 1, 1, 0, 0, 1);
  expect(rows(highestScores(scores, { ...whole(3, 3), allowed }, 1 / 3), 3)).toEqual([
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ]);
});

it('counts a row as often as it stands for, and contacts a part of who would be too many', () => {
  // 3 + 1 + 6 + 2 = 12 decisions, of which 5: the 9 is one, the 7 two, and of the six with a 5 there are two left.
  const scores = Float64Array.of(0, 1, 0, 9, 0, 5, 0, 7);
  const sampleWeights = Float64Array.of(3, 1, 6, 2);
  expect(rows(highestScores(scores, { ...whole(4, 2), sampleWeights }, 5 / 12), 2)).toEqual([
    [1, 0],
    [0, 1],
    [1 - 1 / 3, 1 / 3],
    [0, 1],
  ]);
  // With as many as there are rows above it nobody else is contacted.
  expect(rows(highestScores(scores, { ...whole(4, 2), sampleWeights }, 3 / 12), 2)[2]).toEqual([1, 0]);
});

it('contacts all that it may where the share asks for more', () => {
  const scores = Float64Array.of(0, 5, 0, 4, 0, 3);
  const allowed = Uint8Array.of(1, 0, 1, 1, 1, 1);
  expect(rows(highestScores(scores, { ...whole(3, 2), allowed }, 1), 2)).toEqual([
    [1, 0],
    [0, 1],
    [0, 1],
  ]);
});

const scored = fc.array(
  fc.record({ score: fc.integer({ min: 0, max: 3 }), weight: fc.integer({ min: 1, max: 5 }) }),
  { minLength: 2, maxLength: 40 },
);
const anyShare = fc.double({ min: 0, max: 1, noNaN: true });

/** Chance of a contact of each row. */
function contactsOf(of: readonly { readonly score: number; readonly weight: number }[], share: number) {
  const scores = Float64Array.from(of.flatMap(({ score }) => [0, score]));
  const sampleWeights = Float64Array.from(of, ({ weight }) => weight);
  const result = highestScores(scores, { ...whole(of.length, 2), sampleWeights }, share);
  return of.map((_, i) => result[2 * i + 1]!);
}

it('contacts exactly the share, where nothing is barred', () => {
  fc.assert(
    fc.property(scored, anyShare, (of, share) => {
      const chances = contactsOf(of, share);
      const total = of.reduce((sum, { weight }) => sum + weight, 0);
      expect(of.reduce((sum, { weight }, i) => sum + weight * chances[i]!, 0)).toBeCloseTo(share * total, 9);
      // Nobody with a lower score is likelier to be contacted.
      of.forEach((a, i) =>
        of.forEach((b, j) => {
          if (a.score < b.score) expect(chances[i]!).toBeLessThanOrEqual(chances[j]! + 1e-12);
        }),
      );
    }),
    { numRuns: 100 },
  );
});

it('contacts the same of rows as of as many alike rows, whatever the unit of the weights', () => {
  fc.assert(
    fc.property(scored, anyShare, fc.constantFrom(0.1, 7, 10), (of, share, factor) => {
      const chances = contactsOf(of, share);
      const scaled = contactsOf(
        of.map((one) => ({ ...one, weight: factor * one.weight })),
        share,
      );
      const repeated = of.flatMap((one) => Array.from({ length: one.weight }, () => ({ ...one, weight: 1 })));
      const one = contactsOf(repeated, share);
      chances.forEach((chance, i) => {
        const first = of.slice(0, i).reduce((sum, { weight }) => sum + weight, 0);
        expect(scaled[i]).toBeCloseTo(chance, 9);
        for (let k = first; k < first + of[i]!.weight; k += 1) expect(one[k]).toBeCloseTo(chance, 9);
      });
    }),
    { numRuns: 100 },
  );
});

it('gives everybody the mean of what others get', () => {
  const shares = meanShares(Float64Array.of(1, 0, 0.5, 0.5), 2, Float64Array.of(1, 3));
  expect(shares).toEqual([(1 + 1.5) / 4, 1.5 / 4]);
  expect([...sameForAll(shares, 2)]).toEqual([...shares, ...shares]);
});
