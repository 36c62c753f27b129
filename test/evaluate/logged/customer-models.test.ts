/** Policies that customer models make: by hand what they take, and that rules hold whatever the models say. */
import fc from 'fast-check';
import { crossFitted } from '../../../src/evaluate/logged/targeting/cross-fit';
import { customerModelTargeting } from '../../../src/evaluate/logged/targeting/customer-models';
import type { CustomerScores } from '../../../src/evaluate/logged/targeting/customer-scores';
import type { TargetingRows } from '../../../src/evaluate/logged/targeting/response-model';

const ACTIONS = 3;

interface Row {
  readonly action?: number;
  readonly reward?: number;
  readonly weight?: number;
  readonly allowed?: readonly number[];
  /** Of the two contacts, what they change. */
  readonly uplift?: readonly [number, number];
  /** Of each action, what is expected. */
  readonly responses?: readonly [number, number, number];
  readonly value?: number;
  readonly column?: number;
  readonly cost?: number;
}

function rowsOf(all: readonly Row[], changes: Partial<CustomerScores> = {}): TargetingRows {
  const n = all.length;
  const numbers = (of: (row: Row) => number) => Float64Array.from(all, of);
  return {
    ...{ observations: new Float32Array(n), width: 1, actionCount: ACTIONS },
    allowed: Uint8Array.from(all.flatMap(({ allowed = [1, 1, 1] }) => [...allowed])),
    actions: Int32Array.from(all, ({ action = 0 }) => action),
    rewards: numbers(({ reward = 0 }) => reward),
    laterRewards: new Float64Array(n),
    sampleWeights: numbers(({ weight = 1 }) => weight),
    customers: {
      uplift: {
        changes: Float64Array.from(all.flatMap(({ uplift = [NaN, NaN] }) => [0, ...uplift])),
        responses: Float64Array.from(all.flatMap(({ responses = [NaN, NaN, NaN] }) => [...responses])),
      },
      values: numbers(({ value = NaN }) => value),
      ...{ columns: Float32Array.from(all, ({ column = 0 }) => column), width: 1 },
      costs: numbers(({ cost = 0 }) => cost),
      // Costs are in the rewards.
      grossRewards: numbers(({ reward = 0, cost = 0 }) => reward + cost),
      ...changes,
    },
  };
}

/** By name: [rows][actions] */
function policiesOf(fit: TargetingRows, judged: TargetingRows) {
  return new Map(
    customerModelTargeting(fit, judged).map(({ name, probabilities }) => [
      name,
      Array.from({ length: judged.actions.length }, (_, row) => [
        ...probabilities.subarray(row * ACTIONS, (row + 1) * ACTIONS),
      ]),
    ]),
  );
}

const NOBODY = [1, 0, 0];
const MAIL = [0, 1, 0];
const CALL = [0, 0, 1];

/**
 * A mail costs 1 and a call 6; before costs the rows brought 8 + 12 + 0 = 20, and of what was done there an outcome of
 * .1 + .3 + .1 = .5 was expected: one is worth 40. What is not known counts for neither.
 */
const paid = rowsOf([
  { action: 1, reward: 7, cost: 1, responses: [0, 0.1, 0] },
  { action: 2, reward: 6, cost: 6, responses: [0, 0, 0.3] },
  { action: 0, reward: 0, responses: [0.1, 0, 0] },
  { action: 1, reward: 500, cost: 1 },
]);

it('contacts by what leaves most after its cost, and nobody where nothing is left or known', () => {
  const judged = rowsOf([
    // 40 × .05 − 1 = 1 beside 40 × .2 − 6 = 2; then 1 beside 40 × .17 − 6 = .8.
    { uplift: [0.05, 0.2] },
    { uplift: [0.05, 0.17] },
    // 40 × .024 is less than 1.
    { uplift: [0.024, 0.149] },
    {},
    { uplift: [0.05, 0.2], allowed: [1, 1, 0] },
    // Who may not be left alone gets what loses least: .96 − 1 beside 5.98 − 6. Of one of whom nothing is known, what may be.
    { uplift: [0.024, 0.1495], allowed: [0, 1, 1] },
    { allowed: [0, 0, 1] },
  ]);
  expect(policiesOf(paid, judged).get('uplift-score')).toEqual([
    ...[CALL, MAIL, NOBODY, NOBODY, MAIL, CALL, CALL],
  ]);
});

/** Of twelve decisions, of which the last stands for two, six are contacts, most by call. */
const valued = rowsOf(
  Array.from({ length: 12 }, (_, i) => ({
    ...{ action: [0, 2, 0, 2, 0, 1][i % 6]!, value: i < 10 ? 10 * i : NaN, weight: i === 11 ? 2 : 1 },
  })),
);

