import { Random } from '../../../../src/core/random';
import { bgNbdLogLikelihood, bgNbdSchema, fitBgNbd } from '../../../../src/profiles/models/value/bg-nbd';
import {
  aliveProbabilities,
  expectedPurchases,
  expectedRepeats,
  noPurchaseWithin,
} from '../../../../src/profiles/models/value/bg-nbd-ahead';

const model = { r: 0.5, alpha: 4, a: 0.8, b: 2.5 };
const histories = {
  frequency: Float64Array.of(0, 1, 4, 2, 0, 0),
  recency: Float64Array.of(0, 10, 36, 5, 0, 0),
  age: Float64Array.of(30, 38, 39, 35, 30, 30),
};

it('is likely as integrals over rates and probabilities say', () => {
  // mpmath 1.4.1: the story of the paper's section 2 integrated numerically over gamma rates, the beta by its moments.
  // Three customers of the first kind, and one each of the others.
  expect(bgNbdLogLikelihood(model, histories)).toBeCloseTo(-30.006070466599, 9);
  const one = (row: number) => ({
    frequency: histories.frequency.subarray(row, row + 1),
    recency: histories.recency.subarray(row, row + 1),
    age: histories.age.subarray(row, row + 1),
  });
  const each = [-1.07003308174854, -4.90476968962598, -14.9503066391594, -6.94089489256808];
  each.forEach((value, row) => expect(bgNbdLogLikelihood(model, one(row))).toBeCloseTo(value, 11));
});

/** By mpmath 1.4.1: P(alive) and purchases in 26 weeks, integrated over the beta numerically at 60 digits, without 2F1. */
const ahead = [
  {
    parameters: model,
    alive: [1, 0.3755489433738, 0.8323603418589],
    purchases: [0.3397955657688, 0.3080015112857, 1.940164483272],
    newcomer: 1.853258040851,
  },
  {
    // The formula divides 0 by 0 at a = 1.
    parameters: { ...model, a: 1 },
    alive: [1, 0.32483764129, 0.7988793755074],
    purchases: [0.332850957655, 0.2601562014549, 1.801910158755],
    newcomer: 1.687831249727,
  },
  {
    // And has a pole at a + b = 1 without a repeat purchase.
    parameters: { ...model, a: 0.3, b: 0.7 },
    alive: [1, 0.3098927880249, 0.8990635532783],
    purchases: [0.3348198674427, 0.2619014304766, 2.253247926068],
    newcomer: 1.95465111515,
  },
];

it.each(ahead)(
  'expects what integrals say with $parameters',
  ({ parameters, alive, purchases, newcomer }) => {
    const probabilities = aliveProbabilities(parameters, histories);
    const expected = expectedPurchases(parameters, histories, 26);
    alive.forEach((value, row) => expect(probabilities[row]).toBeCloseTo(value, 11));
    purchases.forEach((value, row) => expect(expected[row]! / value).toBeCloseTo(1, 9));
    expect(expectedRepeats(parameters, 26) / newcomer).toBeCloseTo(1, 9);
  },
);

it('buys nothing in no time, and never again with the probability of being gone', () => {
  const alive = aliveProbabilities(model, histories);
  expect([...noPurchaseWithin(model, histories, 0)]).toEqual([1, 1, 1, 1, 1, 1]);
  noPurchaseWithin(model, histories, 1e12).forEach((never, row) =>
    expect(never).toBeCloseTo(1 - alive[row]!, 4),
  );
  // In a moment, at most one: the probability of one is what is expected.
  const soon = expectedPurchases(model, histories, 1e-4);
  noPurchaseWithin(model, histories, 1e-4).forEach((none, row) =>
    expect((1 - none) / soon[row]!).toBeCloseTo(1, 3),
  );
});

/** Gamma by the sum of exponentials (whole shape), beta by gammas: whatever makes histories of the model by its story. */
function drawnHistories(customers: number, random: Random) {
  const exponential = () => -Math.log(1 - random.uniform());
  const gamma = (shape: number) =>
    Array.from({ length: shape }, exponential).reduce((sum, one) => sum + one, 0);
  const columns = { frequency: [] as number[], recency: [] as number[], age: [] as number[] };
  for (let i = 0; i < customers; i += 1) {
    const rate = gamma(1) / 5;
    const [one, other] = [gamma(1), gamma(3)];
    const leaves = one / (one + other);
    const age = 30 + 20 * random.uniform();
    let [count, last] = [0, 0];
    for (let time = exponential() / rate; time < age; time += exponential() / rate) {
      [count, last] = [count + 1, time];
      if (random.uniform() < leaves) break;
    }
    columns.frequency.push(count);
    columns.recency.push(last);
    columns.age.push(age);
  }
  return {
    frequency: Float64Array.from(columns.frequency),
    recency: Float64Array.from(columns.recency),
    age: Float64Array.from(columns.age),
  };
}

