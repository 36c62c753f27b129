/** Arms that were drawn at random must be as large as the draw says. */
import { show } from '../../core/errors';
import { goodnessOfFit } from '../../stats/goodness-of-fit';
import { normalProbability } from '../../stats/normal';
import { groupNames } from '../contacts/contact-log';
import { actionCounts, type ActionCount } from './action-counts';
import type { AuditInput } from './audit-input';
import type { Check } from './finding';
import { decimals, named } from './words';

const RANDOM = groupNames.indexOf('random');

/** Decisions that were drawn at random, by the group column. */
function randomDecisions({ log, decisions }: AuditInput): number[] {
  if (log.groups === null) return [];
  return Array.from(decisions.rows.keys()).filter(
    (i) => log.groups![decisions.rows[i]!] === RANDOM && decisions.made?.[i] !== 1,
  );
}

/** Probabilities of the arms, by decision; null where the logged ones do not say those of every action. */
function armProbabilities({ log, decisions }: AuditInput, chosen: readonly number[]) {
  const { actionPropensities, propensities, actions } = log;
  if (actionPropensities !== null)
    return (i: number, action: number) => actionPropensities[decisions.rows[i]! * actions.length + action]!;
  if (propensities === null) return null;
  const ofAction = new Map<number, number>();
  for (const i of chosen) {
    const own = propensities[decisions.rows[i]!]!;
    const known = ofAction.get(decisions.actions[i]!) ?? own;
    if (Math.abs(known - own) > 1e-6) return null;
    ofAction.set(decisions.actions[i]!, known);
  }
  const sum = [...ofAction.values()].reduce((total, probability) => total + probability, 0);
  return Math.abs(sum - 1) > 0.01 ? null : (_: number, action: number) => ofAction.get(action) ?? 0;
}

/** One decision of each customer; null where one of them met two actions, for then they were not drawn once. */
function oneOfEach({ decisions, independent }: AuditInput, chosen: readonly number[]): number[] | null {
  const firsts: number[] = [];
  for (const i of chosen) {
    const first = firsts.at(-1);
    if (first === undefined || independent[first] !== independent[i]) firsts.push(i);
    else if (decisions.actions[first] !== decisions.actions[i]) return null;
  }
  return firsts;
}

/** Of the arm that is furthest off, by customer, as one of so many (Bonferroni). */
function furthestP(counts: readonly ActionCount[]): number {
  const furthest = Math.max(...counts.map(({ errors }) => errors));
  return Math.min(1, 2 * counts.length * normalProbability(-furthest));
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

/** Without a word of which group is which nobody is known to be held out, or drawn at random. */
export const namelessGroups: Check = ({ log: { cellCounts }, schema: { group } }) => {
  if (group === undefined || [group.random, group.usual, group.holdout].some((value) => value !== undefined))
    return [];
  const values = cellCounts.find(({ meaning }) => meaning === 'group')?.values ?? [];
  if (values.length === 0) return [];
  const listed = named(values.map(({ text, rows }) => `${show(text)} (${rows})`));
  return [
    {
      ...{ code: 'nameless-groups', severity: 'warn', lines: [], values: { groups: values.length } },
      message:
        `nobody is known to be held out: the schema does not say what ${group.column} ${listed} means; ` +
        `write group: { column: ${group.column}, usual: ..., holdout: ..., random: ... } with those there are`,
    },
  ];
};

/**
 * A sample-ratio mismatch: rows were lost or double-counted on one arm, so arms are no longer comparable. Customers who
 * keep their arm are counted once.
 *
 * @see Fabijan et al. (2019), Diagnosing sample ratio mismatch in online controlled experiments,
 *   https://doi.org/10.1145/3292500.3330722
 */
export const sampleRatio: Check = (input) => {
  const { log, settings } = input;
  const random = randomDecisions(input);
  const probabilityOf = armProbabilities(input, random);
  if (probabilityOf === null) return [];
  const firsts = log.weights === null ? oneOfEach(input, random) : null;
  const chosen = firsts ?? random;
  if (new Set(chosen.map((i) => input.independent[i])).size < settings.fewestUnits) return [];
  const counts = actionCounts(input, chosen, probabilityOf).filter(({ expected }) => expected > 0);
  if (counts.length < 2) return [];
  const p = firsts === null ? furthestP(counts) : goodnessOfFit(counts).pValue;
  if (p >= settings.sampleRatioLevel) return [];
  const worst = counts.reduce((a, b) => (b.errors > a.errors ? b : a));
  const what = firsts !== null && firsts.length < random.length ? 'customers' : 'rows';
  return [
    {
      ...{ code: 'sample-ratio', severity: 'block', lines: [], values: { counted: chosen.length, p } },
      message:
        `the ${chosen.length} ${what} drawn at random are not as they were drawn: ${log.actions[worst.action]!} has ` +
        `${decimals(worst.observed)} where ${decimals(worst.expected)} are to be expected (p ${decimals(p)}); ${what} of an arm were lost or doubled`,
    },
  ];
};
