/** Every reason for which nothing is guaranteed, each by one change to a log on which a guarantee is to be had. */
import type { JudgedCandidate, OffPolicyRequest } from '../../../src/evaluate/off-policy/request';
import { judge, type Asked } from '../../support/judge-customers';
import type { DecisionFacts, HistoryFacts } from '../../support/random-histories';

/** Sixty customers of so many decisions by a coin; the policy takes action 1, which brings 1 where action 0 brings 0. */
function coin(visits = 1, facts: Partial<DecisionFacts> = {}): HistoryFacts[] {
  return Array.from({ length: 60 }, (_, i) =>
    Array.from({ length: visits }, (__, t) => {
      const action = (i + t) % 2;
      return { action, b: [0.5, 0.5], p: [0, 1], reward: action, ...facts };
    }),
  );
}

/** The sound log of three actions, of which nobody ever called; both policies call as often as said. */
const called = (own: number) => coin(1, { b: [0.5, 0.5, 0], p: [0, 1 - own, own] });

const sound = { rewards: [0, 1], horizon: null } as const;

async function reasonOf(
  customers: readonly HistoryFacts[],
  changes: Partial<OffPolicyRequest>,
  more?: Asked,
) {
  const { guarantee } = await judge(customers, { ...more, changes: { declared: sound, ...changes } });
  const { low, high, hcope, reason } = guarantee;
  // Either there are bounds or a reason, never both.
  expect([low === null, high === null, reason !== null && hcope === null]).toEqual(
    reason === null ? [false, false, false] : [true, true, true],
  );
  return reason;
}

/** Of the policies of `coin`, with one more that decides where asked. */
function candidates(
  customers: readonly HistoryFacts[],
  own: Partial<JudgedCandidate>,
  other: readonly number[] = [0.5, 0.5],
): JudgedCandidate[] {
  const all = customers.flat();
  const fixed = { description: '', isFixed: true };
  const model = Float64Array.from(all.flatMap(({ p }) => [...p]));
  const others = Float64Array.from(all.flatMap(() => [...other]));
  return [
    { ...fixed, name: 'model', role: 'model', probabilities: model, ...own },
    { ...fixed, name: 'logged', role: 'logged', probabilities: null },
    { ...fixed, name: 'other', role: 'baseline', probabilities: others },
  ];
}

it.each<[string, HistoryFacts[], Partial<OffPolicyRequest>]>([
  ['one decision each', coin(), {}],
  ['as many decisions as the horizon', coin(2), { declared: { ...sound, horizon: 2 } }],
  [
    'a range below 0, of one decision',
    coin(1, { reward: -1.5 }),
    { declared: { ...sound, rewards: [-2, -1] } },
  ],
  [
    'a range that ends at 0, of several',
    coin(2, { reward: -1 }),
    { declared: { rewards: [-2, 0], horizon: 2 } },
  ],
  ['one discount', coin(3, { discount: 0.5 }), { estimand: 'history', declared: { ...sound, horizon: 3 } }],
  ['an action that neither log nor policy knows', called(0), {}],
  ['another policy that decides', coin(), { candidates: candidates(coin(), {}), against: 'other' }],
])('is to be had of %s', async (_, customers, changes) => {
  expect(await reasonOf(customers, changes)).toBeNull();
});

/** Decisions a half and a quarter of whose successors count. */
const unevenly = coin(3).map((history) =>
  history.map((one, t) => ({ ...one, discount: t === 0 ? 0.5 : 0.25 })),
);
const several = { ...sound, horizon: 3 };

