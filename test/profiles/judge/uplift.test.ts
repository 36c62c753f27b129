import fc from 'fast-check';
import { ShapeError } from '../../../src/core/errors';
import { Random } from '../../../src/core/random';
import { armShares, bestTreatment } from '../../../src/profiles/judge/best-treatment';
import { judgeUplift } from '../../../src/profiles/judge/judge-uplift';
import { gainsOf, targetingOrder } from '../../../src/profiles/judge/qini';

const random = Random.fromSeed(1);
const four = {
  scores: Float64Array.of(4, 3, 2, 1),
  ...{ treated: [1, 0, 1, 0], outcomes: Float64Array.of(1, 0, 0, 0) },
  ...{ propensities: null, customers: Int32Array.of(0, 1, 2, 3) },
};
const order = targetingOrder(four.scores, random);

it('counts gains and the area of the curve, worked by hand', () => {
  // After one row nobody knows; then .5 (1 - 0), .75 (1/2 - 0), 1 (1/2 - 0). Area .25 (0 + .25 + .4375 + .4375), less 1/4.
  const { gained, shares, qini } = gainsOf(four, order, [1, 1, 1, 1]);
  expect([...gained]).toEqual([NaN, NaN, 0.5, 0.375, 0.5]);
  expect([...shares]).toEqual([0, 0.25, 0.5, 0.75, 1]);
  expect(qini).toBeCloseTo(0.28125 - 0.25, 12);
});

/** The area as scikit-uplift defines it: uplift_curve, by its trapezoids, less that of a random order; of scores without ties. */
function auucOverRandom(treated: readonly number[], outcomes: readonly number[]): number {
  const rows = treated.length;
  const mean = (until: number, side: number) => {
    const own = outcomes.slice(0, until).filter((_, row) => treated[row] === side);
    return own.length === 0 ? 0 : own.reduce((sum, one) => sum + one, 0) / own.length;
  };
  const curve = Array.from({ length: rows + 1 }, (_, until) => (mean(until, 1) - mean(until, 0)) * until);
  const area = curve.slice(1).reduce((sum, end, row) => sum + (end + curve[row]!) / 2, 0);
  return area - (rows * curve.at(-1)!) / 2;
}

it('is the area of the uplift curve of scikit-uplift over random, per row and share of rows', () => {
  const row = fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: 0, max: 1 }));
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), (more) => {
      // The first is treated and without a response: of one side alone there is nothing to tell, here or there.
      const rows = [[1, 0], [0, 0], ...more] as const;
      const treated = rows.map(([side]) => side);
      const outcomes = rows.map(([, outcome]) => outcome);
      const given = {
        ...{ treated, outcomes: Float64Array.from(outcomes), propensities: null },
        customers: Int32Array.from(rows.keys()),
      };
      const { qini } = gainsOf(given, Int32Array.from(rows.keys()), new Uint8Array(rows.length).fill(1));
      expect(qini).toBeCloseTo(auucOverRandom(treated, outcomes) / rows.length ** 2, 12);
    }),
  );
});

it('counts a customer as often as drawn', () => {
  // The first row three times: .75 alone, then 4/4 (1 - 0), and of those left nothing.
  const { gained, qini } = gainsOf(four, order, [3, 1, 0, 0]);
  expect([...gained]).toEqual([NaN, NaN, 1, 1, 1]);
  expect(qini).toBeCloseTo(0.25 * 0.5 - 0.5, 12);
});

it('weighs rows by one over the chance of their action', () => {
  const given = {
    ...four,
    outcomes: Float64Array.of(1, 0, 0, 1),
    propensities: Float64Array.of(0.5, 1, 0.25, 0.5),
  };
  // Treated: 1 of weight 2, 0 of weight 4: 1/3. Others: 0 of weight 1, 1 of weight 2: 2/3.
  expect(gainsOf(given, order, [1, 1, 1, 1]).gained[4]).toBeCloseTo(1 / 3 - 2 / 3, 12);
});

it('gives rows with another treatment a place, but no say', () => {
  const { gained, shares } = gainsOf({ ...four, treated: [1, 0, -1, 0] }, order, [1, 1, 1, 1]);
  expect([...gained].slice(2)).toEqual([0.5, 0.75, 1]);
  expect(shares[3]).toBe(0.75);
});

it('deals ties out, and keeps the order of scores', () => {
  const first = new Set<number>();
  for (let seed = 0; seed < 40; seed += 1) {
    const own = targetingOrder(Float64Array.of(1, 1, 0, 1), Random.fromSeed(seed));
    expect(own[3]).toBe(2);
    first.add(own[0]!);
  }
  expect([...first].sort()).toEqual([0, 1, 3]);
});

const options = { shares: [0.5, 1], resamples: 50, terms: { worth: 10, cost: 1, contacts: 2 } };

it('values a number of contacts beside as many at random, worked by hand', () => {
  const { values, at, averageEffect } = judgeUplift(four, options, random);
  // Model 10 × .5 - .5; at random .5 (10 × .5 - 1).
  expect(values).toMatchObject({ contacts: 2, model: { value: 4.5 }, random: { value: 2 }, all: null });
  expect(values.modelMinusRandom.value).toBe(2.5);
  expect(at.map(({ uplift, gained }) => [uplift.value, gained.value])).toEqual([
    [1, 0.5],
    [0.5, 0.5],
  ]);
  expect(averageEffect.value).toBe(0.5);
  const free = { ...options, terms: { ...options.terms, contacts: null } };
  expect(judgeUplift(four, free, random).values).toMatchObject({ contacts: 4, all: { value: 4 } });
});

