/** Slow bounds of what policies earn, over lists of facts: the oracle of the guarantee, with no code shared but who chooses. */
import type { Random } from '../../src/core/random';
import { shuffled } from '../../src/stats/held-out';
import type { DecisionFacts, HistoryFacts } from './random-histories';

export const RANGE = { low: -1, high: 2 };

/** A bound of the mean of numbers that are not negative, which fails with at most the probability `risk`. */
type Bound = (values: readonly number[], scale: number, risk: number) => number;

/** Mean over λ = 10^(−3), 10^(−2.8), … 1 of Π (1 + λ x) / (1 + λ m). */
function wealth(values: readonly number[], mean: number): number {
  const lambdas = Array.from({ length: 16 }, (_, i) => 10 ** (i / 5 - 3));
  const each = lambdas.map((lambda) =>
    values.reduce((product, x) => (product * (1 + lambda * x)) / (1 + lambda * mean), 1),
  );
  return each.reduce((sum, one) => sum + one, 0) / lambdas.length;
}

/** Largest m at which the wealth is still 1 / risk, to six digits; 0 where it never is. */
export const logSmoothed: Bound = (values, scale, risk) => {
  const scaled = values.map((x) => x / scale);
  let mean = 0;
  for (const step of [1e-2, 1e-4, 1e-6, 1e-8]) while (wealth(scaled, mean + step) >= 1 / risk) mean += step;
  return mean * scale;
};

const meanOf = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;

/** Of values cut off at a threshold: empirical Bernstein for so many units, by the mean and variance of these. */
function cutOffBound(values: readonly number[], threshold: number, units: number, risk: number): number {
  const cut = values.map((x) => Math.min(x, threshold));
  const mean = meanOf(cut);
  const variance = cut.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (cut.length - 1);
  const log = Math.log(2 / risk);
  return mean - Math.sqrt((2 * variance * log) / units) - (7 * threshold * log) / (3 * (units - 1));
}

/** A twentieth of the units names the threshold at which it would promise most; the others are bounded at it. @param random draws that twentieth anew for each bound */
export const hcopeBound =
  (random: Random): Bound =>
  (values, _, risk) => {
    const order = [...shuffled(Int32Array.from(values.keys()), random)].map((unit) => values[unit]!);
    const apart = Math.round(order.length / 20);
    const [choosing, rest] = [order.slice(0, apart), order.slice(apart)];
    const promised = (threshold: number) => cutOffBound(choosing, threshold, rest.length, risk);
    const [threshold] = choosing.filter((x) => x > 0).sort((a, b) => promised(b) - promised(a));
    return Math.max(0, cutOffBound(rest, threshold!, rest.length, risk));
  };

export interface Wanted {
  readonly gamma: number;
  readonly horizon: number;
  /** Whether weights are products along a history, of which the last is kept after its end; else each decision has its own. */
  readonly isHistory: boolean;
}
export type PolicyOf = (one: DecisionFacts) => readonly number[];

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

export const wholeOf = ({ gamma, horizon }: Wanted) =>
  Array.from({ length: horizon }, (_, t) => gamma ** t).reduce((sum, one) => sum + one, 0);

/** Of rewards within `low` and `high`: what a policy earns more than the log, at least. */
export function atLeastAgainstLog(
  customers: readonly HistoryFacts[],
  policy: PolicyOf,
  wanted: Wanted,
  risk: number,
  bound: Bound,
) {
  const { low, high } = RANGE;
  const scale = (high - low) * wholeOf(wanted);
  const term = (w: number, r: number) => (w - 1) * (r - low) + (high - low);
  return (
    bound(
      customers.map((history) => summed(history, policy, wanted, term)),
      scale,
      risk,
    ) - scale
  );
}

/** The same where every reward is turned round, which turns the bound round. */
export function atMostAgainstLog(
  customers: readonly HistoryFacts[],
  policy: PolicyOf,
  wanted: Wanted,
  risk: number,
  bound: Bound,
) {
  const { low, high } = RANGE;
  const scale = (high - low) * wholeOf(wanted);
  const term = (w: number, r: number) => (w - 1) * (high - r) + (high - low);
  return (
    scale -
    bound(
      customers.map((history) => summed(history, policy, wanted, term)),
      scale,
      risk,
    )
  );
}

export function valueAtLeast(
  customers: readonly HistoryFacts[],
  policy: PolicyOf,
  wanted: Wanted,
  risk: number,
  bound: Bound,
) {
  const { low, high } = RANGE;
  const [whole, term] = [wholeOf(wanted), (w: number, r: number) => w * (r - low)];
  const values = customers.map((history) => summed(history, policy, wanted, term));
  return low * whole + bound(values, (high - low) * whole, risk);
}

export function valueAtMost(
  customers: readonly HistoryFacts[],
  policy: PolicyOf,
  wanted: Wanted,
  risk: number,
  bound: Bound,
) {
  const { low, high } = RANGE;
  const [whole, term] = [wholeOf(wanted), (w: number, r: number) => w * (high - r)];
  const values = customers.map((history) => summed(history, policy, wanted, term));
  return high * whole - bound(values, (high - low) * whole, risk);
}
