/** Customers of each state over the periods of a log, and who moved where after which contact. */

import type { FlowLog } from '../../stats/flow-log';

/** What customers without a row in a period are counted as in a log that writes No Action down. */
export const UNDECIDED = 'nothing decided';

/** With what a log has beside it that makes it less sure. */
export interface FlowCounts extends FlowLog {
  /** Customers' periods without a row of the log: undecided, or No Action in a log that has no row of it. */
  readonly withoutRow: number;
  /** Customers' periods with contacts of several kinds, which count as the first of them. */
  readonly severalKinds: number;
  /** Customers' periods with a purchase before the first contact, which cannot have come of it. */
  readonly boughtFirst: number;
}

export function emptyCounts(
  states: readonly string[],
  named: readonly string[],
  hasUndecided: boolean,
  periods: number,
): FlowCounts {
  const actions = hasUndecided ? [...named, UNDECIDED] : named;
  const cells = periods * actions.length * states.length;
  const stock = (periods + 1) * states.length;
  return {
    ...{ states, actions, hasUndecided, periods, withoutRow: 0, severalKinds: 0, boughtFirst: 0 },
    ...{ customers: new Int32Array(stock), arrivals: new Int32Array(stock) },
    ...{ acted: new Int32Array(cells), moved: new Int32Array(cells * states.length) },
    ...{ money: new Float64Array(stock), costs: new Float64Array(cells), priced: new Int32Array(cells) },
  };
}