it.each<[string, HistoryFacts[], Partial<OffPolicyRequest>]>([
  ['the weights are in doubt', coin(), { doubts: ['the weights are in doubt'], unsure: ['of rows'] }],
  ['who came back is unknown', coin(), { unsure: ['who came back is unknown'] }],
  ['the probabilities of the logged actions are estimated', coin(), { source: 'estimated' }],
  [
    'what is judged was not fixed on other data',
    coin(),
    { candidates: candidates(coin(), { isFixed: false }) },
  ],
  ['the log kept a part of its rows', coin(1, { weight: 4 }), {}],
  [
    'the log kept a part of its rows',
    coin().map((history, i) => (i === 7 ? history.map((one) => ({ ...one, weight: 2 })) : history)),
    {},
  ],
  ['the schema declares no rewardRange', coin(), { declared: { ...sound, rewards: null } }],
  ['the schema declares no rewardRange', coin(2), { declared: { rewards: null, horizon: 2 } }],
  ['the schema declares no horizon (the most decisions of a customer)', coin(2), {}],
  [
    'the schema declares no rewardRange and no horizon (the most decisions of a customer)',
    coin(2),
    { declared: { rewards: null, horizon: null } },
  ],
  [
    'the declared rewardRange is a single number',
    coin(1, { reward: 1 }),
    { declared: { ...sound, rewards: [1, 1] } },
  ],
  [
    'a customer has 3 decisions, more than the horizon of 2 that the schema declares',
    coin(3),
    { declared: { ...sound, horizon: 2 } },
  ],
  [
    'a reward of 1 lies outside the declared rewardRange',
    coin(),
    { declared: { ...sound, rewards: [0, 0.999] } },
  ],
  [
    'a reward of 0 lies outside the declared rewardRange',
    coin(),
    { declared: { ...sound, rewards: [0.001, 1] } },
  ],
  [
    'the declared rewardRange does not hold 0',
    coin(2, { reward: 1.5 }),
    { declared: { rewards: [1, 2], horizon: 2 } },
  ],
  [
    'the declared rewardRange does not hold 0',
    coin(1, { reward: -1.5 }),
    { declared: { rewards: [-2, -1], horizon: 2 } },
  ],
  ['discounts differ with the time between decisions', unevenly, { estimand: 'history', declared: several }],
  [
    'what was done is judged',
    coin(),
    { candidates: candidates(coin(), { probabilities: null }), against: 'other' },
  ],
  ['it does what was never logged among the decisions that are judged', called(0.01), {}],
  [
    'it does what was never logged among the decisions that are judged',
    called(0),
    { candidates: candidates(called(0), {}, [0.5, 0.49, 0.01]), against: 'other' },
  ],
  [
    'what it is compared with was learned from the rows that are judged',
    coin(),
    {
      candidates: candidates(coin(), {}).map((one) =>
        one.name === 'other' ? { ...one, isFixed: false } : one,
      ),
      against: 'other',
    },
  ],
])('is none where %s', async (reason, customers, changes) => {
  expect(await reasonOf(customers, changes)).toBe(reason);
});

it('bears discounts that differ where each decision is judged by itself', async () => {
  expect(await reasonOf(unevenly, { estimand: 'decision', declared: several })).toBeNull();
});

describe('a lower bound above the upper one', () => {
  // The log says that a coin decided, but nearly everybody got action 1, and everybody brought .5: whoever takes action 1 is
  // worth at least .9 and at most .1. Who takes action 0 was seen four times, and may be worth anything.
  const customers = Array.from({ length: 400 }, (_, i): HistoryFacts => [
    { action: i < 4 ? 0 : 1, b: [0.5, 0.5], p: [0, 1], reward: 0.5 },
  ]);
  const wrong =
    'a lower bound lies above the upper one: something that they rest on is not so, or chance of at most 5 %';

  it('is none against what was done', async () => {
    expect(await reasonOf(customers, {})).toBe(wrong);
  });

  it.each([
    ['which is', [0, 1], [1, 0]],
    ['whose rival is', [1, 0], [0, 1]],
  ])(
    'is none of a policy %s contradicted, where the other’s bounds are wide enough to hide it',
    async (_, p, other) => {
      const asked = customers.map((history) => history.map((one) => ({ ...one, p })));
      const changes = { candidates: candidates(asked, {}, other), against: 'other' };
      expect(await reasonOf(asked, changes)).toBe(wrong);
    },
  );

  it('are bounds of a policy that is not contradicted, however wide', async () => {
    const asked = customers.map((history) => history.map((one) => ({ ...one, p: [1, 0] })));
    const changes = { candidates: candidates(asked, {}, [1, 0]), against: 'other' };
    expect(await reasonOf(asked, changes)).toBeNull();
  });
});
