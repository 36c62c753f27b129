import { Random } from '../../../../src/core/random';
import {
  expectedPurchaseValues,
  fitGammaGamma,
  gammaGammaLogLikelihood,
  gammaGammaSchema,
  spendAssumption,
} from '../../../../src/profiles/models/value/gamma-gamma';
import { expectedPurchases } from '../../../../src/profiles/models/value/bg-nbd-ahead';
import { lifetimeValues } from '../../../../src/profiles/models/value/lifetime-value';

const model = { p: 6, q: 3.5, gamma: 15 };

/** mpmath 1.4.1: gamma amounts integrated over gamma rates: log density of the mean, and the expected amount given it. */
const integrals = [
  [1, 20, -3.6181014368536, 24.705882352941],
  [3, 45, -4.6163207888992, 43.90243902439],
  [10, 33.3, -3.9527272938482, 33.408000248493],
] as const;

it.each(integrals)('%p purchases of %p on average', (x, value, logLikelihood, expected) => {
  const spending = { frequency: Float64Array.of(x), meanValue: Float64Array.of(value) };
  expect(gammaGammaLogLikelihood(model, spending)).toBeCloseTo(logLikelihood, 11);
  expect(expectedPurchaseValues(model, spending)[0]! / expected).toBeCloseTo(1, 7);
});

it('expects the mean of all of who bought once: pγ/(q - 1)', () => {
  const once = { frequency: Float64Array.of(0), meanValue: Float64Array.of(NaN) };
  expect(expectedPurchaseValues(model, once)[0]).toBeCloseTo((6 * 15) / 2.5, 12);
});

/** Means of x gamma amounts of shape 2, at rates that are gamma with shape 4 and rate 30. */
function drawnSpending(customers: number, random: Random) {
  const gamma = (shape: number) => {
    let sum = 0;
    for (let i = 0; i < shape; i += 1) sum -= Math.log(1 - random.uniform());
    return sum;
  };
  const frequency = Float64Array.from({ length: customers }, () => random.integer(6));
  const meanValue = frequency.map((x) => {
    const rate = gamma(4) / 30;
    return x === 0 ? NaN : gamma(2 * x) / rate / x;
  });
  return { frequency, meanValue };
}

describe('fitted to amounts drawn with p 2, q 4, gamma 30', () => {
  const drawn = drawnSpending(3000, Random.fromSeed(4));
  const fit = fitGammaGamma(drawn, Random.fromSeed(1));

  it('has the truth within three standard errors', () => {
    const truth = { p: 2, q: 4, gamma: 30 };
    for (const [name, value] of Object.entries(truth)) {
      const key = name as keyof typeof truth;
      expect(Math.abs(fit[key] - value) / fit.standardErrors![key]).toBeLessThan(3);
      expect(fit.standardErrors![key] / value).toBeLessThan(0.2);
    }
    expect(fit.customers).toBe(drawn.frequency.filter((x) => x > 0).length);
  });

  it('is a summit', () => {
    const buyers = (column: Float64Array) => column.filter((_, row) => drawn.frequency[row]! > 0);
    const spending = { frequency: buyers(drawn.frequency), meanValue: buyers(drawn.meanValue) };
    for (const key of ['p', 'q', 'gamma'] as const)
      for (const factor of [0.999, 1.001])
        expect(gammaGammaLogLikelihood({ ...fit, [key]: fit[key] * factor }, spending)).toBeLessThan(
          fit.logLikelihood,
        );
  });

  it('is plain data', () => {
    expect(gammaGammaSchema.parse(JSON.parse(JSON.stringify(fit)))).toEqual(fit);
  });

  it('finds that its assumption holds, and where amounts rise with frequency that it does not', () => {
    const options = () => ({ resamples: 100, random: Random.fromSeed(5) });
    expect(spendAssumption(drawn, options()).holds).toBe(true);
    const rising = {
      ...drawn,
      meanValue: drawn.meanValue.map((value, row) => value * drawn.frequency[row]!),
    };
    const { holds, correlation } = spendAssumption(rising, options());
    expect(holds).toBe(false);
    expect(correlation.low).toBeGreaterThan(0.3);
  });

  it('cannot tell of customers who all came back once', () => {
    const alike = { frequency: Float64Array.of(1, 1, 1), meanValue: Float64Array.of(1, 2, 3) };
    expect(spendAssumption(alike, { resamples: 10, random: Random.fromSeed(1) }).holds).toBeNull();
  });
});

it('refuses customers of whom nobody came back', () => {
  const once = { frequency: new Float64Array(5), meanValue: new Float64Array(5).fill(NaN) };
  expect(() => fitGammaGamma(once, Random.fromSeed(1))).toThrow(
    'gamma-gamma: expected customers who bought more than once, got 0',
  );
});

it('refuses amounts without a mean', () => {
  // Quantiles of a Pareto distribution with index .6, which has none.
  const frequency = new Float64Array(200).fill(1);
  const meanValue = frequency.map((_, i) => ((i + 0.5) / 200) ** (-1 / 0.6));
  expect(() => fitGammaGamma({ frequency, meanValue }, Random.fromSeed(1))).toThrow(
    'gamma-gamma: expected amounts that have a mean',
  );
});

describe('lifetime value', () => {
  const purchases = { r: 0.5, alpha: 4, a: 0.8, b: 2.5 };
  const summary = {
    customer: Int32Array.of(0, 1),
    frequency: Float64Array.of(0, 4),
    recency: Float64Array.of(0, 36),
    age: Float64Array.of(30, 39),
    meanValue: Float64Array.of(NaN, 50),
  };
  const amounts = expectedPurchaseValues(model, summary);

  it('is purchases times amount where money keeps its value', () => {
    const expected = expectedPurchases(purchases, summary, 26);
    const values = lifetimeValues(purchases, model, summary, { weeks: 26 });
    values.forEach((value, row) => expect(value).toBeCloseTo(expected[row]! * amounts[row]!, 10));
  });

  it('counts each purchase as of its time', () => {
    // Day by day instead of in steps of four weeks.
    const worth = new Float64Array(2);
    let before = new Float64Array(2);
    for (let day = 1; day <= 364; day += 1) {
      const until = Float64Array.from(expectedPurchases(purchases, summary, day / 7));
      until.forEach((one, row) => (worth[row]! += (one - before[row]!) * 1.2 ** (-(day - 0.5) / 365.25)));
      before = until;
    }
    const values = lifetimeValues(purchases, model, summary, { weeks: 52, yearlyDiscount: 0.2 });
    values.forEach((value, row) => expect(value / (worth[row]! * amounts[row]!)).toBeCloseTo(1, 3));
  });

  it.each([
    [{ weeks: 0 }, 'weeks: expected more than 0, got 0'],
    [{ weeks: 4, yearlyDiscount: -0.1 }, 'yearlyDiscount: expected 0 or more, got -0.1'],
  ])('refuses %p', (horizon, message) => {
    expect(() => lifetimeValues(purchases, model, summary, horizon)).toThrow(message);
  });
});
