/** What logged propensities say of "always this action". */
import type { AuditInput } from './audit-input';

export interface ConstantPolicy {
  readonly action: number;
  /** Mean importance weight: 1[action was logged, and not barred] / its probability; `possible` where all is right. */
  readonly mean: number;
  /** Of `mean - possible`, by customer: whose draw is kept for all their rows counts once. */
  readonly standardError: number;
  /** Kish, (Σ w)² / Σ w², of the sums of weights by customer. */
  readonly effectiveSampleSize: number;
  /** Share of the decisions where the action was possible, as far as the log says. */
  readonly possible: number;
}

/** Decisions that the log has a probability for; one that the calendar made has none. */
export function withPropensity({ decisions }: AuditInput): number[] {
  return [...decisions.rows.keys()].filter((i) => decisions.made?.[i] !== 1);
}

/** Nothing but what was done had a chance. */
const CERTAIN = 1 - 1e-9;

/**
 * Whether an action had a chance: by the log's probabilities, by what was allowed. Where eligibility or a rule bars it a
 * decision tells nothing of it, for the log may have kept to them or not: it is on neither side, taken or not.
 */
function possibility({ log, decisions }: AuditInput): (i: number, action: number) => boolean {
  const width = log.actions.length;
  return (i, action) => {
    const row = decisions.rows[i]!;
    if (log.actionPropensities !== null) return log.actionPropensities[row * width + action]! > 0;
    if (decisions.allowed?.[i * width + action] === 0) return false;
    // Whoever was held out from contacts could only be left alone.
    return log.propensities![row]! < CERTAIN || decisions.actions[i] === action;
  };
}

/** Sums over customers, or over rows where no column says who, of what each one's decisions sum to. */
function sumsByUnit(input: AuditInput, chosen: readonly number[], action: number) {
  const { log, decisions, independent, weights } = input;
  const isPossible = possibility(input);
  const sums = {
    decisions: 0,
    weights: 0,
    possible: 0,
    squares: 0,
    offSquares: 0,
    offDecisions: 0,
    decisionSquares: 0,
  };
  let [weight, possible, stoodFor, last] = [0, 0, 0, -1];
  const close = () => {
    sums.decisions += stoodFor;
    sums.weights += weight;
    sums.possible += possible;
    sums.squares += weight * weight;
    sums.offSquares += (weight - possible) ** 2;
    sums.offDecisions += (weight - possible) * stoodFor;
    sums.decisionSquares += stoodFor * stoodFor;
    [weight, possible, stoodFor] = [0, 0, 0];
  };
  for (const i of chosen) {
    if (independent[i] !== last) close();
    last = independent[i]!;
    stoodFor += weights[i]!;
    if (!isPossible(i, action)) continue;
    possible += weights[i]!;
    if (decisions.actions[i] === action) weight += weights[i]! / log.propensities![decisions.rows[i]!]!;
  }
  close();
  return sums;
}

/**
 * Where the action was possible the weight of a decision minus 1 has the mean 0 if the probabilities are right.
 *
 * @see Li, Chen, Kleban & Gupta (2015), Counterfactual estimation and optimization of click metrics in search engines,
 *   https://doi.org/10.1145/2740908.2742562 (arithmetic and harmonic means as a test of logged probabilities)
 */
export function constantPolicies(input: AuditInput): ConstantPolicy[] {
  const { log, counts } = input;
  if (log.propensities === null) return [];
  const chosen = withPropensity(input);
  return counts.map((_, action) => {
    const sums = sumsByUnit(input, chosen, action);
    const n = sums.decisions;
    const off = (sums.weights - sums.possible) / n;
    const squares = sums.offSquares - 2 * off * sums.offDecisions + off * off * sums.decisionSquares;
    return {
      ...{ action, mean: sums.weights / n, possible: sums.possible / n },
      standardError: Math.sqrt(Math.max(0, squares)) / n,
      effectiveSampleSize: sums.squares === 0 ? 0 : sums.weights ** 2 / sums.squares,
    };
  });
}
