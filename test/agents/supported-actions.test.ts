import fc from 'fast-check';
import type { SupportFilter } from '../../src/agents/support-filter';
import { behaviourProbabilities, supportedActions } from '../../src/agents/supported-actions';
import { ShapeError } from '../../src/core/errors';
import { parameterCount } from '../../src/stats/class-model';
import { BY_ONE_FEATURE, CALL, MAIL } from '../support/support-filters';

const seen = (...values: readonly number[]) => Float32Array.from(values);
const mask = (...values: readonly number[]) => Uint8Array.from(values);
const supported = (changes: Partial<SupportFilter>, x: Float32Array, allowed: Uint8Array | null = null) => [
  ...supportedActions({ ...BY_ONE_FEATURE, ...changes }, x, allowed),
];

it('knows how likely each action was where the observations were made', () => {
  const found = behaviourProbabilities(BY_ONE_FEATURE, seen(10, MAIL, CALL), null);
  const expected = [1 / 3, 1 / 3, 1 / 3, 9 / 91, 81 / 91, 1 / 91, 9 / 91, 1 / 91, 81 / 91];
  expected.forEach((value, i) => expect(found[i]).toBeCloseTo(value, 6));
});

it('supports what was likely enough there, and no other action', () => {
  expect(supported({}, seen(10, MAIL, CALL))).toEqual([1, 1, 1, 1, 1, 0, 1, 0, 1]);
  expect(supported({ leastProbability: 0.1 }, seen(MAIL))).toEqual([0, 1, 0]);
  // 1/91 is .010989.
  expect(supported({ leastProbability: 0.0109 }, seen(MAIL))).toEqual([1, 1, 1]);
  expect(supported({ leastProbability: 0.0111 }, seen(MAIL))).toEqual([1, 1, 0]);
});

it('supports what enough customers took, however likely it is', () => {
  expect(supported({ customers: [80, 49, 50] }, seen(10, MAIL))).toEqual([1, 0, 1, 1, 0, 0]);
  expect(supported({ customers: [80, 49, 50], leastCustomers: 51 }, seen(10))).toEqual([1, 0, 0]);
});

it('supports what is likely enough beside the likeliest allowed action', () => {
  // At z = log 9 mail has 81/91, and No Action a ninth of that, which is .1111.
  expect(supported({ leastProbability: 0, leastOfLikeliest: 0.11 }, seen(MAIL))).toEqual([1, 1, 0]);
  expect(supported({ leastProbability: 0, leastOfLikeliest: 0.12 }, seen(MAIL))).toEqual([0, 1, 0]);
  // Without mail No Action is the likeliest, and call has a ninth of its probability.
  expect(supported({ leastProbability: 0, leastOfLikeliest: 0.11 }, seen(MAIL), mask(1, 0, 1))).toEqual([
    1, 0, 1,
  ]);
});

it('takes probabilities among what is allowed, where the log kept to its mask', () => {
  // Without mail, No Action and call have 9/10 and 1/10.
  expect(supported({}, seen(MAIL), mask(1, 0, 1))).toEqual([1, 0, 1]);
  expect([...behaviourProbabilities(BY_ONE_FEATURE, seen(MAIL), mask(1, 0, 1))][1]).toBe(0);
  // A mask that the log broke says nothing of how the company chose; it bars all the same.
  expect(supported({ isMasked: false }, seen(MAIL), mask(1, 0, 1))).toEqual([1, 0, 0]);
});

it('keeps the likeliest allowed action where none is supported', () => {
  const few = { customers: [80, 12, 12] };
  expect(supported(few, seen(MAIL, CALL), mask(0, 1, 1, 0, 1, 1))).toEqual([0, 1, 0, 0, 0, 1]);
  expect(supported({ leastProbability: 0.95 }, seen(MAIL, CALL))).toEqual([0, 1, 0, 0, 0, 1]);
  // The lowest of equals.
  expect(supported({ leastProbability: 0.95 }, seen(10))).toEqual([1, 0, 0]);
});

it('gives an action that was never logged no probability, and keeps it where nothing else is allowed', () => {
  const never = { ...BY_ONE_FEATURE, customers: [80, 70, 0] };
  const found = behaviourProbabilities(never, seen(CALL), null);
  [0.9, 0.1, 0].forEach((value, i) => expect(found[i]).toBeCloseTo(value, 6));
  expect(supported(never, seen(CALL, CALL), mask(1, 1, 1, 0, 0, 1))).toEqual([1, 1, 0, 0, 0, 1]);
});

it('leaves nothing where nothing is allowed', () => {
  expect(supported({}, seen(10, 10), mask(0, 0, 0, 1, 0, 0))).toEqual([0, 0, 0, 1, 0, 0]);
});

it('is asked about no rows, and about more than it computes at once', () => {
  expect(supported({}, seen())).toEqual([]);
  const many = Float32Array.from({ length: 20_000 }, (_, row) => [10, MAIL, CALL][row % 3]!);
  const allowed = Uint8Array.from({ length: 60_000 }, (_, at) => (at % 7 === 0 ? 0 : 1));
  const all = supportedActions(BY_ONE_FEATURE, many, allowed);
  for (const row of [0, 8191, 8192, 16_384, 19_999]) {
    const [from, to] = [row * 3, row * 3 + 3];
    const alone = supportedActions(BY_ONE_FEATURE, many.subarray(row, row + 1), allowed.subarray(from, to));
    expect(all.subarray(from, to)).toEqual(alone);
  }
});

