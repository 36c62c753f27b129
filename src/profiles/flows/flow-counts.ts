/** Customers of each state over the periods of a log, and who moved where after which contact. */

/** Customers, periods and money, counted; arrays of several axes are flat, the last axis first to change. */
export interface FlowCounts {
  /** [states] */
  readonly states: readonly string[];
  /** [actions] names as the log has them; index 0 is No Action */
  readonly actions: readonly string[];
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
  /** Customers' periods without a row of the log: nothing was done, so they are No Action. */
  readonly withoutRow: number;
  /** Customers' periods with contacts of several kinds, which count as the first of them. */
  readonly severalKinds: number;
}

export function emptyCounts(
  states: readonly string[],
  actions: readonly string[],
  periods: number,
): FlowCounts {
  const cells = periods * actions.length * states.length;
  const stock = (periods + 1) * states.length;
  return {
    ...{ states, actions, periods, withoutRow: 0, severalKinds: 0 },
    ...{ customers: new Int32Array(stock), arrivals: new Int32Array(stock) },
    ...{ acted: new Int32Array(cells), moved: new Int32Array(cells * states.length) },
    ...{ money: new Float64Array(stock), costs: new Float64Array(cells), priced: new Int32Array(cells) },
  };
}
