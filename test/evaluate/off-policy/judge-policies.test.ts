/** Policies judged side by side on small logs: values, what forbids to believe them, and the verdict. */
import type { Measure, OffPolicyRequest } from '../../../src/evaluate/off-policy/request';
import type { OffPolicy } from '../../../src/evaluate/off-policy/result';
import { offPolicyVerdict, type VerdictRequest } from '../../../src/evaluate/off-policy/verdict';
import { judge, judgedSettings } from '../../support/judge-customers';
import { better } from '../../support/off-policy-fixtures';
import { judgedOf, type HistoryFacts } from '../../support/random-histories';

function verdictOf(offPolicy: OffPolicy, changes: Partial<VerdictRequest> = {}) {
  return offPolicyVerdict(offPolicy, {
    against: 'logged',
    margin: 0,
    settings: judgedSettings,
    findings: [],
    ...changes,
  });
}

/** Customers of one decision; the policy does as logged where it says so, and then has ratio 2. */
const customersOf = (rewards: readonly number[], does: (i: number) => boolean): HistoryFacts[] =>
  rewards.map((reward, i) => [{ action: 1, b: [0.5, 0.5], p: does(i) ? [0, 1] : [1, 0], reward }]);

/** Both actions logged in turn, so that the policy that takes one is half of the log. */
function alternating(
  n: number,
  rewardOf: (action: number, i: number) => number,
  p: readonly number[],
): HistoryFacts[] {
  return Array.from({ length: n }, (_, i) => {
    const action = i % 2;
    return [{ action, b: [0.5, 0.5], p, reward: rewardOf(action, i) }];
  });
}

it('p = b: the policy is worth what was done, and the difference is 0', async () => {
  const customers = alternating(20, (action, i) => action + i, [0.5, 0.5]);
  const { model, logged } = (await judge(customers)).policies;
  expect(model!.value!.interval).toEqual(logged!.value!.interval);
  expect(logged!.difference!.interval).toMatchObject({ value: 0, low: 0, high: 0 });
  expect(verdictOf(await judge(customers)).decision).toBe('not shown better');
});

describe('a measure that is known of the actions of a policy', () => {
  // Mails cost 1 or 3, calls always 2.
  const customers = Array.from({ length: 30 }, (_, i): HistoryFacts => [
    { action: i % 3, b: [1 / 3, 1 / 3, 1 / 3], p: [0.75, 0, 0.25], reward: i, discount: 0.5 },
    { action: (i + 1) % 3, b: [1 / 3, 1 / 3, 1 / 3], p: [0.75, 0, 0.25], reward: i },
  ]);
  const actions = customers.flat().map(({ action }) => action);
  const cost = {
    values: Float64Array.from(actions, (action, i) => [0, 1 + 2 * (i % 2), 2][action]!),
    known: [0, null, 2],
  };
  const asked = (estimand: 'decision' | 'history') => {
    const values = Float64Array.from(customers.flat(), ({ reward: one }) => one);
    const others = { nobody: [1, 0, 0], mails: [0.5, 0.5, 0] };
    return judge(customers, {
      estimand,
      others,
      changes: {
        measures: new Map<string, Measure>([
          ['reward', { values, known: null }],
          ['cost', cost],
        ]),
      },
    });
  };

  it('is exact at single decisions, and estimated where one of them is not known', async () => {
    const { model, nobody, mails } = (await asked('decision')).policies;
    // A quarter of calls at 2 each.
    expect(model!.metrics.cost).toMatchObject({ value: 0.5, low: 0.5, high: 0.5 });
    expect(nobody!.metrics.cost).toMatchObject({ value: 0, low: 0, high: 0 });
    expect(mails!.metrics.cost!.high! - mails!.metrics.cost!.low!).toBeGreaterThan(0.1);
  });

  it('is exact over histories where it is 0, and else hangs on what the policy leads to', async () => {
    const { model, nobody } = (await asked('history')).policies;
    expect(nobody!.metrics.cost).toMatchObject({ value: 0, low: 0, high: 0 });
    expect(model!.metrics.cost!.high! - model!.metrics.cost!.low!).toBeGreaterThan(0.1);
  });
});