it('names what has the wrong length', () => {
  expect(() => supported({}, seen(1, 2), mask(1, 1, 1))).toThrow(
    new ShapeError('allowed: expected 6 elements, got 3'),
  );
  const wide: SupportFilter = {
    ...BY_ONE_FEATURE,
    behaviour: { ...BY_ONE_FEATURE.behaviour, width: 2, parameters: new Array<number>(9).fill(0) },
    scaling: { observationOffset: [0, 0], observationScale: [1, 1] },
  };
  expect(() => supportedActions(wide, seen(1, 2, 3), null)).toThrow(ShapeError);
});

const ACTIONS = 4;
const WIDTH = 2;

/** Any filter of four actions and two features, with rows that it is asked about, some of which allow nothing. */
const asked = fc
  .record({
    frequent: fc.subarray([0, 1, 2, 3]),
    kind: fc.constantFrom('logistic' as const, 'network' as const),
    rows: fc.integer({ min: 1, max: 12 }),
  })
  .chain(({ frequent, kind: fitted, rows }) => {
    const kind = frequent.length < 2 ? 'shares' : fitted;
    const ofActions = <Value>(one: fc.Arbitrary<Value>) =>
      fc.array(one, { minLength: ACTIONS, maxLength: ACTIONS });
    const rare = Array.from({ length: ACTIONS }, (_, k) => (frequent.includes(k) ? 0 : 0.02 * (k + 1)));
    const weights = [1, 2, 1, 4];
    const shares = { frequent, rare, weights, rows: 200 };
    const count = parameterCount({ kind, width: WIDTH, shares });
    return fc.record({
      filter: fc.record({
        behaviour: fc.record({
          ...{ kind: fc.constant(kind), width: fc.constant(WIDTH), shares: fc.constant(shares) },
          temperature: fc.double({ min: 0.25, max: 4, noNaN: true }),
          parameters: fc.array(fc.double({ min: -2, max: 2, noNaN: true }), {
            ...{ minLength: count, maxLength: count },
          }),
        }),
        scaling: fc.constant({ observationOffset: [1, -1], observationScale: [0.5, 2] }),
        isMasked: fc.boolean(),
        leastProbability: fc.constantFrom(0, 0.01, 0.1, 0.3, 1),
        leastOfLikeliest: fc.constantFrom(0, 0.3, 1),
        leastCustomers: fc.integer({ min: 1, max: 60 }),
        customers: ofActions(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 120 }))),
        unit: fc.constant('row' as const),
      }),
      rows: fc.array(
        fc.record({
          x: fc.array(fc.float({ min: -4, max: 4, noNaN: true }), { minLength: WIDTH, maxLength: WIDTH }),
          allowed: ofActions(fc.constantFrom(0, 1)),
        }),
        { minLength: rows, maxLength: rows },
      ),
      isAllowed: fc.boolean(),
    });
  });

interface Row {
  readonly x: readonly number[];
  readonly allowed: readonly number[];
}

function ask(filter: SupportFilter, rows: readonly Row[], isAllowed: boolean) {
  const observations = Float32Array.from(rows.flatMap(({ x }) => x));
  const allowed = isAllowed ? null : Uint8Array.from(rows.flatMap((row) => row.allowed));
  const of = (all: ArrayLike<number>) =>
    rows.map((_, row) => Array.from(all).slice(row * ACTIONS, (row + 1) * ACTIONS));
  return {
    supported: of(supportedActions(filter, observations, allowed)),
    probabilities: of(behaviourProbabilities(filter, observations, allowed)),
  };
}

it('supports what is allowed, likely enough and taken by enough customers; else the likeliest; and never nothing', () => {
  fc.assert(
    fc.property(asked, ({ filter, rows, isAllowed }) => {
      const { leastProbability, leastOfLikeliest, leastCustomers, customers } = filter;
      const { supported: found, probabilities } = ask(filter, rows, isAllowed);
      rows.forEach(({ allowed }, row) => {
        const may = isAllowed ? [1, 1, 1, 1] : allowed;
        const own = probabilities[row]!;
        const least = Math.max(
          leastProbability,
          leastOfLikeliest * Math.max(...own.filter((_, k) => may[k] === 1)),
        );
        const isSupported = may.map((one, k) =>
          one === 1 && own[k]! >= least && customers[k]! >= leastCustomers ? 1 : 0,
        );
        const taken = found[row]!;
        if (isSupported.includes(1) || !may.includes(1)) {
          expect(taken).toEqual(isSupported);
        } else {
          const [kept, ...more] = [...taken.keys()].filter((k) => taken[k] === 1);
          expect([may[kept!], more]).toEqual([1, []]);
          // Where no allowed action was ever logged, none has a probability.
          for (const k of may.keys())
            if (may[k] === 1 && customers.some((n, j) => n > 0 && may[j] === 1))
              expect(own[kept!]!).toBeGreaterThanOrEqual(own[k]!);
        }
      });
    }),
    { numRuns: 300 },
  );
});

it('decides on each row by itself: rows in another order are supported in that order', () => {
  fc.assert(
    fc.property(
      asked.chain((one) =>
        fc
          .shuffledSubarray([...one.rows.keys()], { minLength: one.rows.length })
          .map((order) => ({ ...one, order })),
      ),
      ({ filter, rows, isAllowed, order }) => {
        const { supported: found } = ask(filter, rows, isAllowed);
        const moved = order.map((row) => rows[row]!);
        expect(ask(filter, moved, isAllowed).supported).toEqual(order.map((row) => found[row]));
      },
    ),
    { numRuns: 100 },
  );
});
