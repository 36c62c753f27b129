/** Whether logged propensities are those by which the company acted, and what they support. */
import type { AuditInput } from './audit-input';
import { rowsOf } from './audit-input';
import { linesOf, type Check, type Finding } from './finding';
import { decimals, named, percent, shareOf } from './words';

/** What the propensities say of "always this action". */
export interface ConstantPolicy {
  readonly action: number;
  /** Mean importance weight: 1[action was logged] / its probability; 1 where the propensities are right. */
  readonly mean: number;
  readonly standardError: number;
  /** Kish: (Σ w)² / Σ w² */
  readonly effectiveSampleSize: number;
  /** Share of the decisions where the action was possible at all. */
  readonly possible: number;
}

/** Rows that the log has a probability for; a decision that the calendar made has none. */
function withPropensity({ decisions }: AuditInput): number[] {
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

/**
 * The weight of each decision minus 1 where the action was possible has the mean 0, whatever went before: rows of one
 * customer are as good as others for its error.
 *
 * @see Li, Chen, Kleban & Gupta (2015), Counterfactual estimation and optimization of click metrics in search engines,
 *   https://doi.org/10.1145/2740908.2742562 (arithmetic and harmonic means as a test of logged probabilities)
 */
export function constantPolicies(input: AuditInput): ConstantPolicy[] {
  const { log, decisions, counts } = input;
  if (log.propensities === null) return [];
  const rows = withPropensity(input);
  const isPossible = possibility(input);
  const n = rows.length;
  return counts.map((_, action) => {
    const sums = { weights: 0, squares: 0, possible: 0, off: 0, offSquares: 0 };
    for (const i of rows) {
      const taken = decisions.actions[i] === action;
      const weight = taken ? 1 / log.propensities![decisions.rows[i]!]! : 0;
      const possible = taken || isPossible(i, action) ? 1 : 0;
      sums.weights += weight;
      sums.squares += weight * weight;
      sums.possible += possible;
      sums.off += weight - possible;
      sums.offSquares += (weight - possible) ** 2;
    }
    const off = sums.off / n;
    return {
      ...{ action, mean: sums.weights / n, possible: sums.possible / n },
      standardError: Math.sqrt(Math.max(0, sums.offSquares / n - off * off) / n),
      effectiveSampleSize: sums.squares === 0 ? 0 : sums.weights ** 2 / sums.squares,
    };
  });
}

/** Probabilities of all actions must be those of one choice. */
export const propensitySums: Check = ({ log }) => {
  const { actionPropensities, actions, rows } = log;
  if (actionPropensities === null) return [];
  const wrong: number[] = [];
  for (let row = 0; row < rows; row += 1) {
    let sum = 0;
    for (let action = 0; action < actions.length; action += 1)
      sum += actionPropensities[row * actions.length + action]!;
    if (Math.abs(sum - 1) > 0.01) wrong.push(row);
  }
  if (wrong.length === 0) return [];
  return [
    {
      ...{
        code: 'propensities-sum',
        severity: 'block',
        lines: linesOf({ log }, wrong),
        values: { rows: wrong.length },
      },
      message: `the probabilities of all actions do not sum to 1 in ${shareOf(wrong.length, rows)}: no estimate by weights would be right; give every action’s, No Action included`,
    },
  ];
};

/**
 * The mean weight of a constant policy is the share of decisions where its action had a chance, within its error, if the
 * probabilities are those that acted. Above it they
 * are too small; below it they are too large, or the action had no chance everywhere.
 */
export const propensityMeans: Check = (input): Finding[] => {
  const { log, settings, decisions } = input;
  // With a calendar the probabilities are of rows alone, and No Action has none.
  if (decisions.made !== null) return [];
  const wrong = constantPolicies(input).filter(
    ({ mean, standardError, effectiveSampleSize, possible }) =>
      effectiveSampleSize >= settings.fewestUnits &&
      Math.abs(mean - possible) > settings.propensityError * standardError,
  );
  if (wrong.length === 0) return [];
  const far = wrong.filter(({ mean, possible }) => Math.abs(mean - possible) > settings.propensityBlock);
  const worst = wrong.reduce((a, b) =>
    Math.abs(b.mean - b.possible) > Math.abs(a.mean - a.possible) ? b : a,
  );
  const listed = named(
    wrong.map(
      ({ action, mean, possible }) =>
        `${log.actions[action]!} ${decimals(mean)} where ${decimals(possible)} is expected`,
    ),
  );
  return [
    {
      ...{ code: 'propensity-means', severity: far.length > 0 ? 'block' : 'warn', lines: [] },
      message:
        `the mean weight of always ${listed} (apart by more than ${settings.propensityError} standard errors): the ` +
        'logged probabilities are not those by which it was chosen; estimates by weights are off by as much',
      values: { actions: wrong.length, worst: worst.mean },
    },
  ];
};

/** A constant policy that a handful of rows speak for has no value that the log knows. */
export const constantsWithoutSupport: Check = (input): Finding[] => {
  const { log, settings, counts } = input;
  if (log.propensities === null) return [];
  const logged = constantPolicies(input).filter(({ action }) => counts[action]! > 0);
  const weak = logged.filter(({ effectiveSampleSize }) => effectiveSampleSize < settings.fewestUnits);
  if (weak.length === 0) return [];
  weak.sort((a, b) => a.effectiveSampleSize - b.effectiveSampleSize);
  const least = log.propensities.reduce((a, b) => Math.min(a, b), 1);
  const listed = named(
    weak.map(
      ({ action, effectiveSampleSize }) => `${log.actions[action]!} (${decimals(effectiveSampleSize)})`,
    ),
    3,
  );
  return [
    {
      ...{ code: 'constants-without-support', severity: 'warn' },
      message:
        `${weak.length} of ${logged.length} constant policies have an effective sample size below ${settings.fewestUnits}, ` +
        `such as always ${listed}, for probabilities go down to ${decimals(least)}: what they would earn cannot be told from this log`,
      lines: linesOf(input, lowest(log.propensities)),
      values: {
        constants: weak.length,
        of: logged.length,
        least: weak[0]!.effectiveSampleSize,
        smallest: least,
      },
    },
  ];
};

/** Rows with the smallest probabilities. */
function lowest(propensities: Float64Array): number[] {
  const least = propensities.reduce((a, b) => Math.min(a, b), 1);
  const row = propensities.indexOf(least);
  return [row];
}

/** The range of the logged probabilities, and of the weights that they make. */
export const propensityRange: Check = (input): Finding[] => {
  const { propensities } = input.log;
  if (propensities === null) return [];
  let [least, most] = [1, 0];
  for (const value of propensities) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const rows = rowsOf(input, input.decisions.rows.keys());
  const certain = rows.filter((row) => propensities[row] === 1).length;
  const without =
    certain === 0 ? '' : `; ${percent(certain / rows.length)} of the ${input.what} had no alternative at all`;
  const range =
    least === most
      ? `every logged probability is ${decimals(least)}`
      : `logged probabilities are ${decimals(least)} to ${decimals(most)}`;
  return [
    {
      ...{ code: 'propensity-range', severity: 'note' },
      message: `${range}: one row can weigh up to ${decimals(1 / least)} times another policy’s choice${without}`,
      lines: least === most ? [] : linesOf(input, lowest(propensities)),
      values: { least, most, certain },
    },
  ];
};
