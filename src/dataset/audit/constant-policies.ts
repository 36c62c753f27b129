/** What logged propensities say of "always this action". */
import type { AuditInput } from './audit-input';

export interface ConstantPolicy {
  readonly action: number;
  /** Mean importance weight: 1[action was logged] / its probability; 1 where the propensities are right. */
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

/** Whether an action had a chance: by the log's probabilities, by what was allowed. */
function possibility({ log, decisions }: AuditInput): (i: number, action: number) => boolean {
  const width = log.actions.length;
  return (i, action) => {
    const row = decisions.rows[i]!;
    if (log.actionPropensities !== null) return log.actionPropensities[row * width + action]! > 0;
    // Whoever was held out from contacts could only be left alone.
    if (log.propensities![row]! >= CERTAIN) return decisions.actions[i] === action;
    return decisions.allowed === null || decisions.allowed[i * width + action] === 1;
  };
}

interface UnitSums {
  weights: number;
  possible: number;
  decisions: number;
}

/** Sums of importance weights of one action, by customer or by row where no column says who. */
function sumsByUnit(input: AuditInput, chosen: readonly number[], action: number): UnitSums[] {
  const { log, decisions, independent, weights } = input;
  const isPossible = possibility(input);
  const units: UnitSums[] = [];
  let last = -1;
  for (const i of chosen) {
    if (independent[i] !== last) units.push({ weights: 0, possible: 0, decisions: 0 });
    last = independent[i]!;
    const unit = units.at(-1)!;
    const isTaken = decisions.actions[i] === action;
    unit.weights += isTaken ? weights[i]! / log.propensities![decisions.rows[i]!]! : 0;
    unit.possible += isTaken || isPossible(i, action) ? weights[i]! : 0;
    unit.decisions += weights[i]!;
  }
  return units;
}

/**
 * The weight of a decision minus 1 where the action was possible has the mean 0 if the probabilities are right.
 *
 * @see Li, Chen, Kleban & Gupta (2015), Counterfactual estimation and optimization of click metrics in search engines,
 *   https://doi.org/10.1145/2740908.2742562 (arithmetic and harmonic means as a test of logged probabilities)
 */
export function constantPolicies(input: AuditInput): ConstantPolicy[] {
  const { log, counts } = input;
  if (log.propensities === null) return [];
  const chosen = withPropensity(input);
  return counts.map((_, action) => {
    const units = sumsByUnit(input, chosen, action);
    const total = (value: (unit: UnitSums) => number) => units.reduce((sum, unit) => sum + value(unit), 0);
    const [n, weights, possible] = [
      total((unit) => unit.decisions),
      total((unit) => unit.weights),
      total((unit) => unit.possible),
    ];
    const off = (weights - possible) / n;
    const squares = total((unit) => unit.weights ** 2);
    return {
      ...{ action, mean: weights / n, possible: possible / n },
      standardError:
        Math.sqrt(total((unit) => (unit.weights - unit.possible - off * unit.decisions) ** 2)) / n,
      effectiveSampleSize: squares === 0 ? 0 : weights ** 2 / squares,
    };
  });
}
