/** Every estimator once more, as its formula stands in the papers: slow, over lists of facts, no array shared. */
import type { DecisionFacts, HistoryFacts } from './random-histories';

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const rho = ({ action, b, p }: DecisionFacts) => p[action]! / b[action]!;
const expected = ({ p, q }: DecisionFacts) => sum(p.map((share, a) => share * q![a]!));
const weightOf = ({ weight = 1 }: DecisionFacts) => weight;
const stands = (history: HistoryFacts) => weightOf(history[0]!);

/** g^t at the decision of this number. */
const worth = (history: HistoryFacts, t: number) =>
  history.slice(0, t).reduce((product, { discount = 1 }) => product * discount, 1);
/** w_t; w_-1 is 1, and after the end it stays. */
const product = (history: HistoryFacts, t: number) =>
  history.slice(0, t + 1).reduce((all, one) => all * rho(one), 1);

type Oracle = (customers: readonly HistoryFacts[]) => number;

/** Σ s term(i) / Σ s below(i) over decisions. */
const overDecisions =
  (
    term: (one: DecisionFacts, n: number) => number,
    below: (one: DecisionFacts) => number = () => 1,
  ): Oracle =>
  (customers) => {
    const all = customers.flat();
    return (
      sum(all.map((one) => weightOf(one) * term(one, all.length))) /
      sum(all.map((one) => weightOf(one) * below(one)))
    );
  };

const overHistories =
  (term: (history: HistoryFacts) => number): Oracle =>
  (customers) =>
    sum(customers.map((history) => stands(history) * term(history))) / sum(customers.map(stands));

/** Σ_t of weighted means of what `value` says, each weighted by w at `lag` steps before. */
const bySteps = (lag: number, value: (one: DecisionFacts) => number): Oracle => {
  return (customers) => {
    const longest = Math.max(...customers.map((history) => history.length));
    return sum(
      Array.from({ length: longest }, (_, t) => {
        const weights = customers.map((history) => stands(history) * product(history, t - lag));
        const values = customers.map((history) =>
          t < history.length ? worth(history, t) * value(history[t]!) : 0,
        );
        return sum(weights.map((weight, i) => weight * values[i]!)) / sum(weights);
      }),
    );
  };
};

const returnOf = (history: HistoryFacts) => sum(history.map(({ reward }, t) => worth(history, t) * reward));
const surprise = (one: DecisionFacts) => one.reward - one.q![one.action]!;

/** Jiang & Li's recursion from the end of the history. */
function backward(history: HistoryFacts): number {
  return history.reduceRight((rest, one) => {
    const { discount = 1 } = one;
    return expected(one) + rho(one) * (one.reward + discount * rest - one.q![one.action]!);
  }, 0);
}

export const oracles: Readonly<Record<string, Oracle>> = {
  replay: overDecisions(
    (one) => one.p[one.action]! * one.reward,
    (one) => one.p[one.action]!,
  ),
  ips: overDecisions((one) => rho(one) * one.reward),
  snips: overDecisions((one) => rho(one) * one.reward, rho),
  clippedIps: overDecisions((one, n) => Math.min(rho(one), Math.sqrt(n)) * one.reward),
  dm: overDecisions(expected),
  dr: overDecisions((one) => expected(one) + rho(one) * surprise(one)),
  selfNormalisedDr: (customers) =>
    overDecisions(expected)(customers) + overDecisions((one) => rho(one) * surprise(one), rho)(customers),
  drShrinkage: overDecisions(
    (one, n) => expected(one) + ((n * rho(one)) / (rho(one) ** 2 + n)) * surprise(one),
  ),
  switch: overDecisions((one, n) => {
    const beyond = one.p.map((share, a) => (share / one.b[a]! > Math.sqrt(n) ? share * one.q![a]! : 0));
    return (rho(one) > Math.sqrt(n) ? 0 : rho(one) * one.reward) + sum(beyond);
  }),
  switchDr: overDecisions(
    (one, n) => expected(one) + (rho(one) > Math.sqrt(n) ? 0 : rho(one) * surprise(one)),
  ),
  is: overHistories((history) => product(history, history.length) * returnOf(history)),
  wis: (customers) =>
    sum(customers.map((one) => stands(one) * product(one, one.length) * returnOf(one))) /
    sum(customers.map((one) => stands(one) * product(one, one.length))),
  pdis: overHistories((history) =>
    sum(history.map(({ reward }, t) => worth(history, t) * product(history, t) * reward)),
  ),
  perDecisionWis: bySteps(0, ({ reward }) => reward),
  sequentialDr: overHistories(backward),
  wdr: (customers) => bySteps(0, surprise)(customers) + bySteps(1, expected)(customers),
  fqe: overHistories((history) => expected(history[0]!)),
};
