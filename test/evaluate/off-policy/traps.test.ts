/**
 * Faults that other tools shipped. Each is planted here beside what we do, and gives a wrong number where ours gives the
 * right one. Where a row of the table had a test before, this one adds the wrong number.
 */
import { NormalGenerator } from '../../../src/core/normal-generator';
import { Random } from '../../../src/core/random';
import { estimators } from '../../../src/evaluate/off-policy/estimators';
import { fittedQEvaluation } from '../../../src/evaluate/off-policy/fitted-q-evaluation';
import { GreedyPolicy } from '../../../src/policies/greedy';
import { formatEstimate } from '../../../src/report/format';
import { bootstrap } from '../../../src/stats/bootstrap';
import { hoeffdingLowerBound } from '../../../src/stats/bounds/hoeffding';
import { moments } from '../../../src/stats/moments';
import { meanOf, ratioOfSums } from '../../../src/stats/ratio-of-sums';
import { standardError, tInterval } from '../../../src/stats/statistic';
import { runHere } from '../../support/command-here';
import { estimateOf, judgedLog, type JudgedLog } from '../../support/judged-log';
import { told } from '../../support/later-rewards';
import { judgedOf, type DecisionFacts, type HistoryFacts } from '../../support/random-histories';
import { csvOf } from '../../support/public-logs';
import { useTestFiles } from '../../support/test-files';

const file = useTestFiles();

const named = (name: string) => estimators.find((one) => one.name === name)!;
const valueOf = (name: string, customers: readonly HistoryFacts[]) =>
  named(name).estimate(judgedOf(customers)).value;
const deviation = (values: Float64Array) => Math.sqrt(moments(values).variance);
const drawn = (resamples: number, seed: number) => ({
  ...{ resamples, random: Random.fromSeed(seed) },
  pause: () => undefined,
});

/** Rows with one decision each: a coin decided between nobody and an e-mail, which earns 3 where it is sent, or else 1. */
const coinRows = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    ...{ id: `c${i}`, age: 20 + (i % 7), channel: i % 2 === 0 ? 'none' : 'email', p: 0.5 },
    margin: (i % 2 === 0 ? 1 : 3) + ((i % 5) - 2) / 10,
  }));

const coinSchema = {
  ...{ customer: 'id', action: 'channel', noAction: 'none', reward: 'margin', propensity: 'p' },
  features: { age: 'number' },
};

it('scope-rl, Hoeffding: √(ln(2/α) / 2 · n) multiplies by n, and is n times too wide', () => {
  const n = 1000;
  const planted = Math.sqrt((Math.log(2 / 0.05) / 2) * n);
  const ours = 0.5 - hoeffdingLowerBound(new Float64Array(n).fill(0.5), { low: 0, high: 1 }, 0.975);
  expect(ours).toBeCloseTo(Math.sqrt(3.688879 / 2000), 6); // ±.043
  expect(planted).toBeCloseTo(42.95, 2);
  expect(planted / ours).toBeCloseTo(n, 6);
});

it('scope-rl, t: the one-sided quantile makes of 95 % an interval that covers 90 %', () => {
  const generator = NormalGenerator.from(Random.fromSeed(7));
  const sample = new Float64Array(10);
  const [logs, oneSided] = [4000, 1.833113]; // t(.95, 9)
  let [ours, planted] = [0, 0];
  for (let log = 0; log < logs; log += 1) {
    generator.fill(sample);
    const statistic = meanOf(sample);
    const { low, high } = tInterval(statistic);
    if (low! < 0 && high! > 0) ours += 1;
    if (Math.abs(statistic.value) < oneSided * standardError(statistic)) planted += 1;
  }
  // Four standard errors of a share of 4,000.
  expect(Math.abs(ours / logs - 0.95)).toBeLessThan(4 * Math.sqrt((0.95 * 0.05) / logs));
  expect(Math.abs(planted / logs - 0.9)).toBeLessThan(4 * Math.sqrt((0.9 * 0.1) / logs));
});

