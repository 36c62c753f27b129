/** Customers of each state over the periods of a log, and who moved where after which contact. */

/** What customers without a row in a period are counted as in a log that writes No Action down. */
export const UNDECIDED = 'nothing decided';

/** Customers, periods and money, counted; arrays of several axes are flat, the last axis first to change. */
export interface FlowCounts {
  /** [states] */
  readonly states: readonly string[];
  /** [actions] names as the log has them, index 0 is No Action; then `UNDECIDED` where the log writes No Action down */
  readonly actions: readonly string[];
  /** Whether the last of the actions is none: customers on whom nothing was decided in a period. */
  readonly hasUndecided: boolean;
  readonly periods: number;
  /** [periods + 1, states] customers known at the beginning of each period, and at the end of the last one */
  readonly customers: Int32Array;
  /** [periods + 1, states] those of them of whom nothing was known a period before */
  readonly arrivals: Int32Array;
  /** [periods, actions, states] customers with this action in the period, by their state at its beginning */
  readonly acted: Int32Array;
  /** [periods, actions, states, states] those of them, by the state at its end */
  readonly moved: Int32Array;
  /** [periods + 1, states] what came in in the period before, by the state that it led to, account currency */
  readonly money: Float64Array;
  /** [periods, actions, states] cost of the period's contacts, of those customers for whom the log knows it */
  readonly costs: Float64Array;
  /** [periods, actions, states] customers for whom the log knows it */
  readonly priced: Int32Array;
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
