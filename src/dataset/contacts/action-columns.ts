/** What a log says of actions: which there are, what was done, how likely that was, what was allowed, what it cost. */
import { InputError, show } from '../../core/errors';
import { didYouMean } from '../../core/nearest';
import { actionList } from '../action-list';
import { NO_ACTION } from '../logged-rows';
import type { TableSource } from '../read/table-source';
import type { LogSchema } from '../schema/log-schema';
import { expectAll, refuse } from './cell-checks';
import type { ContactReaders } from './contact-columns';
import { groupNames, type ContactLog } from './contact-log';

/** Which actions there are, and each row's; of a row that is still to be decided, none yet: No Action. */
export function loggedActionsOf(
  source: TableSource,
  { action: reader }: ContactReaders,
  schema: LogSchema,
  given: readonly string[] | undefined,
): Pick<ContactLog, 'actions' | 'loggedActions'> {
  const names = reader.names();
  const { noAction, action: column } = schema;
  const place = `${source.files[0]!} ${column}`;
  const other = noAction === NO_ACTION ? -1 : names.indexOf(NO_ACTION);
  if (other >= 0) {
    const expected = `expected No Action to be called ${show(noAction)} as in the schema`;
    refuse(source, reader.codes().indexOf(other), column, `${expected}, got ${show(NO_ACTION)} too`);
  }
  const declared = schema.actions && [NO_ACTION, ...schema.actions.filter((name) => name !== noAction)];
  const actions = given ?? declared ?? actionList(place, names, noAction);
  const indexOfCode = names.map((name) => (name === noAction ? 0 : actions.indexOf(name, 1)));
  const codes = reader.codes();
  const unknown = codes.findIndex((code) => code >= 0 && indexOfCode[code]! < 0);
  if (unknown >= 0) {
    const known = [noAction, ...actions.slice(1)];
    const found = names[codes[unknown]!]!;
    const expected = `expected one of ${known.map(show).join(', ')}`;
    refuse(source, unknown, column, `${expected}, got ${show(found)}${didYouMean(found, known)}`);
  }
  return { actions, loggedActions: codes.map((code) => (code < 0 ? 0 : indexOfCode[code]!)) };
}

/** The index of an action that the schema names under a key. */
function actionIndex(schema: LogSchema, key: string, actions: readonly string[], name: string): number {
  const index = name === schema.noAction ? 0 : actions.indexOf(name, 1);
  if (index >= 0) return index;
  const known = [schema.noAction, ...actions.slice(1)].map(show).join(', ');
  const hint = didYouMean(name, [schema.noAction, ...actions.slice(1)]);
  throw new InputError(
    `schema ${key}: expected actions (${known}), got ${show(name)}${hint || '; actions in the schema declares those never logged'}`,
  );
}

const isProbability = (value: number) => value >= 0 && value <= 1;

export function propensitiesOf(
  source: TableSource,
  readers: ContactReaders,
  schema: LogSchema,
  { actions, loggedActions }: Pick<ContactLog, 'actions' | 'loggedActions'>,
): Pick<ContactLog, 'propensities' | 'actionPropensities'> {
  const { propensity, propensities, weightsOfActions } = readers;
  if (propensity !== null) {
    const values = propensity.values();
    const expected = 'the probability of the logged action, above 0 and at most 1';
    expectAll(source, propensity.name, values, (value) => value > 0 && value <= 1, expected);
    return { propensities: values, actionPropensities: null };
  }
  if (propensities.size === 0 && weightsOfActions === null)
    return { propensities: null, actionPropensities: null };
  const count = actions.length;
  const all = new Float64Array(source.rows * count);
  for (const [name, reader] of propensities) {
    const action = actionIndex(schema, 'propensities', actions, name);
    const values = expectAll(
      source,
      reader.name,
      reader.values(),
      isProbability,
      'a probability from 0 to 1',
    );
    values.forEach((value, row) => (all[row * count + action] = value));
  }
  weightsOfActions?.values().forEach((weights, row) => {
    for (const [name, value] of Object.entries(weights)) {
      const action = name === schema.noAction ? 0 : actions.indexOf(name, 1);
      if (action < 0) {
        const known = [schema.noAction, ...actions.slice(1)].map(show).join(', ');
        refuse(
          source,
          row,
          weightsOfActions.name,
          `expected weights of actions (${known}), got ${show(name)}`,
        );
      }
      if (!isProbability(value))
        refuse(
          source,
          row,
          weightsOfActions.name,
          `expected probabilities from 0 to 1, got ${show(weights)}`,
        );
      all[row * count + action] = value;
    }
  });
  const logged = loggedActions.findIndex((action, row) => all[row * count + action] === 0);
  if (logged >= 0) {
    const action = loggedActions[logged]!;
    const name = action === 0 ? schema.noAction : actions[action]!;
    const column = weightsOfActions?.name ?? propensities.get(name)?.name ?? 'propensities';
    refuse(
      source,
      logged,
      column,
      `expected a probability above 0 of ${show(name)}, which was logged, got 0`,
    );
  }
  return {
    propensities: Float64Array.from(loggedActions, (action, row) => all[row * count + action]!),
    actionPropensities: all,
  };
}

