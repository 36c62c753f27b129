/** Policies that know a log: what was done on each of its rows, and what would have been best to do. */
import type { LoggedRows } from '../dataset/logged-rows';
import { certainPolicy } from './certain';
import type { Policy } from './policy';

/** Takes on each row what was settled for it. @param log the rows that `Decisions.rows` count */
function settledPolicy(
  name: string,
  description: string,
  log: LoggedRows,
  actionOn: (row: number) => number,
): Policy {
  const settled = certainPolicy(name, description, log.actions.length, ({ rows }, out) => {
    if (rows === undefined) throw new RangeError(`${name}: expected decisions on rows of a log, got no rows`);
    rows.forEach((row, i) => {
      if (!(row >= 0 && row < log.loggedActions.length)) {
        throw new RangeError(`${name}: expected a row below ${log.loggedActions.length}, got ${row}`);
      }
      out[i] = actionOn(row);
    });
  });
  return { ...settled, isRecord: true };
}

/** What was done. It throws a RangeError for decisions on anything but rows of this log. */
export function loggedPolicy(log: LoggedRows): Policy {
  return settledPolicy('logged', 'what was done', log, (row) => log.loggedActions[row]!);
}

/**
 * The contacts that paid, and No Action instead of the others: nobody can know that beforehand. It throws a RangeError
 * for decisions on anything but rows of this log.
 */
export function oraclePolicy(log: LoggedRows): Policy {
  return settledPolicy(
    'oracle',
    `contacts as logged where that earned more than 0, else ${log.actions[0]!}; knows the outcome`,
    log,
    (row) => (log.rewards[row]! > 0 ? log.loggedActions[row]! : 0),
  );
}