it('pairs differences: what customers have in common cancels', async () => {
  const customers = alternating(200, (action, i) => action + 100 * ((i >> 1) % 5), [0, 1]);
  const { logged } = (await judge(customers)).policies;
  const { value, low, high } = logged!.difference!.t;
  // The policy is worth .5 more. Apart, the two intervals would make one of 1.7 times the width of the log's.
  expect(value).toBeCloseTo(0.5, 9);
  const alone = logged!.value!.t;
  expect(high! - low!).toBeLessThan(1.1 * (alone.high! - alone.low!));
});

it('says what an action that was never logged would have to bring', async () => {
  // Calls are never logged; the policy calls a quarter of the time and else mails.
  const customers = Array.from({ length: 40 }, (_, i): HistoryFacts => [
    { action: i % 2, b: [0.5, 0.5, 0], p: [0, 0.75, 0.25], reward: i % 2 === 1 ? 4 : 2 },
  ]);
  const offPolicy = await judge(customers);
  const { identified, reasons, assumption, value, estimates } = offPolicy.policies.model!;
  expect({ identified, value, estimates }).toEqual({ identified: false, value: null, estimates: {} });
  expect(reasons).toEqual([
    'call was never logged among the 40 decisions that are judged, and the policy does it at 25 % of these',
  ]);
  // V(r0) = part + m r0: half of the rows count 1.5 times, so the part is 1.5 × 4 / 2, and the log earned 3.
  expect(assumption).toMatchObject({ actions: ['call'], share: 0.25, breakEven: (3 - 3) / 0.25 });
  expect(assumption!.part.value).toBeCloseTo(3, 12);
  const { decision, reasons: why } = verdictOf(offPolicy);
  expect(decision).toBe('cannot tell');
  expect(why).toContain(`model is not identified: ${reasons[0]!}`);
});

describe('what leaving alone is assumed to bring, where that was never logged', () => {
  // Every second customer was mailed, which brought 4, and called, which brought 2; the policy mails or leaves alone.
  const customers = (p: readonly number[]) =>
    Array.from({ length: 40 }, (_, i): HistoryFacts => [
      { action: 1 + (i % 2), b: [0, 0.5, 0.5], p, reward: i % 2 === 0 ? 4 : 2 },
    ]);
  const models = {
    // Right of what was logged; of No Action it says 100, which nobody can know.
    reward: () => Float64Array.from({ length: 120 }, (_, at) => [100, 4, 2][at % 3]!),
    value: () => () => ({ values: null, reason: null }),
  };
  const assumptionOf = async (p: readonly number[], noActionReward?: number) =>
    (await judge(customers(p), { changes: { models, noActionReward } })).policies.model!;

  it('gives the policy a value by the assumption, beside what is known', async () => {
    const { identified, value, assumption } = await assumptionOf([0.25, 0.75, 0], 1);
    const { assumed, part, share } = assumption!;
    // .75 · 4 = 3 is known, and .25 · 1 assumed; the log earned 3.
    expect(part.value).toBeCloseTo(3, 12);
    expect(share).toBeCloseTo(0.25, 12);
    expect(assumed!.reward).toBe(1);
    expect(assumed!.value.value).toBeCloseTo(3.25, 12);
    expect(assumed!.difference.value).toBeCloseTo(0.25, 12);
    // The model is right, so that only the log's mean has an error: Student's t of 40 rewards of 4 and 2.
    expect(assumed!.difference.high! - 0.25).toBeCloseTo(
      2.022691 * Math.sqrt(1 / 40) * Math.sqrt(40 / 39),
      3,
    );
    // An assumption is no answer.
    expect([identified, value]).toEqual([false, null]);
  });

  it('gives none where nobody says it, and none to a policy that does no such thing', async () => {
    const { assumption } = await assumptionOf([0.25, 0.75, 0]);
    expect([assumption!.share, assumption!.assumed]).toEqual([0.25, undefined]);
    expect((await assumptionOf([0, 1, 0], 1)).assumption).toBeNull();
  });

  it('speaks of leaving alone only, not of a new action', async () => {
    const isLogged = [false, true, false];
    const mailed = Array.from({ length: 40 }, (_, i): HistoryFacts => [
      { action: 1, b: [0, 1, 0], p: [0.25, 0.5, 0.25], reward: i % 2 },
    ]);
    const { policies } = await judge(mailed, { changes: { models, noActionReward: 1, isLogged } });
    expect(policies.model!.assumption!.share).toBeCloseTo(0.5, 12);
    expect(policies.model!.assumption!.assumed).toBeUndefined();
  });
});

