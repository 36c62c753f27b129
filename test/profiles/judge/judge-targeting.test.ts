/** What the report on targeting says beside its numbers: ways without a model, how much is known of each arm, one family of intervals. */
import { Random } from '../../../src/core/random';
import type { Decided } from '../../../src/profiles/asof/decided';
import { judgeTargeting } from '../../../src/profiles/judge/judge-targeting';

const CUSTOMERS = 240;

/** Customers with a decision each, dealt at random; a call to one in sixteen, who may be called alone. */
function decidedOf(actionNames: readonly string[]): { decided: Decided; effects: Float64Array } {
  const random = Random.fromSeed(4);
  const treatments = actionNames.length - 1;
  const rows = Array.from({ length: CUSTOMERS }, (_, row) => row);
  const mayCall = (row: number) => treatments > 1 && row % 8 === 0;
  const actions = Int32Array.from(rows, (row) => random.integer(mayCall(row) ? 3 : 2));
  const names = rows.map((row) => `c${row}`);
  return {
    decided: {
      customers: {
        customers: names,
        columns: [
          { name: 'age', kind: 'number', values: Float64Array.from(rows, (row) => row % 50) },
          {
            ...{ name: 'region', kind: 'category', declared: false, names: ['north', 'south'] },
            codes: Int32Array.from(rows, (row) => row % 2),
          },
        ],
        histories: () => {
          throw new Error('expected nobody to ask for histories');
        },
      },
      times: new Float64Array(CUSTOMERS),
      ...{ actionNames, actions, propensities: null },
      allowed: treatments === 1 ? null : Uint8Array.from(rows.flatMap((row) => [1, 1, mayCall(row) ? 1 : 0])),
      outcomes: Float64Array.from(rows, () => random.integer(2)),
      leftOut: { unknown: 0, withoutChoice: 0 },
    },
    effects: Float64Array.from({ length: CUSTOMERS * treatments }, () => random.uniform() - 0.3),
  };
}

const judge = (
  actionNames: readonly string[],
  contacts: number | null = null,
  by: readonly string[] = [],
) => {
  const { decided, effects } = decidedOf(actionNames);
  const terms = { worth: 10, cost: 1, contacts };
  const what = { outcome: 'purchase', terms, model: 'the T-learner' } as const;
  return judgeTargeting(decided, effects, what, by, Random.fromSeed(1));
};
const waysOf = ({ sideBySide }: ReturnType<typeof judge>) => sideBySide[0]!.ways.map(({ name }) => name);

it('sets each treatment to all, one that is drawn and nobody beside a model of several', () => {
  const judged = judge(['none', 'email', 'call']);
  const own = ['the T-learner', "the model's choice, as many at random"];
  const drawn = ['a treatment drawn, as many at random', 'nobody'];
  expect(waysOf(judged)).toEqual([
    ...own,
    "all, each the model's choice",
    ...['email to all', 'call to all'],
    ...drawn,
  ]);
  expect(waysOf(judge(['none', 'email', 'call'], 50))).toEqual([
    ...own,
    ...['email to as many as may be contacted', 'call to as many as may be contacted'],
    ...drawn,
  ]);
  const [model, , , email] = judged.sideBySide[0]!.ways;
  expect(email!.modelMinus!.value).toBeCloseTo(model!.value.value! - email!.value.value!, 12);
  expect(judged.gains!.treatments.map(({ name }) => name)).toEqual(['email', 'call']);
});

it('has one way to contact all where there is one treatment, which is the model to all', () => {
  const judged = judge(['none', 'email']);
  expect(waysOf(judged)).toEqual(['the T-learner', 'as many at random', 'email to all', 'nobody']);
  const all = judged.measures.find(({ name }) => name === 'value beside all')!;
  expect(judged.sideBySide[0]!.ways[2]!.value.value).toBeCloseTo(all.anchor!.value!, 12);
});

it('warns of an arm of few customers by its name, and says whose shares weigh', () => {
  const { gains, remarks } = judge(['none', 'email', 'call']);
  const call = gains!.arms[2]!;
  expect([call.allowed, call.taken < 20]).toEqual([CUSTOMERS / 8, true]);
  const warnings = remarks.filter((remark) => remark.includes('mostly chance'));
  expect(warnings).toEqual([
    `the ${call.taken} decisions of call count as ${call.taken} customers (effective sample size): fewer than 50, so that what is said by them is mostly chance`,
  ]);
  expect(remarks.join()).toContain('by its share among the decisions of the same allowed actions');
});

it('says of how many decisions nobody tells what nothing would have brought', () => {
  const { decided, effects } = decidedOf(['none', 'email', 'call']);
  const what = { outcome: 'purchase', terms: { worth: 1, cost: 0, contacts: null }, model: 'm' } as const;
  // Whoever may be called gets something.
  const actions = decided.actions.map((action, row) => (row % 8 === 0 ? Math.max(1, action) : action));
  const told = (given: Decided) =>
    judgeTargeting(given, effects, what, [], Random.fromSeed(1)).remarks.filter((remark) =>
      remark.includes('compared with others'),
    );
  expect(told({ ...decided, actions })[0]).toMatch(/^30 decisions allowed what nobody who got No Action/);
  expect(told(decided)).toEqual([]);
  expect(told({ ...decided, actions, propensities: new Float64Array(CUSTOMERS).fill(0.5) })).toEqual([]);
});

it('has one family of intervals for all parts, those that were asked for too', () => {
  const { parts, partsAtOnce } = judge(['none', 'email'], null, ['age']);
  expect(parts.map(({ by }) => by)).toEqual(['region', 'age']);
  expect(partsAtOnce).toBe(2 + 4);
  for (const { gain } of parts.flatMap((part) => part.parts))
    expect(gain.level).toBeCloseTo(1 - 0.05 / 6, 12);
});
