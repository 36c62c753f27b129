/** What one looks at rather than reads: views that a world has of a policy, as a report keeps and draws them. */

/** One lane under a policy, period by period. */
export interface Trajectory {
  readonly features: readonly string[];
  /** [features][periods] */
  readonly values: readonly (readonly number[])[];
  /** [periods] name of the action taken */
  readonly actions: readonly string[];
  /** [periods] account currency */
  readonly rewards: readonly number[];
}

/** Which action a policy takes where, over the shares of two segments at a fixed total. */
export interface ActionMap {
  readonly xLabel: string;
  readonly yLabel: string;
  /** Customers in all segments together at every point. */
  readonly total: number;
  /** Side of one cell, in share. */
  readonly cell: number;
  readonly points: readonly { readonly x: number; readonly y: number; readonly action: string }[];
}

/** By their keys in report.json. */
export interface Views {
  readonly trajectory?: Trajectory;
  readonly actionMap?: ActionMap;
}