describe('fitted to histories drawn with r 1, alpha 5, a 1, b 3', () => {
  const drawn = drawnHistories(3000, Random.fromSeed(7));
  const fit = fitBgNbd(drawn, Random.fromSeed(1));

  it('has the truth within three standard errors', () => {
    const truth = { r: 1, alpha: 5, a: 1, b: 3 };
    for (const [name, value] of Object.entries(truth)) {
      const key = name as keyof typeof truth;
      expect(Math.abs(fit[key] - value) / fit.standardErrors![key]).toBeLessThan(3);
      // Two of three thousand customers' worth of knowledge: an error that were wide would hide anything.
      expect(fit.standardErrors![key] / value).toBeLessThan(0.2);
    }
  });

  it('is a summit: no parameter can be moved for the better', () => {
    expect(fit.converged).toBe(true);
    expect(bgNbdLogLikelihood(fit, drawn)).toBeCloseTo(fit.logLikelihood, 8);
    for (const key of ['r', 'alpha', 'a', 'b'] as const)
      for (const factor of [0.999, 1.001])
        expect(bgNbdLogLikelihood({ ...fit, [key]: fit[key] * factor }, drawn)).toBeLessThan(
          fit.logLikelihood,
        );
  });

  it('is plain data', () => {
    expect(bgNbdSchema.parse(JSON.parse(JSON.stringify(fit)))).toEqual(fit);
  });

  it('expects as many purchases as were made', () => {
    const total = drawn.frequency.reduce((sum, x) => sum + x, 0);
    const expected = drawn.age.reduce((sum, age) => sum + expectedRepeats(fit, age), 0);
    expect(expected / total).toBeCloseTo(1, 1);
  });
});

it('refuses customers of whom nobody came back', () => {
  const once = {
    frequency: new Float64Array(5),
    recency: new Float64Array(5),
    age: new Float64Array(5).fill(9),
  };
  expect(() => fitBgNbd(once, Random.fromSeed(1))).toThrow(
    'BG/NBD: expected customers who bought more than once, got none among 5',
  );
});

/**
 * A purchase on each of 1,095 days, known until the day after. By mpmath 1.3.0 at 60 digits: E[(1 - (rate / (rate + p t))^(r + x)) / p] over
 * p ~ Beta(a, b + x), integrated numerically without 2F1, times P(alive).
 */
it.each([
  [model, 156.5, 797.87692483172],
  [model, 4, 26.995457968691],
  [{ ...model, a: 0.3 }, 520, 2735.9467234007],
  [{ ...model, r: 2, a: 3.5 }, 156.5, 357.21131249471],
])('expects of a daily buyer over three years, with %o for %p weeks, %p', (parameters, weeks, expected) => {
  const daily = {
    frequency: Float64Array.of(1095),
    recency: Float64Array.of(156.4),
    age: Float64Array.of(156.5),
  };
  expect(expectedPurchases(parameters, daily, weeks)[0]! / expected).toBeCloseTo(1, 10);
});

it('is fitted to customers who are alike by their number, so that none need be drawn', () => {
  const kinds = 40;
  const many = 6000;
  const drawn = drawnHistories(kinds, Random.fromSeed(8));
  const repeated = (column: Float64Array) =>
    Float64Array.from({ length: kinds * many }, (_, row) => column[row % kinds]!);
  const all = {
    frequency: repeated(drawn.frequency),
    recency: repeated(drawn.recency),
    age: repeated(drawn.age),
  };
  const [few, fit] = [fitBgNbd(drawn, Random.fromSeed(1)), fitBgNbd(all, Random.fromSeed(1))];
  expect([fit.customers, fit.drawn]).toEqual([kinds * many, null]);
  expect(fit.logLikelihood / many).toBeCloseTo(few.logLikelihood, 6);
});

it.each([0.5, 5, 100, 2000])(
  'expects of equal customers, of whom a share leaves at each purchase, what a Poisson stream brings: %p a time',
  (purchases) => {
    // r and alpha beyond all bounds: one rate for all. p has density 2 p, so that 2 (1 - (1 - e^-x) / x) come of x purchases.
    const alpha = 1e7;
    const model = { r: purchases * alpha, alpha, a: 2, b: 1 };
    const exact = 2 * (1 - (1 - Math.exp(-purchases)) / purchases);
    expect(expectedRepeats(model, 1)).toBeCloseTo(exact, 5);
  },
);

it('has no errors where all customers go with one probability, of which a and b tell their ratio alone', () => {
  const random = Random.fromSeed(1);
  const drawn = Array.from({ length: 600 }, () => {
    // Rates are exponential around one in ten days, for a year; after each purchase one is gone with 0.4.
    const days: number[] = [];
    const gap = -10 / Math.log(1 - random.uniform());
    let day = -gap * Math.log(1 - random.uniform());
    let isThere = true;
    while (isThere && day < 365) {
      days.push(day);
      isThere = random.uniform() > 0.4;
      day -= gap * Math.log(1 - random.uniform());
    }
    return { frequency: days.length, recency: days.at(-1) ?? 0 };
  });
  const fit = fitBgNbd(
    {
      frequency: Float64Array.from(drawn, ({ frequency }) => frequency),
      recency: Float64Array.from(drawn, ({ recency }) => recency),
      age: new Float64Array(drawn.length).fill(365),
    },
    Random.fromSeed(1),
  );
  expect(fit.a / (fit.a + fit.b)).toBeCloseTo(0.4, 1);
  expect(fit.a).toBeGreaterThan(1000);
  expect(fit.standardErrors).toBeNull();
});
