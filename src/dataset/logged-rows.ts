/** Logged contacts as columns: what was seen, what was done, what it earned. */

import { selectColumns } from '../core/select-columns';

/** Name of action 0 in every action list. */
export const NO_ACTION = 'No Action';

export interface LoggedRows {
  /** Names of the state's features, in order. */
  readonly features: readonly string[];
  /** Action names; index 0 is No Action, then the logged ones in sorted order. The list travels with the model. */
  readonly actions: readonly string[];
  /** Cost of taking each action once, account currency; 0 for No Action. */
  readonly actionCosts: readonly number[];
  /** [rows, features] */
  readonly observations: Float32Array;
  /** [rows] index into `actions` of what was done */
  readonly loggedActions: Int32Array;
  /** [rows] what it earned */
  readonly rewards: Float64Array;
  /** [rows, actions] 1 where an action was allowed, also where another was done all the same; absent where every action always was */
  readonly allowed?: Uint8Array;
  /** [rows] line of the file each row came from, for messages; the header is line 1 */
  readonly lines: Int32Array;
}

export function rowCount(rows: LoggedRows): number {
  return rows.loggedActions.length;
}

/** The rows with these indices, in this order. */
export function selectRows(rows: LoggedRows, indices: ArrayLike<number>): LoggedRows {
  const width = rows.features.length;
  const observations = new Float32Array(indices.length * width);
  for (let i = 0; i < indices.length; i += 1) {
    observations.set(rows.observations.subarray(indices[i]! * width, (indices[i]! + 1) * width), i * width);
  }
  const actions = rows.actions.length;
  const allowed = rows.allowed && new Uint8Array(indices.length * actions);
  for (let i = 0; allowed !== undefined && i < indices.length; i += 1)
    allowed.set(rows.allowed!.subarray(indices[i]! * actions, (indices[i]! + 1) * actions), i * actions);
  const chosen = Array.from(indices);
  return {
    ...rows,
    ...(allowed && { allowed }),
    observations,
    loggedActions: Int32Array.from(chosen, (row) => rows.loggedActions[row]!),
    rewards: Float64Array.from(chosen, (row) => rows.rewards[row]!),
    lines: Int32Array.from(chosen, (row) => rows.lines[row]!),
  };
}

/** The rows by some of their features. @param places [kept] which, ascending */
export function selectFeatures(rows: LoggedRows, places: ArrayLike<number>): LoggedRows {
  const { features, observations } = rows;
  return {
    ...rows,
    features: Array.from(places, (place) => features[place]!),
    observations: selectColumns(observations, features.length, places),
  };
}
