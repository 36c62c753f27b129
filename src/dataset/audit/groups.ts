/** Arms that were drawn at random must be as large as the draw says. */
import { chiSquareTail } from '../../stats/chi-square';
import { groupNames } from '../contacts/contact-log';
import type { AuditInput } from './audit-input';
import type { Check } from './finding';
import { decimals, named } from './words';

const RANDOM = groupNames.indexOf('random');

/** Rows of the log that were drawn at random, by the group column. */
function randomRows({ log, decisions }: AuditInput): number[] {
  if (log.groups === null) return [];
  return Array.from(decisions.rows).filter(
    (row, i) => log.groups![row] === RANDOM && decisions.made?.[i] !== 1,
  );
}

/** [actions] rows to expect by the logged probabilities; null where they do not say that of every action */
function expectedRows({ log }: AuditInput, rows: readonly number[]): number[] | null {
  const { actionPropensities, propensities, actions, loggedActions } = log;
  if (actionPropensities !== null) {
    return actions.map((_, action) =>
      rows.reduce((sum, row) => sum + actionPropensities[row * actions.length + action]!, 0),
    );
  }
  if (propensities === null) return null;
  const ofAction = new Map<number, number>();
  for (const row of rows) {
    const known = ofAction.get(loggedActions[row]!) ?? propensities[row]!;
    if (Math.abs(known - propensities[row]!) > 1e-6) return null;
    ofAction.set(loggedActions[row]!, known);
  }
  const sum = [...ofAction.values()].reduce((total, probability) => total + probability, 0);
  return Math.abs(sum - 1) > 0.01
    ? null
    : actions.map((_, action) => (ofAction.get(action) ?? 0) * rows.length);
}

/** A value that the schema gives a group, and no row has, is a slip: its rows count as of no group. */
export const emptyGroups: Check = ({ log: { groups }, schema: { group } }) => {
  if (groups === null || group === undefined) return [];
  const empty = groupNames.flatMap((name, index) => {
    const value = name === 'other' ? undefined : group[name];
    return value === undefined || groups.includes(index) ? [] : [`${name} (${JSON.stringify(value)})`];
  });
  if (empty.length === 0) return [];
  return [
    {
      ...{ code: 'empty-groups', severity: 'warn', lines: [], values: { groups: empty.length } },
      message: `no row of ${group.column} is of the group ${named(empty)} that the schema declares: is it written otherwise in the log?`,
    },
  ];
};

/**
 * A sample-ratio mismatch: rows were lost or double-counted on one arm, so arms are no longer comparable.
 *
 * @see Fabijan et al. (2019), Diagnosing sample ratio mismatch in online controlled experiments,
 *   https://doi.org/10.1145/3292500.3330722
 */
export const sampleRatio: Check = (input) => {
  const { log, settings } = input;
  const rows = randomRows(input);
  const expected = rows.length < settings.fewestUnits ? null : expectedRows(input, rows);
  if (expected === null) return [];
  const observed = log.actions.map(() => 0);
  for (const row of rows) observed[log.loggedActions[row]!]! += 1;
  const arms = [...expected.keys()].filter((action) => expected[action]! > 0);
  if (arms.length < 2) return [];
  const square = arms.reduce((sum, arm) => sum + (observed[arm]! - expected[arm]!) ** 2 / expected[arm]!, 0);
  const p = chiSquareTail(square, arms.length - 1);
  if (p >= settings.sampleRatioLevel) return [];
  const off = (arm: number) => Math.abs(observed[arm]! / expected[arm]! - 1);
  const worst = arms.reduce((a, b) => (off(b) > off(a) ? b : a));
  return [
    {
      ...{ code: 'sample-ratio', severity: 'block', lines: [], values: { square, p } },
      message:
        `the ${rows.length} rows drawn at random are not as they were drawn: ${log.actions[worst]!} has ${observed[worst]!} where ` +
        `${decimals(expected[worst]!)} are to be expected (chi-square p ${decimals(p)}); rows of an arm were lost or doubled`,
    },
  ];
};