it('scope-rl and zr-obp: the largest of the sample as range, and rewards taken for at least 0', () => {
  const rewards = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? -1 : 0));
  const planted = -0.5 - Math.max(...rewards) * Math.sqrt(Math.log(20) / 40);
  expect(planted).toBe(-0.5); // sure of the mean to the last digit
  // Declared from −4 to 3: 7 √(ln 20 / 40) below.
  expect(hoeffdingLowerBound(rewards, { low: -4, high: 3 }, 0.95)).toBeCloseTo(-0.5 - 1.915665, 5);
});

it('zr-obp, SNIPS: rows divided by the mean weight beforehand leave the denominator no error', async () => {
  // A third of the rows has weight 3; all earn 5 or 6. What varies in the numerator varies in the denominator too.
  const weights = Float64Array.from({ length: 300 }, (_, i) => (i % 3 === 0 ? 3 : 0));
  const weighted = weights.map((weight, i) => weight * (i % 2 === 0 ? 5 : 6));
  const snips = ratioOfSums(weighted, weights);
  const planted = meanOf(weighted.map((value) => value / moments(weights).mean));
  const [right, wrong] = await bootstrap([snips, planted], drawn(1000, 1));
  // The error of 1,000 resamples' deviation is 2.2 % of it.
  expect(Math.abs(deviation(right!) / standardError(snips) - 1)).toBeLessThan(0.1);
  expect(deviation(wrong!) / standardError(snips)).toBeGreaterThan(5);
});

it('ReAgent, cpe.py: prints the estimate as its own error', () => {
  // 1, 2, 3, 6: mean 3, s² 14/3, so an error of √(14/12) = 1.0801 and half a width of t(.975, 3) = 3.182446 times it.
  const estimate = tInterval(meanOf(Float64Array.of(1, 2, 3, 6)));
  const planted = formatEstimate({ ...estimate, low: 3 - 3, high: 3 + 3 });
  expect(formatEstimate(estimate)).toBe('3.0 ± 3.4');
  expect(planted).toBe('3.0 ± 3.0');
});

it('ReAgent, bootstrap: resamples of a quarter, not rescaled, double the error', async () => {
  const values = Float64Array.from({ length: 400 }, (_, i) => i % 10);
  const random = Random.fromSeed(2);
  const planted = Float64Array.from({ length: 1000 }, () => {
    let sum = 0;
    for (let i = 0; i < 100; i += 1) sum += values[random.integer(400)]!;
    return sum / 100;
  });
  const [ours] = await bootstrap([meanOf(values)], drawn(1000, 3));
  const right = Math.sqrt(moments(values).variance / 400);
  expect(Math.abs(deviation(ours!) / right - 1)).toBeLessThan(0.1);
  expect(Math.abs(deviation(planted) / right - 2)).toBeLessThan(0.2);
});

it('ReAgent, WDR: resamples lengths of j-step returns instead of customers, so that one step has no error', async () => {
  // The policy is the log's own and the model says 0: WDR is the plain mean of one decision each.
  const customers = Array.from({ length: 50 }, (_, i): HistoryFacts => [
    { action: 0, b: [0.5, 0.5], p: [0.5, 0.5], reward: i % 5, q: [0, 0] },
  ]);
  const wdr = named('wdr').estimate(judgedOf(customers));
  const returns = [wdr.value]; // of one length there is one return
  const random = Random.fromSeed(4);
  const planted = Float64Array.from({ length: 200 }, () => returns[random.integer(returns.length)]!);
  const [ours] = await bootstrap([wdr], drawn(1000, 5));
  expect(deviation(planted)).toBe(0);
  // Rewards 0 to 4 have a variance of 2 (by n), so a mean of 50 an error of .2.
  expect(Math.abs(deviation(ours!) / 0.2 - 1)).toBeLessThan(0.1);
});

it('ReAgent, normalised score: 0 wherever the logged value is not above 1e-6', async () => {
  const rows = coinRows(400).map((row) => ({ ...row, margin: row.margin - 4 })); // e-mail −1, nobody −3
  const { offPolicy, verdict } = await judgedLog(
    file('negative.csv', csvOf(rows)),
    coinSchema,
    'always-email',
  );
  const logged = offPolicy.policies.logged!;
  const value = offPolicy.policies['always-email']!.value!.interval.value!;
  const planted = logged.value!.interval.value! < 1e-6 ? 0 : value / logged.value!.interval.value!;
  expect(planted).toBe(0);
  expect(verdict.decision).toBe('better');
  expect(logged.difference!.interval.value).toBeCloseTo(-1 - -2, 1);
});

