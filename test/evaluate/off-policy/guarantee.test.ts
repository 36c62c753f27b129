/** Bounds of a difference beside an oracle that walks upwards through means, over lists of facts, with no code shared. */
import { Random } from '../../../src/core/random';
import type { OffPolicyRequest } from '../../../src/evaluate/off-policy/request';
import { judge } from '../../support/judge-customers';
import { judgedOf, type DecisionFacts, type HistoryFacts } from '../../support/random-histories';

const RANGE = { low: -1, high: 2 };

/** Mean over λ = 10^(−3), 10^(−2.8), … 1 of Π (1 + λ x) / (1 + λ m). */
function wealth(values: readonly number[], mean: number): number {
  const lambdas = Array.from({ length: 16 }, (_, i) => 10 ** (i / 5 - 3));
  const each = lambdas.map((lambda) =>
    values.reduce((product, x) => (product * (1 + lambda * x)) / (1 + lambda * mean), 1),
  );
  return each.reduce((sum, one) => sum + one, 0) / lambdas.length;
}

/** Largest m at which the wealth is still 1 / risk, to six digits; 0 where it never is. */
function lowerBound(values: readonly number[], scale: number, risk: number): number {
  const scaled = values.map((x) => x / scale);
  let mean = 0;
  for (const step of [1e-2, 1e-4, 1e-6, 1e-8]) while (wealth(scaled, mean + step) >= 1 / risk) mean += step;
  return mean * scale;
}

interface Wanted {
  readonly gamma: number;
  readonly horizon: number;
  /** Whether weights are products along a history, of which the last is kept after its end; else each decision has its own. */
  readonly isHistory: boolean;
}
type PolicyOf = (one: DecisionFacts) => readonly number[];

/** Σ_t γ^t term(w_t, r_t) of a customer over the whole horizon. */
function summed(
  history: HistoryFacts,
  policy: PolicyOf,
  { gamma, horizon, isHistory }: Wanted,
  term: (weight: number, reward: number) => number,
): number {
  const rho = (one: DecisionFacts) => policy(one)[one.action]! / one.b[one.action]!;
  const product = (t: number) => history.slice(0, t + 1).reduce((all, one) => all * rho(one), 1);
  let sum = 0;
  for (let t = 0; t < horizon; t += 1) {
    const one = history[t];
    const own = one === undefined ? 1 : rho(one);
    sum += gamma ** t * term(isHistory ? product(t) : own, one?.reward ?? 0);
  }
  return sum;
}

const wholeOf = ({ gamma, horizon }: Wanted) =>
  Array.from({ length: horizon }, (_, t) => gamma ** t).reduce((sum, one) => sum + one, 0);

/** Of rewards within `low` and `high`: what a policy earns more than the log, at least. */
function atLeastAgainstLog(
  customers: readonly HistoryFacts[],
  policy: PolicyOf,
  wanted: Wanted,
  risk: number,
) {
  const { low, high } = RANGE;
  const scale = (high - low) * wholeOf(wanted);
  const term = (w: number, r: number) => (w - 1) * (r - low) + (high - low);
  return (
    lowerBound(
      customers.map((history) => summed(history, policy, wanted, term)),
      scale,
      risk,
    ) - scale
  );
}

/** The same where every reward is turned round, which turns the bound round. */
function atMostAgainstLog(
  customers: readonly HistoryFacts[],
  policy: PolicyOf,
  wanted: Wanted,
  risk: number,
) {
  const { low, high } = RANGE;
  const scale = (high - low) * wholeOf(wanted);
  const term = (w: number, r: number) => (w - 1) * (high - r) + (high - low);
  return (
    scale -
    lowerBound(
      customers.map((history) => summed(history, policy, wanted, term)),
      scale,
      risk,
    )
  );
}