it('contacts by the most used contact those worth most, as large a share as was contacted where it learned', () => {
  // Contacts are decisions 1, 3, 5, 7, 9 and 11: seven of thirteen. By value the ten are 90, 80, …: the seventh is 30.
  const judged = rowsOf([
    ...[{ value: 31 }, { value: 30 }, { value: 29 }, {}, { value: 1e9, allowed: [1, 0, 0] }],
    ...[
      { value: 1e9, allowed: [1, 1, 0] },
      { value: 0, allowed: [0, 1, 0] },
    ],
  ]);
  expect(policiesOf(valued, judged).get('value-score')).toEqual([
    ...[CALL, CALL, NOBODY, NOBODY, NOBODY, MAIL, MAIL],
  ]);
});

it('shares out the last places among those who tie for them', () => {
  // Half are contacted; all have the same value but one, who comes first: of two places one is left for the three others.
  const fit = rowsOf([{ action: 1, value: 9 }, { action: 1, value: 5 }, { value: 5 }, { value: 5 }]);
  const judged = rowsOf([{ value: 5 }, { value: 9 }]);
  const [tied, first] = policiesOf(fit, judged).get('value-score')!;
  expect(tied![1]).toBeCloseTo(1 / 3, 12);
  expect(first).toEqual(MAIL);
});

it('contacts who resembles those that answered, by the contacts alone', () => {
  // Of those mailed the answer is as likely as the column is high; whoever bought without a mail says nothing.
  const fit = rowsOf(
    Array.from({ length: 400 }, (_, i) => {
      const column = (i % 20) / 10 - 1;
      const isMailed = i % 40 < 20;
      const answers = column > 0 ? i % 3 !== 0 : i % 3 === 0;
      return { action: isMailed ? 1 : 0, column, reward: (isMailed ? answers : column < 0) ? 5 : 0 };
    }),
  );
  const judged = rowsOf([-0.9, -0.3, 0.3, 0.9].map((column) => ({ column })));
  // Half are contacted: those whose column is above the middle.
  expect(policiesOf(fit, judged).get('look-alike-score')).toEqual([NOBODY, NOBODY, MAIL, MAIL]);
});

it('takes all for alike where too few answered to tell', () => {
  const fit = rowsOf(
    Array.from({ length: 40 }, (_, i) => ({ action: i % 2, reward: i % 4 === 1 ? 1 : 0, column: i })),
  );
  for (const row of policiesOf(fit, rowsOf([{ column: 1 }, { column: 39 }])).get('look-alike-score')!)
    expect(row).toEqual([0.5, 0.5, 0]);
});

it('has only policies of the models that there are, and none of a log without them', () => {
  const without = { uplift: null, values: null };
  expect([...policiesOf(rowsOf([{}], without), rowsOf([{}], without)).keys()]).toEqual(['look-alike-score']);
  const { customers: _, ...plain } = rowsOf([{}]);
  expect(customerModelTargeting(plain, plain)).toEqual([]);
});

const number = fc.double({ min: -5, max: 5, noNaN: false });
const row = fc.record({
  action: fc.nat(2),
  reward: fc.integer({ min: -3, max: 9 }),
  weight: fc.integer({ min: 1, max: 3 }),
  allowed: fc.constantFrom([1, 1, 1], [0, 1, 1], [1, 0, 1], [1, 0, 0], [0, 1, 0]),
  uplift: fc.tuple(number, number),
  responses: fc.tuple(number, number, number),
  value: number,
  column: fc.integer({ min: -3, max: 3 }),
  cost: fc.nat(4),
});
const many = fc.array(row, { minLength: 1, maxLength: 60 });

it('gives rows that sum to 1 and nothing forbidden, and knows nothing of what the judged rows came to', () =>
  fc.assert(
    fc.property(many, many, (some, others) => {
      const judged = rowsOf(others);
      const policies = customerModelTargeting(rowsOf(some), judged);
      expect(policies).toHaveLength(3);
      for (const { probabilities } of policies) {
        for (let first = 0; first < probabilities.length; first += ACTIONS)
          expect(probabilities.subarray(first, first + ACTIONS).reduce((a, b) => a + b, 0)).toBeCloseTo(
            1,
            12,
          );
        expect(probabilities.every((p, at) => p >= 0 && (p === 0 || judged.allowed![at] === 1))).toBe(true);
      }
      const elsewhere = rowsOf(others.map((one) => ({ ...one, action: 2, reward: 99, weight: 7, cost: 50 })));
      expect(customerModelTargeting(rowsOf(some), elsewhere)).toEqual(policies);
    }),
    { numRuns: 30 },
  ));

it('learns each fold of customers from the others', () => {
  const folds = Uint8Array.from({ length: 24 }, (_, i) => i % 2);
  const all = Array.from({ length: 24 }, (_, i): Row => ({ action: i % 3, value: i, reward: i % 4 }));
  const learned = (rows: readonly Row[]) => crossFitted(rowsOf(rows), folds, customerModelTargeting);
  const fromOthers = customerModelTargeting(
    rowsOf(all.filter((_, i) => i % 2 === 1)),
    rowsOf(all.filter((_, i) => i % 2 === 0)),
  );
  learned(all).forEach(({ probabilities }, k) => {
    const own = Float64Array.from(probabilities.filter((_, at) => Math.floor(at / ACTIONS) % 2 === 0));
    expect(own).toEqual(fromOthers[k]!.probabilities);
  });
});