it('ReAgent, normalised score: a log that earned nothing has a difference too', async () => {
  const rows = coinRows(400).map((row) => ({ ...row, margin: row.margin - 2 })); // e-mail 1, nobody −1
  const { offPolicy, verdict } = await judgedLog(file('zero.csv', csvOf(rows)), coinSchema, 'always-email');
  expect(offPolicy.policies.logged!.value!.interval.value).toBeCloseTo(0, 12);
  expect(offPolicy.policies.logged!.difference!.interval.value).toBeCloseTo(1, 1);
  expect(verdict.decision).toBe('better');
});

it('ReAgent #133: a renamed column makes all probabilities 1, and the value half of what it is', async () => {
  const rows = coinRows(400);
  const emailed = rows.filter(({ channel }) => channel === 'email');
  const planted = emailed.reduce((sum, { margin }) => sum + margin / 1, 0) / rows.length;
  expect(planted).toBeCloseTo(1.5, 1); // an e-mail brings 3
  const data = file('renamed.csv', csvOf(rows));
  const schema = file('renamed.json', JSON.stringify({ ...coinSchema, propensity: 'probability' }));
  const flags = ['--quiet', '--policy', 'always-email', '--data', data, '--schema', schema];
  const { code, stdout, stderr } = await runHere(['evaluate', ...flags], __dirname);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/probability: expected a column of this name/);
});

it('ray-project/ray #7107: weights by the probability of what the policy would do, not of what was logged', () => {
  const b = [0.5, 0.5];
  const customers: HistoryFacts[] = [
    [{ action: 0, b, p: [0.1, 0.9], reward: 10 }], // ratio .2
    [{ action: 1, b, p: [0.1, 0.9], reward: 2 }], // ratio 1.8
    [{ action: 0, b, p: [0.6, 0.4], reward: 5 }], // ratio 1.2
  ];
  const planted =
    customers.flat().reduce((sum, { p, reward }) => sum + (Math.max(...p) / 0.5) * reward, 0) / 3;
  expect(valueOf('is', customers)).toBeCloseTo((0.2 * 10 + 1.8 * 2 + 1.2 * 5) / 3, 12);
  expect(planted).toBeCloseTo((1.8 * 10 + 1.8 * 2 + 1.2 * 5) / 3, 12);
});

it('coach, CSV: drops the last row of each episode, and episodes of one row', async () => {
  // Customers of one, two or three visits; what is earned at the last of them is 10, else 0.
  const rows = Array.from({ length: 60 }, (_, i) =>
    Array.from({ length: 1 + (i % 3) }, (__, visit) => ({
      ...{ id: `c${i}`, day: visit, age: 20 + (i % 7), channel: (i + visit) % 2 === 0 ? 'none' : 'email' },
      ...{ p: 0.5, margin: visit === i % 3 ? 10 : 0 },
    })),
  );
  const planted = rows.flatMap((visits) => visits.slice(0, -1));
  expect(planted.reduce((sum, { margin }) => sum + margin, 0)).toBe(0);
  const schema = { ...coinSchema, time: 'day', timeUnit: 'days' };
  const { offPolicy } = await judgedLog(file('visits.csv', csvOf(rows.flat())), schema, 'uniform');
  expect(offPolicy.decisions).toBe(60 * 2);
  expect(offPolicy.policies.logged!.value!.interval.value).toBeCloseTo((60 * 10) / 120, 12);
});

it('coach: judges the softmax of values, not the policy that acts by them', async () => {
  const values = [1, 2];
  const exps = values.map(Math.exp);
  const softmax = exps.map((value) => value / (exps[0]! + exps[1]!)); // .27, .73
  const acting = new Float64Array(2);
  const greedy = new GreedyPolicy({ qValues: () => Promise.resolve(Float32Array.from(values)) }, [
    'No Action',
    'email',
  ]);
  await greedy.probabilities({ observations: new Float32Array(1), allowed: null }, acting);
  const facts = (p: readonly number[]): HistoryFacts[] => [
    [{ action: 0, b: [0.5, 0.5], p, reward: 0 }],
    [{ action: 1, b: [0.5, 0.5], p, reward: 8 }],
  ];
  expect(valueOf('ips', facts([...acting]))).toBe(8);
  expect(valueOf('ips', facts(softmax))).toBeCloseTo(8 * 0.731059, 5);
});