describe('where mails were barred from ten of fifty customers', () => {
  // As above; those who were barred were left alone, and brought 2.
  const customers = (barred: readonly number[]): HistoryFacts[] => [
    ...Array.from({ length: 40 }, (_, i): HistoryFacts => [
      { action: i % 2, b: [0.5, 0.5, 0], p: [0, 0.75, 0.25], reward: i % 2 === 1 ? 4 : 2 },
    ]),
    ...Array.from({ length: 10 }, (): HistoryFacts => [{ action: 0, b: [1, 0, 0], p: barred, reward: 2 }]),
  ];

  it('assumes nothing of calls for a policy that mails these too: their mails are unknown as well', async () => {
    const { support, assumption } = (await judge(customers([0, 0.75, 0.25]))).policies.model!;
    // Calls everywhere, and mails at a fifth.
    expect(support!.unloggedShare).toBeCloseTo(0.25 + 0.75 / 5, 12);
    expect(assumption).toBeNull();
  });

  it.each([
    ['without a model of what actions bring', null],
    // Right of what was logged; of calls it says 100, which nobody can know.
    ['with one', [2, 4, 100]],
  ])('says what a call would have to bring for one that leaves these alone instead, %s', async (_, q) => {
    const reward = () => q && Float64Array.from({ length: 150 }, (__, at) => q[at % 3]!);
    const models = { reward, value: () => () => ({ values: null, reason: null }) };
    const offPolicy = await judge(customers([0.75, 0, 0.25]), { changes: { models } });
    const { assumption } = offPolicy.policies.model!;
    // Mails weigh 1.5, who was barred .75: the part is (20 · 1.5 · 4 + 10 · .75 · 2) / 50, and the log earned 140 / 50. By the
    // model it is (40 · .75 · 4 + 10 · .75 · 2) / 50, which is the same.
    expect(assumption!.part.value).toBeCloseTo(2.7, 12);
    expect(assumption!.share).toBeCloseTo(0.25, 12);
    expect(assumption!.breakEven).toBeCloseTo((2.8 - 2.7) / 0.25, 9);
  });
});

it('names of what was never logged the actions that the policy takes', async () => {
  // Everybody was left alone: neither mails nor calls were logged.
  const reasonsOf = async (p: readonly number[]) => {
    const alone = Array.from({ length: 40 }, (): HistoryFacts => [{ action: 0, b: [1, 0, 0], p, reward: 1 }]);
    return (await judge(alone)).policies.model!.reasons;
  };
  expect(await reasonsOf([0.5, 0, 0.5])).toEqual([
    'call was never logged among the 40 decisions that are judged, and the policy does it at 50 % of these',
  ]);
  expect(await reasonsOf([0, 0.75, 0.25])).toEqual([
    'mail, call were never logged among the 40 decisions that are judged, and the policy does them at 100 % of these',
  ]);
});

