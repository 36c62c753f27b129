/** Conditions in the manner of MongoDB, evaluated as GrowthBook's SDKs do, pick the leaf that ours do. */
import fc from 'fast-check';
import type { RawColumn } from '../../../src/dataset/contacts/contact-log';
import { zoneOffset } from '../../../src/core/zone-offset';
import { matchRules } from '../../../src/dataset/rules/match-rules';
import { rulesFileSchema } from '../../../src/dataset/rules/rules-schema';
import { growthBookRules } from '../../../src/export/rules/growthbook';

const ACTIONS = ['No Action', 'email', 'call'] as const;
const PLANS = ['basic', 'plus', 'max'] as const;

type Attributes = Readonly<Record<string, unknown>>;

/** @see https://docs.growthbook.io/lib/build-your-own#condition-evaluation: null and undefined are what does not exist */
function holds(operator: string, expected: unknown, actual: unknown): boolean {
  const [a, e] = [actual as number, expected as number];
  switch (operator) {
    case '$exists':
      return (actual !== null && actual !== undefined) === expected;
    case '$eq':
      return actual === expected;
    case '$ne':
      return actual !== expected;
    case '$lt':
      return a < e;
    case '$lte':
      return a <= e;
    case '$gt':
      return a > e;
    case '$gte':
      return a >= e;
    case '$in':
      return (expected as unknown[]).includes(actual);
    case '$nin':
      return !(expected as unknown[]).includes(actual);
  }
  throw new Error(operator);
}

function matches(condition: Readonly<Record<string, Attributes>>, attributes: Attributes): boolean {
  return Object.entries(condition).every(([name, asked]) =>
    Object.entries(asked).every(([operator, expected]) => holds(operator, expected, attributes[name])),
  );
}

const ages = fc.record(
  {
    lt: fc.integer({ min: -2, max: 5 }),
    gte: fc.integer({ min: -2, max: 5 }),
    ne: fc.integer({ min: 0, max: 3 }),
  },
  { requiredKeys: [] },
);
const plans = fc.oneof(
  fc.record({ in: fc.subarray([...PLANS], { minLength: 1 }) }),
  fc.record({ notIn: fc.subarray([...PLANS], { minLength: 1 }) }),
  fc.record({ missing: fc.boolean() }),
);
const isAsked = (condition: object) =>
  Object.values(condition).every((one: object) => Object.keys(one).length > 0);
const conditions = fc
  .oneof(fc.record({ age: ages }), fc.record({ plan: plans }), fc.record({ age: ages, plan: plans }))
  .filter(isAsked);
const rows = fc.record({
  age: fc.option(fc.integer({ min: -2, max: 5 })),
  plan: fc.option(fc.constantFrom(...PLANS)),
});

it('tries leaves as ours are tried, also where something is not known', () => {
  fc.assert(
    fc.property(
      fc.array(conditions, { maxLength: 4 }),
      fc.array(rows, { minLength: 1, maxLength: 8 }),
      (asked, given) => {
        const leaves = rulesFileSchema.parse([
          ...asked.map((condition, i) => ({ id: `leaf ${i}`, condition, weights: { email: 1 } })),
          { id: 'rest', weights: { none: 1 } },
        ]);
        const rules = { file: 'rules.json', leaves };
        const columns: RawColumn[] = [
          { name: 'age', kind: 'number', values: Float64Array.from(given, ({ age }) => age ?? NaN) },
          {
            ...{ name: 'plan', kind: 'category', declared: true, names: PLANS },
            codes: Int32Array.from(given, ({ plan }) => (plan === null ? -1 : PLANS.indexOf(plan))),
          },
        ];
        const table = new Map(columns.map((column) => [column.name, column]));
        const expected = matchRules(rules, table, given.length, zoneOffset('UTC')!);
        const exported = growthBookRules(rules, ACTIONS, 'none');
        const found = given.map((attributes) =>
          exported.leaves.findIndex(({ condition }) => matches(condition, attributes)),
        );
        expect(found).toEqual(Array.from(expected));
      },
    ),
  );
});