it('d3rlpy #93: fitted Q evaluation once took s for s′', () => {
  // Action 0 at the first visit brings 10 and leads to a visit that brings 1; action 1 brings 0 and leads to one of 7.
  const visits = [
    [10, 1],
    [0, 7],
  ];
  const units = 40;
  const problem = {
    histories: {
      ...{ units, actionCount: 2, sampleWeights: new Float64Array(2 * units).fill(1) },
      starts: Int32Array.from({ length: units + 1 }, (_, unit) => 2 * unit),
      actions: Int32Array.from({ length: 2 * units }, (_, i) => (i % 2 === 0 ? (i / 2 / 2) & 1 : 0)),
      discounts: Float64Array.from({ length: 2 * units }, (_, i) => (i % 2 === 0 ? 1 : 0)),
    },
    // Flags of the first visit, and of either second one.
    ...{
      width: 3,
      ridge: 1e-9,
      folds: { count: 2, of: Uint8Array.from({ length: units }, (_, u) => u % 2) },
    },
    features: new Float32Array(2 * units * 3),
    // The policy takes action 0 always.
    probabilities: Float64Array.from({ length: 4 * units }, (_, at) => (at % 2 === 0 ? 1 : 0)),
  };
  const rewards = new Float64Array(2 * units);
  for (let unit = 0; unit < units; unit += 1) {
    const first = problem.histories.actions[2 * unit]!;
    problem.features[6 * unit] = 1;
    problem.features[6 * unit + 3 + 1 + first] = 1;
    rewards.set(visits[first]!, 2 * unit);
  }
  const { values } = fittedQEvaluation(problem, Random.fromSeed(1))(rewards);
  // Two rounds: with s for s′ the value of the first visit follows itself.
  const planted = 10 + 10;
  expect(values![0]).toBeCloseTo(10 + 1, 4);
  expect(values![0]).not.toBeCloseTo(planted, 0);
});

it('d3rlpy #135: a reward belongs to the decision of its own row, whose ratio it needs', () => {
  // The first decision brings 4 and agrees with the policy (ratio 2), the second brings 1 and does not.
  const agrees = { b: [0.5, 0.5], p: [1, 0], action: 0 };
  const history: HistoryFacts = [
    { ...agrees, reward: 4 },
    { ...agrees, action: 1, reward: 1 },
  ];
  // Read as what came before the row's action: 4 without a ratio, 1 by the first one.
  const planted = 1 * 4 + 2 * 1;
  expect(valueOf('pdis', [history])).toBe(2 * 4 + 0 * 1);
  expect(planted).toBe(6);
});