it('contacts nobody where no effect pays, which pays nothing', () => {
  const dear = { ...options, terms: { worth: 1, cost: 9, contacts: null } };
  expect(judgeUplift(four, dear, random).values).toMatchObject({
    ...{ contacts: 0, model: { value: 0, low: 0, high: 0 } },
    ...{ random: { value: 0 }, all: { value: -8.5 } },
  });
});

/** Customers of two rows each; the treatment helps those of x > 0 by .3, and others not. */
function dealt(customers: number, seed: number) {
  const draw = Random.fromSeed(seed);
  const rows = Array.from({ length: 2 * customers }, (_, row) => {
    const [x, treated] = [draw.uniform() - 0.5, draw.integer(2)];
    const outcome = draw.uniform() < 0.3 + (x > 0 ? 0.3 * treated : 0) ? 1 : 0;
    return { x, treated, outcome, customer: row >> 1 };
  });
  return {
    scores: Float64Array.from(rows, ({ x }) => (x > 0 ? 0.3 : 0)),
    treated: rows.map(({ treated }) => treated),
    outcomes: Float64Array.from(rows, ({ outcome }) => outcome),
    propensities: null,
    customers: Int32Array.from(rows, ({ customer }) => customer),
  };
}

it('tells a good order from a random one', () => {
  const given = dealt(1000, 3);
  const judged = judgeUplift(
    given,
    { ...options, resamples: 200, terms: { worth: 1, cost: 0.1, contacts: null } },
    random,
  );
  // The true curve rises to .15 at one half, and stays there: area .1125 less .075.
  expect(judged.qini.value).toBeCloseTo(0.0375, 1);
  expect(judged.qini.low).toBeGreaterThan(0);
  expect(judged.randomQini.low).toBeLessThan(0);
  expect(judged.randomQini.high).toBeGreaterThan(0);
  expect(judged.at[0]!.uplift.low).toBeLessThan(0.3);
  expect(judged.at[0]!.uplift.high).toBeGreaterThan(0.3);
  // Half of them contacted: .15 - .05; of as many at random .5 (.15 - .1).
  expect(judged.values.modelMinusRandom.low).toBeLessThan(0.075);
  expect(judged.values.modelMinusRandom.high).toBeGreaterThan(0.075);
  expect(judged.values.modelMinusRandom.low).toBeGreaterThan(0);
});

it('resamples customers, not their rows', () => {
  const single = dealt(300, 4);
  // Each row a second time: nothing more is known of anybody.
  const doubled = {
    scores: Float64Array.from([...single.scores, ...single.scores]),
    treated: [...single.treated, ...single.treated],
    outcomes: Float64Array.from([...single.outcomes, ...single.outcomes]),
    propensities: null,
    customers: Int32Array.from([...single.customers, ...single.customers]),
  };
  const widthOf = (given: typeof single) => {
    const { low, high } = judgeUplift(given, { ...options, resamples: 300 }, random).averageEffect;
    return high! - low!;
  };
  expect(widthOf(doubled) / widthOf(single)).toBeCloseTo(1, 1);
});

it('sends each the treatment that does most', () => {
  const effects = Float64Array.of(0.1, 0.3, 0.2, -1, 0, 0);
  const { assigned, scores, treated } = bestTreatment(effects, Int32Array.of(2, 2, 0));
  expect([[...assigned], [...scores], [...treated]]).toEqual([
    [2, 1, 1],
    [0.3, 0.2, 0],
    [1, -1, 0],
  ]);
  const second = bestTreatment(effects, Int32Array.of(2, 2, 0), 2);
  expect([[...second.assigned], [...second.scores], [...second.treated]]).toEqual([
    [2, 2, 2],
    [0.3, -1, 0],
    [1, 1, 0],
  ]);
});

it('weighs arms of unequal size by their shares', () => {
  expect([...armShares(Int32Array.of(0, 2, 2, 1))]).toEqual([0.25, 0.5, 0.5, 0.25]);
  // One customer of arm 1 responds, three of arm 2 do not; half of the customers would get either.
  const actions = Int32Array.of(1, 2, 2, 2, 0, 0);
  const rows = {
    ...{ treated: [1, 1, 1, 1, 0, 0], outcomes: Float64Array.of(1, 0, 0, 0, 0, 0) },
    customers: Int32Array.of(0, 1, 2, 3, 4, 5),
  };
  const all = (propensities: Float64Array | null) =>
    gainsOf({ ...rows, propensities }, Int32Array.of(0, 1, 2, 3, 4, 5), [1, 1, 1, 1, 1, 1]).gained[6];
  expect(all(null)).toBeCloseTo(1 / 4, 12);
  expect(all(armShares(actions))).toBeCloseTo(1 / 2, 12);
});

it('names a wrong shape', () => {
  expect(() => judgeUplift({ ...four, treated: [1] }, options, random)).toThrow(ShapeError);
});
