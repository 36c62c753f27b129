/** What was tried on customers: who got which contact, and what came of it. */
import { InputError, show } from '../../../core/errors';
import { expectLength } from '../../../core/shape';

export interface Trial {
  /** [actions] the first one is no contact */
  readonly actionNames: readonly string[];
  /** [rows] place of the action of each row */
  readonly actions: Int32Array;
  /** [rows] 0 or 1 of a response, or an amount */
  readonly outcomes: Float64Array;
}

/** Rows of an arm below which nothing is learned of it. */
const LEAST_ROWS = 20;

/**
 * @throws ShapeError if the trial is not of so many rows
 * @throws InputError for an action that is none, fewer than two of them, or an arm of too few rows
 */
export function expectTrial({ actionNames, actions, outcomes }: Trial, rows: number): void {
  expectLength('actions', actions, rows);
  expectLength('outcomes', outcomes, rows);
  if (actionNames.length < 2)
    throw new InputError(
      `actions: expected no contact and at least one treatment, got ${actionNames.map(show).join(', ')}`,
    );
  const counts = new Int32Array(actionNames.length);
  for (const action of actions) {
    if (!(action in counts))
      throw new InputError(`actions: expected 0 to ${actionNames.length - 1}, got ${action}`);
    counts[action]! += 1;
  }
  counts.forEach((count, action) => {
    if (count < LEAST_ROWS)
      throw new InputError(
        `action ${show(actionNames[action])}: expected at least ${LEAST_ROWS} customers, got ${count}`,
      );
  });
}
