/** A bound that was agreed before anything was measured, and whether it holds. */
export interface Agreed {
  readonly what: string;
  readonly got: string;
  readonly bound: string;
  readonly holds: boolean;
}

/** Whether a number is no farther from another than that. */
export function within(what: string, got: number, other: number, distance: number): Agreed {
  return {
    ...{ what, got: got.toFixed(4), bound: `${other.toFixed(4)} ± ${distance}` },
    holds: Math.abs(got - other) <= distance,
  };
}
