/** What anyone could have done with the logged rows: the yardsticks a model has to beat. */
import { NO_ACTION, rowCount, type LoggedRows } from '../dataset/logged-rows';
import {
  matchedActionLines,
  negativeRowCount,
  uniformActionLines,
  type MatchedActionLines,
  type MatchedActions,
} from './matched-actions';

export interface LoggedBaseline {
  /** Name in commands and reports, such as `always-DM_sent`. */
  readonly name: string;
  /** One line for the reader of a report. */
  readonly description: string;
  /** [rows] index into the rows' actions; null where every action is equally likely */
  readonly chosenActions: Int32Array | null;
}

/**
 * Every baseline on these rows: `logged`, `no-action`, one `always-<action>` per contact, `oracle`, `uniform`.
 */
export function loggedBaselines(rows: LoggedRows): readonly LoggedBaseline[] {
  const count = rowCount(rows);
  const { rewards } = rows;
  return [
    { name: 'logged', description: 'what was done', chosenActions: rows.loggedActions.slice() },
    { name: 'no-action', description: 'contacts nobody', chosenActions: new Int32Array(count) },
    ...rows.actions.slice(1).map((action, i) => ({
      name: `always-${action}`,
      description: `${action} for everybody`,
      chosenActions: new Int32Array(count).fill(i + 1),
    })),
    {
      name: 'oracle',
      description: `contacts as logged where that earned more than 0, else ${NO_ACTION}; knows the outcome`,
      chosenActions: rows.loggedActions.map((action, row) => (rewards[row]! > 0 ? action : 0)),
    },
    { name: 'uniform', description: 'every action equally likely, in expectation', chosenActions: null },
  ];
}

/** @returns the published lines of a baseline made for the same rows */
export function baselineLines(rows: LoggedRows, { chosenActions }: LoggedBaseline): MatchedActionLines {
  return chosenActions === null ? uniformActionLines(rows) : matchedActionLines(rows, chosenActions);
}

/**
 * The lines of every baseline, and of the policies given, on one set of rows.
 *
 * @param chosenActions by policy name, [rows] each
 */
export function matchedActions(
  rows: LoggedRows,
  chosenActions: Readonly<Record<string, Int32Array>>,
): MatchedActions {
  const given = Object.entries(chosenActions).map(([name, chosen]) => [
    name,
    matchedActionLines(rows, chosen),
  ]);
  const baselines = loggedBaselines(rows).map((one) => [one.name, baselineLines(rows, one)]);
  return {
    rows: rowCount(rows),
    negativeRows: negativeRowCount(rows),
    policies: Object.fromEntries([...given, ...baselines]) as Record<string, MatchedActionLines>,
  };
}
