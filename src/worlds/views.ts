/** What one looks at rather than reads: views that a world has of a policy, as report.json keeps them. */

/** One lane under the policy, period by period. */
export interface Trajectory {
  readonly features: readonly string[];
  /** [features][periods] */
  readonly values: readonly (readonly number[])[];
  /** [periods] name of the action taken */
  readonly actions: readonly string[];
  /** [periods] account currency */
  readonly rewards: readonly number[];
  /** What the features count, such as "customers". @default "value" */
  readonly valueName?: string;
  /** How to read the chart, in the world's words. @default a sentence that fits any world */
  readonly caption?: string;
}

/** Which action the policy takes where, over two shares. */
export interface ActionMap {
  readonly xLabel: string;
  readonly yLabel: string;
  /** Customers at every point, all together; absent where a state has no such number. */
  readonly total?: number;
  /** Side of one cell, in share. */
  readonly cell: number;
  /** Centres of the cells, in [0, 1]. */
  readonly points: readonly { readonly x: number; readonly y: number; readonly action: string }[];
  /** How to read the chart, in the world's words. @default a sentence that fits any world */
  readonly caption?: string;
}

/** Words and numbers of a world's own, such as the value of each of its states. */
export interface ViewTable {
  /** What the table shows, also its name for screen readers. */
  readonly caption: string;
  readonly columns: readonly string[];
  /** [rows][columns] the first cell names the row; null where nothing is known */
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** One thing to look at; `kind` names what draws it. */
export type View =
  | (Trajectory & { readonly kind: 'trajectory' })
  | (ActionMap & { readonly kind: 'actionMap' })
  | (ViewTable & { readonly kind: 'table' });

/** What a world shows of the policy beside its metrics; it may show nothing. */
export interface Views {
  readonly trajectory?: Trajectory;
  readonly actionMap?: ActionMap;
  /** Further views by name, shown in this order after the two above. */
  readonly views?: Readonly<Record<string, View>>;
}
