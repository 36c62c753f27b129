/** Customers of each state over periods, and who moved where after which action: what is counted, and what statistics are made of. */

/** Arrays of several axes are flat, the last axis first to change. */
export interface FlowLog {
  /** [states] */
  readonly states: readonly string[];
  /** [actions] names; index 0 is No Action */
  readonly actions: readonly string[];
  /** Whether the last of the actions is none: customers on whom nothing was decided in a period, such as those who are gone. */
  readonly hasUndecided: boolean;
  readonly periods: number;
  /** [periods + 1, states] customers at the beginning of each period, and at the end of the last one */
  readonly customers: Int32Array;
  /** [periods + 1, states] those of them who were none a period before */
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
}
