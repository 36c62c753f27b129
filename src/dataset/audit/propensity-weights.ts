/** Whether logged propensities are probabilities, and what they support. */
import { rowsOf } from './audit-input';
import { constantPolicies } from './constant-policies';
import { linesOf, type Check, type Finding } from './finding';
import { decimals, named, percent, shareOf } from './words';

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
 * Beside No Action that a calendar makes, the probability of a channel may be of it among the channels, or of it and of a
 * contact at all; as weights the two differ by the chance of a contact.
 */
export const propensityMeaning: Check = ({ log, schema }) => {
  if (schema.calendar === undefined || log.propensities === null || schema.propensityIs !== undefined)
    return [];
  return [
    {
      ...{ code: 'propensity-meaning', severity: 'warn', lines: [] },
      message:
        'with a calendar a logged probability may be of the action in its period (joint) or of the channel given a contact ' +
        '(conditional): say as propensityIs which; taken for the other, every weight is off by the chance of a contact',
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
