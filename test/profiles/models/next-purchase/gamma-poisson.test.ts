/** The anchor of the next purchase: rates over the time observed. */
import { Random } from '../../../../src/core/random';
import { medianDays } from '../../../../src/profiles/judge/next-purchase-curves';
import { meanGapCurves } from '../../../../src/profiles/models/next-purchase/anchors';
import {
  fitGammaPoisson,
  gammaPoissonCurves,
  gammaPoissonLogLikelihood,
  gammaPoissonSchema,
} from '../../../../src/profiles/models/next-purchase/gamma-poisson';
import { purchaseHistories } from '../../../../src/profiles/models/purchases/histories';
import { summaryOf } from '../../../../src/profiles/models/purchases/summary';

const model = { r: 0.5, alpha: 4 };
const observed = { frequency: Float64Array.of(0, 1, 3), age: Float64Array.of(12, 12, 6) };

it('is likely as gamma rates of Poisson counts are', () => {
  // Γ(r + x) / Γ(r) α^r / (α + T)^(r + x): of x = 3, (r)(r + 1)(r + 2) 4^.5 / 10^3.5.
  const each = [(4 / 16) ** 0.5, (0.5 * 4 ** 0.5) / 16 ** 1.5, (0.5 * 1.5 * 2.5 * 2) / 10 ** 3.5];
  const expected = each.reduce((sum, likelihood) => sum + Math.log(likelihood), 0);
  expect(gammaPoissonLogLikelihood(model, observed)).toBeCloseTo(expected, 12);
});

it('expects nothing within t at the power of what was bought', () => {
  const curves = gammaPoissonCurves(model, observed);
  expect(curves.noPurchaseWithin(1, 28)).toBeCloseTo((16 / 20) ** 1.5, 14);
  expect(curves.noPurchaseWithin(0, 0)).toBe(1);
});

it('is fitted at the summit, near what customers were drawn with', () => {
  const random = Random.fromSeed(3);
  const count = (mean: number) => {
    let [time, x] = [-Math.log(1 - random.uniform()), 0];
    for (; time < mean; time -= Math.log(1 - random.uniform())) x += 1;
    return x;
  };
  // Rates are exponential, gamma of shape 1, with rate 8; 10 to 50 weeks.
  const age = Float64Array.from({ length: 2000 }, () => 10 + random.integer(41));
  const frequency = age.map((weeks) => count((-Math.log(1 - random.uniform()) / 8) * weeks));
  const fit = fitGammaPoisson({ frequency, age });
  expect(gammaPoissonSchema.parse(JSON.parse(JSON.stringify(fit)))).toEqual(fit);
  expect(fit.converged).toBe(true);
  expect(Math.abs(fit.r - 1)).toBeLessThan(0.15);
  expect(Math.abs(fit.alpha - 8)).toBeLessThan(1.5);
  // The derivative by α is 0 there: Σ r / α − (r + x) / (α + T).
  const slope = age.reduce(
    (sum, weeks, row) => sum + fit.r / fit.alpha - (fit.r + frequency[row]!) / (fit.alpha + weeks),
    0,
  );
  expect(Math.abs(slope) / 2000).toBeLessThan(1e-6);
});

it('knows of the gap that runs: two purchases in a week of a year are no weekly customer', () => {
  const rows = { customer: [0, 0, 1, 1, 1], day: [0, 7, 0, 180, 360], amount: [1, 1, 1, 1, 1] };
  const summary = summaryOf(purchaseHistories(rows, 2), 364);
  const days = (curves: Parameters<typeof medianDays>[0]) => medianDays(curves, 365)[0]!;
  expect(days(meanGapCurves(summary))).toBe(5);
  expect(days(gammaPoissonCurves(model, summary))).toBeGreaterThan(150);
});

it('refuses customers of whom nobody came back', () => {
  const once = { frequency: new Float64Array(3), age: new Float64Array(3).fill(5) };
  expect(() => fitGammaPoisson(once)).toThrow(
    'next purchase: expected customers who bought more than once, got none among 3',
  );
});
