/** Every estimator against its formula written out slowly, and against what must hold for any log. */
import fc from 'fast-check';
import { estimators } from '../../../src/evaluate/off-policy/estimators';
import {
  importanceProducts,
  importanceRatios,
  type JudgedPolicy,
} from '../../../src/evaluate/off-policy/histories';
import { oracles } from '../../support/estimator-oracle';
import { judgedOf, randomCustomers, type HistoryFacts } from '../../support/random-histories';

const named = (name: string) => estimators.find((one) => one.name === name)!;
const runs = { numRuns: 100 };

/** Equal but for rounding; what has no value has none on both sides. */
function expectClose(actual: number, expected: number): void {
  if (!Number.isFinite(expected)) expect(Number.isFinite(actual)).toBe(false);
  else expect(Math.abs(actual - expected)).toBeLessThan(1e-9 * (1 + Math.abs(expected)));
}

const withOracle = estimators.filter(({ name }) => name !== 'marginalisedIs').map(({ name }) => name);

it('has a formula to hold every estimator against, but for the one with a test of its own', () => {
  expect(Object.keys(oracles).sort()).toEqual([...withOracle].sort());
});

describe.each(withOracle)('%s', (name) => {
  const { estimate } = named(name);
  const oracle = oracles[name]!;

  it('is its formula', () => {
    fc.assert(
      fc.property(randomCustomers, (customers) =>
        expectClose(estimate(judgedOf(customers)).value, oracle(customers)),
      ),
      runs,
    );
  });

  it('makes every sum and denominator anew in a resample', () => {
    const drawn = fc.tuple(randomCustomers, fc.infiniteStream(fc.nat(3)));
    fc.assert(
      fc.property(drawn, ([customers, stream]) => {
        const counts = customers.map(() => stream.next().value as number);
        fc.pre(counts.some((count) => count > 0));
        const resample = customers.flatMap((one, i) => Array.from({ length: counts[i]! }, () => one));
        // What cuts weights by the number of decisions keeps to that of the log, and a longest history to its steps.
        fc.pre(resample.flat().length === customers.flat().length || !/clipped|switch|Shrinkage/i.test(name));
        expectClose(estimate(judgedOf(customers)).resampled(counts), oracle(resample));
      }),
      runs,
    );
  });
});

describe.each(estimators.map(({ name }) => name))('%s', (name) => {
  const { estimate } = named(name);

  it('has as influence how fast its value changes with each unit', () => {
    const step = 1e-6;
    fc.assert(
      fc.property(randomCustomers, (customers) => {
        const statistic = estimate(judgedOf(customers));
        fc.pre(Number.isFinite(statistic.value));
        customers.forEach((_, i) => {
          const at = (shift: number) => customers.map((__, j) => (j === i ? 1 + shift : 1));
          const slope = (statistic.resampled(at(step)) - statistic.resampled(at(-step))) / (2 * step);
          const expected = customers.length * slope;
          expect(Math.abs(statistic.influence[i]! - expected)).toBeLessThan(1e-4 * (1 + Math.abs(expected)));
        });
      }),
      { numRuns: 60 },
    );
  });

  it('does not care in which order customers stand', () => {
    const shuffled = randomCustomers.chain((customers) =>
      fc.tuple(fc.constant(customers), fc.shuffledSubarray(customers, { minLength: customers.length })),
    );
    fc.assert(
      fc.property(shuffled, ([customers, others]) =>
        expectClose(estimate(judgedOf(others)).value, estimate(judgedOf(customers)).value),
      ),
      runs,
    );
  });
});

/** What wrote the log, judged by itself. */
const asLogged = (customers: readonly HistoryFacts[]) =>
  customers.map((history) => history.map((one) => ({ ...one, p: one.b })));

/** Value of what was logged: per decision, or per history. */
function loggedMean(customers: readonly HistoryFacts[], estimand: string): number {
  return estimand === 'decision' ? oracles.ips!(asLogged(customers)) : oracles.pdis!(asLogged(customers));
}

const weightedOnly = [
  'replay',
  'dm',
  'dr',
  'selfNormalisedDr',
  'drShrinkage',
  'switchDr',
  'sequentialDr',
  'wdr',
  'fqe',
];

it.each(estimators.filter(({ name }) => !weightedOnly.includes(name)).map(({ name }) => name))(
  'p = b: %s is the logged mean',
  (name) => {
    fc.assert(
      fc.property(randomCustomers, (customers) => {
        const judged = judgedOf(asLogged(customers));
        expectClose(named(name).estimate(judged).value, loggedMean(customers, named(name).estimand));
      }),
      runs,
    );
  },
);

it.each(['dr', 'selfNormalisedDr', 'drShrinkage', 'switchDr', 'switch'])(
  'with no model %s is what is left without one',
  (name) => {
    const less = { dr: 'ips', selfNormalisedDr: 'snips' }[name];
    const without = (customers: readonly HistoryFacts[]) =>
      judgedOf(customers.map((history) => history.map((one) => ({ ...one, q: [0, 0, 0] }))));
    fc.assert(
      fc.property(randomCustomers, (customers) => {
        const own = named(name).estimate(without(customers)).value;
        if (less !== undefined) expectClose(own, oracles[less]!(customers));
        // A weight that is cut or shrunk only counts for less.
        else {
          const positive = without(
            customers.map((h) => h.map((one) => ({ ...one, reward: Math.abs(one.reward) }))),
          );
          expect(named(name).estimate(positive).value).toBeLessThanOrEqual(
            named('ips').estimate(positive).value + 1e-9,
          );
        }
      }),
      runs,
    );
  },
);