/** The actions of one cell: JSON, or names between commas, bars or semicolons. */
export function listedActions(cell: string): readonly string[] {
  if (/^\s*\[.*\]\s*$/s.test(cell)) {
    const inner = cell.trim().slice(1, -1);
    return inner
      .split(',')
      .map((name) => name.trim().replace(/^(["'])(.*)\1$/, '$2'))
      .filter((name) => name !== '');
  }
  return cell
    .split(/[|;,]/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

export function eligibleOf(
  source: TableSource,
  { eligibleList, eligibleFlags }: ContactReaders,
  schema: LogSchema,
  actions: readonly string[],
): Uint8Array | null {
  const count = actions.length;
  if (eligibleList !== null) {
    const masks = eligibleList.names().map((cell) => {
      const mask = new Uint8Array(count);
      mask[0] = 1;
      for (const name of listedActions(cell)) {
        const action = name === schema.noAction ? 0 : actions.indexOf(name, 1);
        if (action < 0) return name;
        mask[action] = 1;
      }
      return mask;
    });
    const all = new Uint8Array(source.rows * count);
    eligibleList.codes().forEach((code, row) => {
      const mask = code < 0 ? null : masks[code]!;
      if (typeof mask === 'string')
        refuse(
          source,
          row,
          eligibleList.name,
          `expected actions (${actions.slice(1).map(show).join(', ')}), got ${show(mask)}${didYouMean(mask, actions.slice(1))}`,
        );
      if (mask === null) all[row * count] = 1;
      else all.set(mask, row * count);
    });
    return all;
  }
  if (eligibleFlags.size === 0) return null;
  const all = new Uint8Array(source.rows * count).fill(1);
  for (const [name, reader] of eligibleFlags) {
    const action = actionIndex(schema, 'eligible', actions, name);
    // Consent that is not known is none.
    reader.values().forEach((value, row) => (all[row * count + action] = value === 1 ? 1 : 0));
  }
  return all;
}

export function groupsOf({ group }: ContactReaders, schema: LogSchema): Int32Array | null {
  if (group === null) return null;
  const { random, usual, holdout } = schema.group!;
  const known = [random, usual, holdout];
  const indexOf = group.names().map((name) => {
    const index = known.indexOf(name);
    return index < 0 ? groupNames.length - 1 : index;
  });
  return group.codes().map((code) => (code < 0 ? groupNames.length - 1 : indexOf[code]!));
}

export function costsOf(
  source: TableSource,
  { cost }: ContactReaders,
  schema: LogSchema,
  { actions, loggedActions }: Pick<ContactLog, 'actions' | 'loggedActions'>,
): Pick<ContactLog, 'costs' | 'actionCosts'> {
  const actionCosts = actions.map(() => 0);
  if (cost === null) {
    for (const [name, value] of Object.entries((schema.cost ?? {}) as Record<string, number>))
      actionCosts[actionIndex(schema, 'cost', actions, name)] = value;
    const costs = new Float64Array(source.rows);
    for (let row = 0; row < costs.length; row += 1) costs[row] = actionCosts[loggedActions[row]!]!;
    return { costs, actionCosts };
  }
  const costs = expectAll(source, cost.name, cost.values(), (value) => !(value < 0), 'a cost from 0 on');
  return { costs, actionCosts };
}

/** Costs of the actions where the log has a column of them: their means, summed in the order of the log. */
export function withMeanCosts(log: ContactLog, { cost }: LogSchema): ContactLog {
  if (typeof cost !== 'string') return log;
  const sums = log.actions.map(() => ({ sum: 0, count: 0 }));
  for (let row = 0; row < log.rows; row += 1) {
    const total = sums[log.loggedActions[row]!]!;
    total.sum += log.costs[row]!;
    total.count += 1;
  }
  return { ...log, actionCosts: sums.map(({ sum, count }) => (count === 0 ? 0 : sum / count)) };
}