it('cannot tell where one customer holds the weight, and says so', async () => {
  const usual = customersOf(new Array<number>(300).fill(1), () => true);
  const floored: HistoryFacts = [{ action: 1, b: [1 - 1e-6, 1e-6], p: [0, 1], reward: 1 }];
  const offPolicy = await judge([...usual, floored]);
  const { decision, reasons } = verdictOf(offPolicy);
  expect(decision).toBe('cannot tell');
  expect(reasons.join('\n')).toMatch(
    /too few customers were treated as the model would treat them: they count for 1 \(/,
  );
  expect(reasons.join('\n')).toMatch(
    /a single customer decides 99\.9 % of the answer on the model, more than 20 %/,
  );
});

describe('the verdict', () => {
  // Mails earn 1 or 2 in turn more than leaving alone: the policy that mails is 0.75 ahead of a log that does half.
  const mails = (n: number) => alternating(n, (action, i) => 5 + action * (1 + ((i >> 1) % 2)), [0, 1]);

  it('is better where the interval lies above 0', async () => {
    const { decision, baseline, comparisons } = verdictOf(await judge(mails(400)));
    expect([decision, baseline]).toEqual(['better', 'logged']);
    // Mailed, customers bring 6 or 7, else 5 (5.75 on average), with weights 2 and 0: per customer the weighted deviation from
    // 6.5, less that of the log from 5.75, is −1.25, −.25 or twice as often .75, whose variance is .6875.
    const width = 1.966 * Math.sqrt(0.6875 / 400);
    expect(comparisons).toHaveLength(1);
    // The wider of this one and a bootstrap of 200, whose ends have errors of a tenth of the width.
    expect(Math.abs(comparisons[0]!.low! - (0.75 - width))).toBeLessThan(0.3 * width);
    expect(Math.abs(comparisons[0]!.high! - (0.75 + width))).toBeLessThan(0.3 * width);
  });

  it('is as good as, within a margin that is declared', async () => {
    const offPolicy = await judge(mails(400));
    const { decision, reasons } = verdictOf(offPolicy, { margin: 2 });
    expect(decision).toBe('as good as');
    expect(reasons).toContain('a difference of up to 2 is too little to matter, as declared');
    expect(verdictOf(offPolicy, { margin: 0.1 }).decision).toBe('better');
  });

  it('is worse against what earns more, corrected for how many it is compared with', async () => {
    const offPolicy = await judge(
      mails(400).map(([one]) => [{ ...one!, p: [1, 0] }]),
      { others: { 'always-mail': [0, 1] } },
    );
    const { decision, comparisons } = verdictOf(offPolicy, { against: 'always-mail' });
    expect(decision).toBe('worse');
    expect(comparisons.map(({ against, decision: one }) => [against, one])).toEqual([
      ['logged', 'worse'],
      ['always-mail', 'worse'],
    ]);
  });

  it('says how many more customers would show it', async () => {
    const noisy = alternating(60, (action, i) => action * 0.5 + 4 * (((i >> 1) * 7) % 5), [0, 1]);
    const offPolicy = await judge(noisy);
    const { value, low } = offPolicy.policies.logged!.difference!.interval;
    const { decision, reasons } = verdictOf(offPolicy);
    expect(decision).toBe('not shown better');
    // The distance of the lower end from the value shrinks as the root of the number: (value − low)/value squared.
    const all = 60 * ((value! - low!) / value!) ** 2;
    const more = Number((Math.ceil(all) - 60).toPrecision(2)).toLocaleString('en-US');
    expect(reasons).toContain(
      `at this difference about ${more} more customers would be needed for an even chance to show it`,
    );
  });

  it('holds for rewards that are all negative, or sum to 0', async () => {
    for (const shift of [-9, -5.375]) {
      const customers = mails(400).map(([one]) => [{ ...one!, reward: one!.reward + shift }]);
      const { decision } = verdictOf(await judge(customers));
      expect(decision).toBe('better');
    }
  });

  it('is none on a log that its audit says to be wrong', async () => {
    const findings = [{ code: 'reward-in-state', severity: 'block' as const, message: '', lines: [] }];
    const { decision, reasons } = verdictOf(await judge(mails(400)), { findings });
    expect([decision, reasons[0]]).toEqual(['cannot tell', 'the audit of the log: reward-in-state']);
  });

  it('refuses a policy that is not there', async () => {
    const offPolicy = await judge(mails(40));
    expect(() => verdictOf(offPolicy, { against: 'always-fax' })).toThrow(
      'against: expected one of logged, got always-fax',
    );
  });

  it('warns of few effective customers, and gives a verdict all the same', async () => {
    const { decision, reasons } = verdictOf(await judge(mails(60)));
    expect(decision).toBe('better');
    expect(reasons.at(-1)).toBe(
      'the interval may be too narrow: few customers were treated as the model would treat them (they count for 30; 50 would do)',
    );
  });
});

describe('the guarantee', () => {
  const mails = (n: number) => alternating(n, (action) => action, [0, 1]);
  const declared = { rewards: [0, 1], horizon: null } as const;

  it('agrees where enough customers are judged, and not yet where few are', async () => {
    const many = await judge(mails(2000), { changes: { declared } });
    expect(many.guarantee.low).toBeGreaterThan(0);
    expect(verdictOf(many).guaranteed).toBe(true);
    // Half of the customers have weight 2 and a reward of 1, half weight 0 and none: (w − 1) r + 1 is 2 or 1, cut off at 2.
    const spread = Math.sqrt((2 * 0.25 * Math.log(80)) / 1900) + (7 * 2 * Math.log(80)) / (3 * 1899);
    expect(many.guarantee.hcope!.low).toBeGreaterThan(0.5 - spread - 0.03);
    expect(many.guarantee.hcope!.low).toBeLessThan(0.5 - spread + 0.03);
    const few = await judge(mails(20), { changes: { declared } });
    expect(verdictOf(few)).toMatchObject({ decision: 'better', guaranteed: false });
    expect(verdictOf(few).reasons.join('\n')).toMatch(/not yet, about [\d,]+ more customers would be needed/);
  });

  it.each(['decision', 'history'] as const)(
    'says how many more customers are needed, not decisions, where the estimand is a %s',
    async (estimand) => {
      // Two decisions each: all four ways, in turn. Mails bring 1, so that the policy brings 2 a customer, and the log 1.
      const twice = Array.from({ length: 40 }, (_, i): HistoryFacts =>
        [i % 2, (i >> 1) % 2].map((action) => ({ action, b: [0.5, 0.5], p: [0, 1], reward: action })),
      );
      const wide = { rewards: [-1, 2], horizon: 2 } as const;
      const offPolicy = await judge(twice, { estimand, changes: { declared: wide } });
      const { value } = offPolicy.policies.logged!.difference!.interval;
      expect(value).toBeCloseTo(estimand === 'decision' ? 0.5 : 1, 9);
      // The bound is of a customer's difference, 1, and the distance shrinks as the root of their number.
      const { low } = offPolicy.guarantee;
      expect(low).toBeLessThan(-0.05);
      // Two significant digits.
      const more = Number((Math.ceil(40 * (1 - low!) ** 2) - 40).toPrecision(2)).toLocaleString('en-US');
      const { decision, reasons } = verdictOf(offPolicy);
      expect(decision).toBe('better');
      expect(reasons).toContain(
        `guaranteed however heavy the weights: not yet, about ${more} more customers would be needed at this difference`,
      );
    },
  );

  it.each([
    [{ declared: { ...declared, rewards: null } }, 'the schema declares no rewardRange'],
    [{ declared, source: 'estimated' }, 'the probabilities of the logged actions are estimated'],
    [{ declared: { ...declared, rewards: [0, 0.5] } }, 'a reward of 1 lies outside the declared rewardRange'],
  ] as const)('is none without what it rests on: %j', async (changes, reason) => {
    const { guarantee } = await judge(mails(60), { changes });
    expect(guarantee).toEqual({ level: 0.95, low: null, high: null, hcope: null, reason });
  });

  it('needs the most decisions of a customer where there is more than one', async () => {
    const twice = mails(60).map(([one]) => [one!, one!]);
    const without = await judge(twice, { changes: { declared } });
    expect(without.guarantee.reason).toBe(
      'the schema declares no horizon (the most decisions of a customer)',
    );
    const nothing = await judge(twice, { changes: { declared: { rewards: null, horizon: null } } });
    expect(nothing.guarantee.reason).toBe(
      'the schema declares no rewardRange and no horizon (the most decisions of a customer)',
    );
    const { guarantee } = await judge(twice, { changes: { declared: { ...declared, horizon: 2 } } });
    expect(guarantee.reason).toBeNull();
  });
});

it('knows no guarantee against what was learned from the judged rows', async () => {
  const customers = alternating(60, (action) => action, [0, 1]);
  const changes = { declared: { rewards: [0, 1], horizon: null } as const, against: 'uplift' };
  const { guarantee } = await judge(customers, { others: { uplift: [0.5, 0.5] }, changes });
  expect(guarantee.reason).toBe('what it is compared with was learned from the rows that are judged');
});

it('guarantees nothing where a contact ends what follows, and nothing is earned', async () => {
  // A coin decides; a contact is a customer's last decision. The policy always contacts, and nobody ever earns anything.
  const customers = Array.from({ length: 400 }, (_, i): HistoryFacts => {
    const decision = (action: number) => ({ action, b: [0.5, 0.5], p: [0, 1], reward: 0 });
    const ways = [[1], [1], [1], [1], [0, 1], [0, 1], [0, 0, 1], [0, 0, 0]];
    return ways[i % 8]!.map(decision);
  });
  const { guarantee } = await judge(customers, { changes: { declared: { rewards: [-1, 1], horizon: 3 } } });
  expect(guarantee.reason).toBeNull();
  expect(guarantee.low!).toBeLessThanOrEqual(0);
  expect(guarantee.high!).toBeGreaterThanOrEqual(0);
});

it('takes rows for one decision each, whatever the horizon of customers is', async () => {
  const customers = alternating(60, (action) => 1 + action, [0, 1]);
  const changes = { declared: { rewards: [1, 2], horizon: 5 } as const, unit: 'row' as const };
  expect((await judge(customers, { changes })).guarantee.reason).toBeNull();
});

it('concludes nothing of a model on rows that it was trained on, whatever it comes to there', async () => {
  const customers = alternating(400, (action) => action, [0, 1]);
  const { probabilities } = judgedOf(customers);
  const candidates: OffPolicyRequest['candidates'] = [
    { name: 'model', role: 'model', description: '', probabilities, isFixed: false },
    { name: 'logged', role: 'logged', description: '', probabilities: null, isFixed: true },
  ];
  const { decision, reasons } = verdictOf(await judge(customers, { changes: { candidates } }));
  expect([decision, reasons]).toEqual([
    'cannot tell',
    ['the model is judged on rows that it was trained on'],
  ]);
});

it('does not identify what the log gave no chance at some decisions', async () => {
  const even = alternating(90, (action) => action, [0, 1]);
  const barred = Array.from({ length: 10 }, (): HistoryFacts => [
    { action: 0, b: [1, 0], p: [0, 1], reward: 0 },
  ]);
  const { identified, reasons } = (await judge([...even, ...barred])).policies.model!;
  expect(identified).toBe(false);
  expect(reasons).toEqual([
    'the log gives no chance at all to what the policy does at 10 % of the decisions',
  ]);
});

it('tells how much doubt about the probabilities the difference bears', async () => {
  const offPolicy = await judge(alternating(400, (action, i) => action + ((i >> 1) % 2), [0, 1]));
  const { factors, flips } = offPolicy.sensitivity!;
  const trusted = offPolicy.policies.logged!.difference!.t;
  expect(factors[0]).toMatchObject({ factor: 1 });
  expect(factors[0]!.low).toBeCloseTo(trusted.low!, 9);
  expect(factors[0]!.high).toBeCloseTo(trusted.high!, 9);
  for (let i = 1; i < factors.length; i += 1) expect(factors[i]!.low).toBeLessThan(factors[i - 1]!.low);
  // Mails bring 1 or 2, nothing 0 or 1, so the log earns 1. With odds off by Γ a mail that brings 1 weighs at most 1 + Γ,
  // one that brings 2 at least 1 + 1/Γ: their mean falls towards 1 and never below, (11 + 2.2) / 12.1 at Γ = 10.
  expect(flips).toBe(10);
});

it('gains nothing of rewards that are shuffled within actions but what its actions bring', async () => {
  const customers = alternating(400, (action, i) => action + ((i >> 1) % 2), [0, 1]);
  const { permutedControl } = await judge(customers);
  // Always mailing needs no state: shuffling takes nothing from it.
  expect(permutedControl!.value).toBeCloseTo(0.5, 9);
});

describe('estimators that disagree', () => {
  /** With a model that says 5 of everything, or what else it says. */
  const judgedWith = (q: number) => {
    const reward = (values: Float64Array) => new Float64Array(2 * values.length).fill(q);
    // Half of the customers are mailed by a coin and bring 4 then, half one time in ten and bring 6: weights 2 and 10.
    const customers = Array.from({ length: 400 }, (_, i): HistoryFacts => {
      const isRare = i >= 200;
      const action = Number(i % (isRare ? 10 : 2) === 0);
      const b = isRare ? [0.9, 0.1] : [0.5, 0.5];
      return [{ action, b, p: [0, 1], reward: action === 0 ? 5 : isRare ? 6 : 4 }];
    });
    const models = { reward, value: () => () => ({ values: null, reason: null }) };
    return judge(customers, { changes: { models } });
  };

  it('are not those that surely differ, but by less than the interval', async () => {
    const { estimates, disagreement } = (await judgedWith(5)).policies.model!;
    // Surprises of −1 and 1 cancel; shrunk, a weight of 10 is 8 and one of 2 is 800 / 404: 5 + (8 · .1 − 800 / 404 · .5) / 2.
    expect(estimates.dr!.value).toBeCloseTo(5, 9);
    expect(estimates.drShrinkage!.value).toBeCloseTo(5 + (0.8 - 400 / 404) / 2, 9);
    expect(disagreement).toBe(false);
  });

  it('are a model that says 100 and weights that say 5', async () => {
    const { estimates, disagreement } = (await judgedWith(100)).policies.model!;
    expect([estimates.dm!.value, estimates.snips!.value]).toEqual([100, expect.closeTo(5, 9)]);
    expect(disagreement).toBe(true);
  });
});

describe('of estimated probabilities the verdict', () => {
  const rare =
    'the probabilities of the logged actions are estimated: right if nothing but the features decided';
  const estimated = (offPolicy: OffPolicy): OffPolicy => ({
    ...offPolicy,
    behaviour: { source: 'estimated', fits: [], card: null as never },
  });

  it('says how much something unseen would have to do to turn it', async () => {
    // Mails bring 1 more, of rewards of 0 to 4 in all.
    const offPolicy = estimated(
      await judge(alternating(400, (action, i) => action + ((i >> 1) % 4), [0, 1])),
    );
    const { flips } = offPolicy.sensitivity!;
    expect(flips).toBeGreaterThan(1.05);
    expect(flips).toBeLessThan(3);
    const factor = Number(flips!.toPrecision(3));
    expect(verdictOf(offPolicy).reasons).toContain(
      `${rare}, and turned by what moves the odds of an action ${factor} times unseen`,
    );
  });

  it('says that nothing turns it, where nothing does', async () => {
    const offPolicy = estimated(
      await judge(alternating(400, (action, i) => action + ((i >> 1) % 2), [0, 1])),
    );
    expect(verdictOf(offPolicy).reasons).toContain(
      `${rare}, and not turned by what moves the odds of an action 10 times unseen`,
    );
  });
});

it('says a difference with as many digits as the headline does', () => {
  expect(verdictOf(better()).reasons[0]).toBe(
    'the model minus what was done is 3.29 per decision (95 % interval 2.90 to 3.68, 1,250 customers, doubly robust)',
  );
});