it('d3rlpy #135: a log written both ways gives one answer, and another one where the schema says the wrong way', async () => {
  // What each decision brought. Of the third nobody knows it yet: where a row tells the reward of the one before, no
  // fourth row does. Ten customers have each history, for three are too few to judge on.
  const histories = [
    { did: ['email', 'none', 'email'], brought: [4, 1, NaN] },
    { did: ['none', 'email', 'none'], brought: [2, 6, NaN] },
    { did: ['email', 'email', 'none'], brought: [3, 5, NaN] },
  ];
  const rows = Array.from({ length: 30 }, (_, customer) => {
    const { did, brought } = histories[customer % 3]!;
    const known = { id: `c${customer}`, age: 20 + (customer % 7), p: 0.5 };
    return did.map((channel, visit) => ({ ...known, day: 7 * visit, channel, margin: brought[visit]! }));
  }).flat();
  const own = file('own.csv', csvOf(rows.filter(({ margin }) => !Number.isNaN(margin))));
  const later = file('later.csv', csvOf(told(rows, 0)));
  const schema = {
    ...{ ...coinSchema, reward: undefined, rewards: { margin: 1 } },
    ...{ time: 'day', timeUnit: 'days', discount: { gamma: 1, per: 'decision' } },
  };
  const asOwn = await judgedLog(own, schema, 'always-email');
  const asLater = await judgedLog(later, { ...schema, rewardOf: 'previous row' }, 'always-email');
  const planted = await judgedLog(later, schema, 'always-email');
  // A third of the rows is left out, which forbids to conclude anything; what is estimated is the same.
  const estimated = ({ offPolicy: { policies } }: JudgedLog) =>
    Object.values(policies).map((policy) => ({ ...policy, doubts: [] }));
  expect(asLater.offPolicy.doubts).toEqual(['the audit of the log: rewards-of-previous-rows']);
  expect(estimated(asLater)).toEqual(estimated(asOwn));
  const value = (judged: JudgedLog) => estimateOf(judged, 'always-email', 'pdis').value;
  // Ratios are 2 for each e-mail in a row: 2 · 4, then 0; 0; 2 · 3 + 4 · 5.
  expect(value(asLater)).toBeCloseTo((8 + 0 + 26) / 3, 9);
  // Taken for its own row's: 2 · 0, then 0 · 4; 0; 2 · 0 + 4 · 3, then 0 · 5.
  expect(value(planted)).toBeCloseTo((0 + 0 + 12) / 3, 9);
  expect([asLater.offPolicy.decisions, planted.offPolicy.decisions]).toEqual([60, 90]);
  const said = asLater.findings.find(({ code }) => code === 'rewards-of-previous-rows');
  expect(said).toMatchObject({ severity: 'warn', values: { rows: 30, share: 1 / 3, firstRows: 30, sum: 0 } });
});

it('d3rlpy, data set: the number of actions guessed from the labels that occur', async () => {
  const rows = coinRows(40).map((row) => ({ ...row, channel: row.channel === 'none' ? 0 : 3 }));
  const planted = Math.max(...rows.map(({ channel }) => channel)) + 1;
  expect(planted).toBe(4); // 0, 1, 2, 3: of which two were never anything
  const data = file('labels.csv', csvOf(rows));
  const declared = { ...coinSchema, noAction: '0', actions: ['0', '3'] };
  const { offPolicy } = await judgedLog(data, declared, 'uniform');
  expect(Object.keys(offPolicy.policies).filter((name) => name.startsWith('always-'))).toEqual(['always-3']);
});

it('d3rlpy, data set: a label that was not declared is an error with its row', async () => {
  const data = file('undeclared.csv', csvOf(coinRows(40)));
  const judged = judgedLog(data, { ...coinSchema, actions: ['none', 'letter'] }, 'uniform');
  await expect(judged).rejects.toThrow(
    'undeclared.csv:3 channel: expected one of "none", "letter", got "email"',
  );
});

it('tensor-house: one ratio too many where the last action was certain, and three times the value', () => {
  const third = [1 / 3, 1 / 3, 1 / 3];
  const offer: DecisionFacts = { action: 1, b: third, p: [0, 1, 0], reward: 0 };
  const dummy: DecisionFacts = { action: 0, b: [1, 0, 0], p: [1, 0, 0], reward: 5 };
  const planted = [[offer, offer, offer, { ...dummy, b: third }]];
  expect(valueOf('is', [[offer, offer, offer, dummy]])).toBeCloseTo(27 * 5, 9);
  expect(valueOf('is', planted)).toBeCloseTo(81 * 5, 9);
});

it('any: a propensity floored at 1e-6 gives one row nearly all the weight, and a plausible number', async () => {
  const rows = coinRows(400).map((row, i) => (i === 1 ? { ...row, p: 1e-6 } : row));
  const emailed = rows.filter(({ channel }) => channel === 'email');
  const planted =
    emailed.reduce((sum, { margin, p }) => sum + margin / p, 0) /
    emailed.reduce((sum, { p }) => sum + 1 / p, 0);
  expect(planted).toBeCloseTo(2.9, 2); // what that one row earned
  const { verdict } = await judgedLog(file('floored.csv', csvOf(rows)), coinSchema, 'always-email');
  expect(verdict.decision).toBe('cannot tell');
  expect(verdict.reasons).toEqual(
    expect.arrayContaining([
      'too few customers were treated as always-email would treat them: they count for 1 (effective sample size), and 10 are needed',
      'a single customer decides 100 % of the answer on always-email, more than 20 %',
    ]),
  );
});