function valueAtLeast(customers: readonly HistoryFacts[], policy: PolicyOf, wanted: Wanted, risk: number) {
  const { low, high } = RANGE;
  const [whole, term] = [wholeOf(wanted), (w: number, r: number) => w * (r - low)];
  const values = customers.map((history) => summed(history, policy, wanted, term));
  return low * whole + lowerBound(values, (high - low) * whole, risk);
}

function valueAtMost(customers: readonly HistoryFacts[], policy: PolicyOf, wanted: Wanted, risk: number) {
  const { low, high } = RANGE;
  const [whole, term] = [wholeOf(wanted), (w: number, r: number) => w * (high - r)];
  const values = customers.map((history) => summed(history, policy, wanted, term));
  return high * whole - lowerBound(values, (high - low) * whole, risk);
}

/** 120 customers of one to three decisions by a coin; action 1 brings 2 rather than 0, action 0 brings −1 rather than 1. */
function customersOf(discount: number): HistoryFacts[] {
  const random = Random.fromSeed(3);
  return Array.from({ length: 120 }, (_, i) =>
    Array.from({ length: 1 + (i % 3) }, () => {
      const action = random.integer(2);
      const isLikely = random.uniform() < 0.8;
      const reward = action === 1 ? (isLikely ? 2 : 0) : isLikely ? -1 : 1;
      return { action, b: [0.5, 0.5], p: [0.2, 0.8], reward, discount };
    }),
  );
}

/** The two policies: that of the facts, which mostly takes action 1, and one that mostly takes action 0. */
const own: PolicyOf = ({ p }) => p;
const other: PolicyOf = () => [0.7, 0.3];

async function guaranteeOf(
  customers: readonly HistoryFacts[],
  against: 'logged' | 'other',
  isHistory: boolean,
) {
  const { probabilities } = judgedOf(customers);
  const fixed = { description: '', isFixed: true };
  const others = Float64Array.from(customers.flat().flatMap((one) => [...other(one)]));
  const candidates: OffPolicyRequest['candidates'] = [
    { ...fixed, name: 'model', role: 'model', probabilities },
    { ...fixed, name: 'logged', role: 'logged', probabilities: null },
    { ...fixed, name: 'other', role: 'baseline', probabilities: others },
  ];
  const declared = { rewards: [RANGE.low, RANGE.high], horizon: 4 } as const;
  const estimand = isHistory ? 'history' : 'decision';
  return (await judge(customers, { estimand, changes: { candidates, declared, against } })).guarantee;
}

describe.each([
  ['histories whose later rewards are worth less', 0.5, { gamma: 0.5, horizon: 4, isHistory: true }],
  ['histories of which all rewards are worth the same', 1, { gamma: 1, horizon: 4, isHistory: true }],
  ['single decisions, added up by customer', 1, { gamma: 1, horizon: 4, isHistory: false }],
])('%s', (_, discount, wanted) => {
  const customers = customersOf(discount);

  it('have the bounds against what was done, of which each may fail with 2.5 %', async () => {
    const { low, high, reason } = await guaranteeOf(customers, 'logged', wanted.isHistory);
    expect(reason).toBeNull();
    expect(low).toBeCloseTo(atLeastAgainstLog(customers, own, wanted, 0.025), 5);
    expect(high).toBeCloseTo(atMostAgainstLog(customers, own, wanted, 0.025), 5);
    // Neither is the mere range of differences.
    const most = (RANGE.high - RANGE.low) * wholeOf(wanted);
    expect([low! > -most + 0.1, high! < most - 0.1]).toEqual([true, true]);
  });

  it('have those of two values against another policy, of which each may fail with 1.25 %', async () => {
    const { low, high } = await guaranteeOf(customers, 'other', wanted.isHistory);
    const [atLeast, atMost] = [valueAtLeast, valueAtMost].map(
      (bound) => (policy: PolicyOf) => bound(customers, policy, wanted, 0.0125),
    );
    expect(low).toBeCloseTo(atLeast!(own) - atMost!(other), 5);
    expect(high).toBeCloseTo(atMost!(own) - atLeast!(other), 5);
  });
});
