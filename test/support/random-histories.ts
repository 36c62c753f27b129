/** Small random problems of off-policy evaluation, and logs written down by hand. */
import fc from 'fast-check';
import {
  importanceProducts,
  importanceRatios,
  type Histories,
  type JudgedPolicy,
} from '../../src/evaluate/off-policy/histories';

/** One decision as a test writes it down. */
export interface DecisionFacts {
  readonly action: number;
  /** [actions] probability of each under what wrote the log */
  readonly b: readonly number[];
  /** [actions] probability of each under the policy that is judged */
  readonly p: readonly number[];
  readonly reward: number;
  /** [actions] model of the reward, or of the value */
  readonly q?: readonly number[];
  /** What a decision stands for. @default 1 */
  readonly weight?: number;
  /** What the next decision is worth at this one. @default 1, and 0 at the last */
  readonly discount?: number;
}

export type HistoryFacts = readonly DecisionFacts[];

/** Customers as struct of arrays. */
export function judgedOf(customers: readonly HistoryFacts[]): JudgedPolicy {
  const all = customers.flat();
  const actionCount = all[0]!.b.length;
  const starts = Int32Array.from([0, ...customers.map((_, i) => customers.slice(0, i + 1).flat().length)]);
  const worths = customers.flatMap((history) =>
    history.map((_, t) => history.slice(0, t).reduce((worth, { discount = 1 }) => worth * discount, 1)),
  );
  const histories: Histories = {
    ...{ units: customers.length, starts, actionCount },
    actions: Int32Array.from(all, ({ action }) => action),
    propensities: Float64Array.from(all, ({ action, b }) => b[action]!),
    actionPropensities: Float64Array.from(all.flatMap(({ b }) => [...b])),
    sampleWeights: Float64Array.from(all, ({ weight = 1 }) => weight),
    worths: Float64Array.from(worths),
    discounts: Float64Array.from(
      customers.flatMap((history) =>
        history.map(({ discount = 1 }, t) => (t + 1 === history.length ? 0 : discount)),
      ),
    ),
  };
  const probabilities = Float64Array.from(all.flatMap(({ p }) => [...p]));
  const ratios = importanceRatios(histories, probabilities);
  const model = all.every(({ q }) => q !== undefined)
    ? Float64Array.from(all.flatMap(({ q }) => [...q!]))
    : null;
  return {
    ...{ histories, probabilities, ratios, products: importanceProducts(histories, ratios) },
    rewards: Float64Array.from(all, ({ reward }) => reward),
    ...{ rewardModel: model, valueModel: model },
  };
}

const probabilities = (least: number) =>
  fc.array(fc.integer({ min: least, max: 6 }), { minLength: 3, maxLength: 3 }).map((parts) => {
    const shares = parts.every((part) => part === 0) ? [1, 0, 0] : parts;
    const sum = shares.reduce((a, b) => a + b, 0);
    return shares.map((part) => part / sum);
  });

const decision = fc.record({
  action: fc.nat(2),
  b: probabilities(1),
  p: probabilities(0),
  reward: fc.integer({ min: -4, max: 9 }),
  q: fc.array(fc.integer({ min: -3, max: 8 }), { minLength: 3, maxLength: 3 }),
  discount: fc.constantFrom(1, 0.9, 0.5),
});

/** Customers of one to four decisions among three actions; each customer's decisions stand for as many. */
export const randomCustomers: fc.Arbitrary<HistoryFacts[]> = fc
  .array(fc.tuple(fc.array(decision, { minLength: 1, maxLength: 4 }), fc.constantFrom(1, 1, 2.5)), {
    minLength: 2,
    maxLength: 7,
  })
  .map((customers) =>
    customers.map(([history, weight]) => history.map((one): DecisionFacts => ({ ...one, weight }))),
  );
