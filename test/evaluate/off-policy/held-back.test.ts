/** Customers who were kept from contacts: who is judged without them, and what they say of contacting nobody. */
import { heldBack } from '../../../src/evaluate/off-policy/held-back';
import { logSchema } from '../../../src/dataset/schema/log-schema';
import { moments } from '../../../src/stats/moments';
import { readContactLog } from '../../../src/dataset/contacts/read-contact-log';
import { decisionsOf } from '../../../src/dataset/decisions/decisions';
import { shapeOfHistories } from '../../../src/evaluate/off-policy/histories-of';
import { judgePolicies } from '../../../src/evaluate/off-policy/judge-policies';
import { judge, requestOf } from '../../support/judge-customers';
import { judgedOf, type HistoryFacts } from '../../support/random-histories';
import { useTestFiles } from '../../support/test-files';

const file = useTestFiles();

/** Two customers of three decisions each, b held back from the first on; c held back from its second decision on. */
const ROWS = [
  ...['a,1,usual,mail,0.5', 'a,2,usual,none,0.5'],
  ...['b,1,kept,none,1', 'b,2,kept,none,1'],
  ...['c,1,usual,mail,0.25', 'c,2,kept,none,1'],
];

async function apartOf(
  rows: readonly string[],
  estimand: 'decision' | 'history',
  changes: Readonly<Record<string, unknown>> = {},
): Promise<string[] | null> {
  const schema = {
    ...{ customer: 'id', time: 't', timeUnit: 'step', action: 'channel', noAction: 'none', reward: 'margin' },
    ...{ propensity: 'p', group: { column: 'arm', usual: 'usual', holdout: 'kept' }, features: {} },
    ...changes,
  };
  const text = ['id,t,arm,channel,p,margin', ...rows.map((row) => `${row},1`)].join('\n');
  const parsed = logSchema.parse(schema);
  const log = await readContactLog([file('log.csv', `${text}\n`)], parsed, {});
  const decisions = decisionsOf(log, parsed);
  const some = Int32Array.from(decisions.rows.keys());
  const parts = heldBack(log, decisions, some, shapeOfHistories(log, decisions, some), estimand);
  if (parts === null) return null;
  expect([...parts.acting, ...parts.apart].sort()).toEqual([...some]);
  const { codes, names } = log.customers!;
  return Array.from(
    parts.apart,
    (i) => `${names[codes[decisions.rows[i]!]!]!}${log.times![decisions.rows[i]!]!}`,
  ).sort();
}

describe('who is judged apart', () => {
  it.each<[string, 'decision' | 'history', Readonly<Record<string, unknown>>, string[] | null]>([
    ['decisions at which nothing else could be done', 'decision', {}, ['b1', 'b2', 'c2']],
    ['histories that begin so', 'history', {}, ['b1', 'b2']],
    ['nobody without a group', 'decision', { group: undefined }, null],
    ['nobody where the group is not named', 'history', { group: 'arm' }, null],
    ['histories without probabilities', 'history', { propensity: undefined }, ['b1', 'b2']],
    ['no decision by itself without probabilities', 'decision', { propensity: undefined }, null],
  ])('%s', async (_, estimand, changes, expected) => {
    expect(await apartOf(ROWS, estimand, changes)).toEqual(expected);
  });

  it.each(['decision', 'history'] as const)(
    'nobody whose probability tells of both groups (%s)',
    async (estimand) => {
      const rows = ROWS.map((row) => row.replace(/,1$/, ',0.6'));
      expect(await apartOf(rows, estimand)).toBeNull();
    },
  );
});

