import {
  censoredLogLikelihoods,
  medianDays,
  rankedProbabilityScores,
  restrictedErrors,
} from '../../../src/profiles/judge/next-purchase-curves';

/** A purchase each day with probability 1/2, 1/4 and 0. */
const daily = [0.5, 0.25, 0];
const curves = { rows: 3, noPurchaseWithin: (row: number, days: number) => (1 - daily[row]!) ** days };

it('is likely as the day of the purchase, or as no purchase until the end', () => {
  const likelihoods = censoredLogLikelihoods(curves, {
    days: Int32Array.of(3, 2, 9),
    seen: Uint8Array.of(1, 0, 0),
  });
  // 1/2 · 1/2 · 1/2; (3/4)²; surely nothing.
  expect(likelihoods[0]).toBeCloseTo(Math.log(1 / 8), 12);
  expect(likelihoods[1]).toBeCloseTo(Math.log(9 / 16), 12);
  expect(likelihoods[2]).toBe(0);
});

it('says so where what came was excluded', () => {
  const likelihoods = censoredLogLikelihoods(curves, {
    days: Int32Array.of(1, 1, 4),
    seen: Uint8Array.of(1, 1, 1),
  });
  expect(likelihoods[2]).toBe(-Infinity);
});

it('predicts the first day by which half have bought, or the horizon', () => {
  // (3/4)^2 = .5625, (3/4)^3 = .42.
  expect([...medianDays(curves, 30)]).toEqual([1, 3, 30]);
  expect([...medianDays(curves, 2)]).toEqual([1, 2, 2]);
});

it('scores the whole forecast day by day, worked by hand', () => {
  // By days 1, 2, 3 bought with 1/2, 3/4, 7/8: bought on day 2; with 1/4, 7/16, 37/64 and with 0: not seen within three.
  const scores = rankedProbabilityScores(
    curves,
    { days: Int32Array.of(2, 3, 3), seen: Uint8Array.of(1, 0, 0) },
    3,
  );
  expect(scores[0]).toBeCloseTo(1 / 4 + 1 / 16 + 1 / 64, 12);
  expect(scores[1]).toBeCloseTo(1 / 16 + 49 / 256 + (37 / 64) ** 2, 12);
  expect(scores[2]).toBe(0);
  expect(() =>
    rankedProbabilityScores(curves, { days: Int32Array.of(2, 3, 3), seen: Uint8Array.of(1, 0, 0) }, 4),
  ).toThrow('row 1: expected to be looked at for 4 days, got 3');
});

it('scores a day that is named by its distance', () => {
  const named = { rows: 2, noPurchaseWithin: (_: number, days: number) => (days < 5 ? 1 : 0) };
  const came = { days: Int32Array.of(9, 2), seen: Uint8Array.of(1, 1) };
  expect([...rankedProbabilityScores(named, came, 30)]).toEqual([4, 3]);
});

it('counts what lies beyond the horizon as the horizon', () => {
  const predicted = Float64Array.of(3, 50, 50);
  const came = { days: Int32Array.of(8, 40, 30), seen: Uint8Array.of(1, 1, 0) };
  expect([...restrictedErrors(predicted, came, 30)]).toEqual([5, 0, 0]);
  expect([...restrictedErrors(Float64Array.of(3, 3, 3), came, 30)]).toEqual([5, 27, 27]);
  expect(() => restrictedErrors(predicted, came, 31)).toThrow(
    'row 2: expected to be looked at for 31 days, got 30',
  );
});