it('with Q = 0 sequential DR is PDIS, and WDR is per-decision weighted', () => {
  fc.assert(
    fc.property(randomCustomers, (customers) => {
      const judged = judgedOf(customers.map((history) => history.map((one) => ({ ...one, q: [0, 0, 0] }))));
      expectClose(named('sequentialDr').estimate(judged).value, oracles.pdis!(customers));
      expectClose(named('wdr').estimate(judged).value, oracles.perDecisionWis!(customers));
    }),
    runs,
  );
});

it.each(['replay', 'snips', 'selfNormalisedDr'])('a shift of all rewards shifts %s by as much', (name) => {
  fc.assert(
    fc.property(randomCustomers, fc.integer({ min: -5, max: 5 }), (customers, shift) => {
      const shifted = customers.map((history) =>
        history.map((one) => ({
          ...one,
          reward: one.reward + shift,
          q: one.q!.map((value) => value + shift),
        })),
      );
      expectClose(named(name).estimate(judgedOf(shifted)).value, oracles[name]!(customers) + shift);
    }),
    runs,
  );
});

/** Two customers and then a third, b and p such that ratios are 2, 0, 1 and so on: to follow with a pencil. */
const byHand: readonly HistoryFacts[] = [
  [
    { action: 1, b: [0.5, 0.5], p: [0, 1], reward: 3, q: [1, 2] }, // rho 2
    { action: 0, b: [0.5, 0.5], p: [0.5, 0.5], reward: 1, q: [1, 1] }, // rho 1, w 2
  ],
  [{ action: 0, b: [0.25, 0.75], p: [0, 1], reward: 5, q: [4, 2] }], // rho 0
  [
    { action: 1, b: [0.5, 0.5], p: [0.25, 0.75], reward: 4, q: [2, 3] }, // rho 1.5
    { action: 1, b: [0.5, 0.5], p: [0.5, 0.5], reward: -2, q: [0, 1] }, // rho 1, w 1.5
  ],
];

it.each([
  ['replay', (1 * 3 + 0.5 * 1 + 0 * 5 + 0.75 * 4 + 0.5 * -2) / (1 + 0.5 + 0 + 0.75 + 0.5)],
  ['ips', (2 * 3 + 1 * 1 + 0 + 1.5 * 4 + 1 * -2) / 5],
  ['snips', (6 + 1 + 0 + 6 - 2) / (2 + 1 + 0 + 1.5 + 1)],
  ['dm', (2 + 1 + 2 + (0.25 * 2 + 0.75 * 3) + 0.5) / 5],
  ['dr', (2 + 2 * (3 - 2) + (1 + 0) + 2 + (2.75 + 1.5 * (4 - 3)) + (0.5 + 1 * (-2 - 1))) / 5],
  ['is', (2 * (3 + 1) + 0 + 1.5 * (4 - 2)) / 3],
  ['wis', (2 * 4 + 0 + 1.5 * 2) / (2 + 0 + 1.5)],
  ['pdis', (2 * 3 + 2 * 1 + 0 + 1.5 * 4 + 1.5 * -2) / 3],
  // The second customer is gone at the second step and keeps the weight 0.
  ['perDecisionWis', (2 * 3 + 0 + 1.5 * 4) / 3.5 + (2 * 1 + 1.5 * -2) / 3.5],
  ['sequentialDr', (2 + 2 * (3 + 1 - 2) + 2 + (2.75 + 1.5 * (4 + (0.5 + 1 * (-2 - 1)) - 3))) / 3],
  ['fqe', (2 + 2 + 2.75) / 3],
])('%s of three customers, by hand', (name, value) => {
  expect(named(name).estimate(judgedOf(byHand)).value).toBeCloseTo(value, 12);
});

it('keeps the weight of who is gone, so that long histories do not count for too much', () => {
  // Ratios 1 everywhere: one customer of one decision, one of two. The second step brings 4 to half of them.
  const one = { action: 0, b: [0.5, 0.5], p: [0.5, 0.5], reward: 2 };
  const judged = judgedOf([[one], [one, { ...one, reward: 4 }]]);
  expect(named('perDecisionWis').estimate(judged).value).toBe(2 + 4 / 2);
});

it('has no value where nobody in the log did as the policy does', () => {
  const judged = judgedOf([[{ action: 0, b: [0.5, 0.5], p: [0, 1], reward: 2 }]]);
  for (const name of ['snips', 'wis', 'perDecisionWis', 'replay'])
    expect(named(name).estimate(judged).value).toBeNaN();
});

// A renamed column that makes all probabilities 1 (ReAgent #133) would make ratios of p itself.
it('divides the policy by what wrote the log', () => {
  const judged = judgedOf(byHand);
  expect([...judged.ratios]).toEqual([2, 1, 0, 1.5, 1]);
  expect([...judged.products]).toEqual([2, 2, 0, 1.5, 1.5]);
});

it('counts a decision that was certain with the policy alone: no ratio too many at the end', () => {
  // The last action of a history was certain (b = 1) and the policy takes it: its ratio is 1, not 3.
  const facts: HistoryFacts = [
    { action: 1, b: [1 / 3, 1 / 3, 1 / 3], p: [0, 1, 0], reward: 0 },
    { action: 0, b: [1, 0, 0], p: [1, 0, 0], reward: 7 },
  ];
  const judged: JudgedPolicy = judgedOf([facts]);
  const ratios = importanceRatios(judged.histories, judged.probabilities);
  expect(ratios[0]).toBeCloseTo(3, 12);
  expect(ratios[1]).toBe(1);
  expect(importanceProducts(judged.histories, ratios)[1]).toBeCloseTo(3, 12);
});