describe('what contacts nobody', () => {
  const customers = (n: number, rewardOf: (i: number) => number, b: number): HistoryFacts[] =>
    Array.from({ length: n }, (_, i) => [
      { action: b < 1 && i % 2 === 1 ? 1 : 0, b: [b, 1 - b], p: [0, 1], reward: rewardOf(i) },
    ]);
  // Mails bring i, and nothing i / 10, to those that may be contacted; those held back bring 2 or 5.
  const open = customers(40, (i) => (i % 2 === 1 ? i : i / 10), 0.5);
  const keptRewards = Array.from({ length: 30 }, (_, i) => (i % 3 === 0 ? 5 : 2));
  const kept = judgedOf(customers(30, (i) => keptRewards[i]!, 1));
  const heldBackPart = {
    histories: { ...kept.histories, actionPropensities: null },
    measures: new Map([['reward', { values: kept.rewards, known: null }]]),
  };
  const others = { 'no-action': [1, 0], mixed: [0.5, 0.5] };

  it('is worth what those held back brought, the difference from two samples', async () => {
    const {
      policies,
      heldBack: counted,
      units,
    } = await judge(open, { others, changes: { heldBack: heldBackPart } });
    expect(counted).toEqual({ units: 30, decisions: 30, policies: ['no-action'] });
    expect(units).toBe(40);
    const own = policies['no-action']!;
    const { mean, variance } = moments(keptRewards);
    expect(mean).toBeCloseTo(3, 12);
    expect(own.value!.interval.value).toBeCloseTo(3, 12);
    expect(own.effectiveSampleSize).toBe(30);
    // The model mails everybody: of the mails the mean is 20, each with the weight 2 or none.
    expect(policies.model!.value!.interval.value).toBeCloseTo(20, 12);
    const { t } = own.difference!;
    expect(t.value).toBeCloseTo(20 - 3, 12);
    const half = (one: { low: number | null; high: number | null }) => (one.high! - one.low!) / 2;
    // Of Student's t with 69 degrees of freedom: 1.994945; that of the mails alone is with 39, 2.022691.
    const ofModel = half(policies.model!.value!.t) / 2.022691;
    const ofKept = Math.sqrt(variance / 30);
    // Each sample's own n − 1 gives way to that of both.
    const expected =
      Math.hypot(ofModel * Math.sqrt(39 / 40), ofKept * Math.sqrt(29 / 30)) * Math.sqrt(70 / 69);
    expect(half(t) / 1.994945).toBeCloseTo(expected, 4);
    // What acts is judged as if nobody had been held back.
    const without = await judge(open, { others });
    expect(policies.mixed).toEqual(without.policies.mixed);
    expect(policies.logged).toEqual(without.policies.logged);
  });

  it('is judged by weights where more speak for it so', async () => {
    const few = judgedOf(customers(15, () => 1, 1));
    const part = {
      histories: few.histories,
      measures: new Map([['reward', { values: few.rewards, known: null }]]),
    };
    const { policies, heldBack: counted } = await judge(open, { others, changes: { heldBack: part } });
    // Twenty of forty were left alone by chance.
    expect(policies['no-action']!.effectiveSampleSize).toBe(20);
    expect(counted).toEqual({ units: 15, decisions: 15, policies: [] });
  });

  it('is judged by weights where moments of customers who were never contacted are held against those of others', async () => {
    const twice = (one: HistoryFacts): HistoryFacts => [...one, ...one];
    const { histories, rewards } = judgedOf(customers(30, () => 1, 1).map(twice));
    const part = { histories, measures: new Map([['reward', { values: rewards, known: null }]]) };
    const asked = { others, changes: { heldBack: part } };
    const decisions = await judge(open.map(twice), asked);
    expect(decisions.heldBack).toEqual({ units: 30, decisions: 60, policies: [] });
    const whole = await judge(open.map(twice), { ...asked, estimand: 'history' });
    expect(whole.heldBack!.policies).toEqual(['no-action']);
  });

  it('is judged so too where it is what is asked about, without what weights are needed for', async () => {
    const request = requestOf(open, { others, changes: { heldBack: heldBackPart } });
    const [model, ...rest] = request.candidates;
    const nobody = rest.find(({ name }) => name === 'no-action')!;
    const alike = { ...nobody, name: 'also nobody' };
    const offPolicy = await judgePolicies({
      ...request,
      candidates: [nobody, alike, model!, ...rest.slice(0, 1)],
    });
    expect(offPolicy.heldBack!.policies).toEqual(['no-action', 'also nobody']);
    const { logged, ...all } = offPolicy.policies;
    expect(all['also nobody']!.difference!.interval).toMatchObject({ value: 0, low: 0, high: 0 });
    // What was done brought 10.95 on average: mails 20, the others 1.9.
    expect(logged!.difference!.interval.value).toBeCloseTo(3 - (20 + 1.9) / 2, 12);
    expect(Object.values(offPolicy.policies).map(({ controlVariate }) => controlVariate)).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect(offPolicy.guarantee.reason).toContain('kept from contacts');
    expect([offPolicy.sensitivity, offPolicy.permutedControl]).toEqual([null, null]);
  });
});
