/** What a policy sees of the customers: the simulator tells what happened, an observer keeps the rows. */

/** The lanes as the simulator knows them, each array [lanes]. */
export interface HiddenState {
  /** index into the config's segments */
  readonly segment: Uint8Array;
  /** index of the preferred channel */
  readonly preference: Uint8Array;
  readonly interest: Uint8Array;
  readonly fatigue: Uint8Array;
  /** bit c: may be contacted by channel c */
  readonly optIns: Uint8Array;
}

/** What the last period brought, each array [lanes]. */
export interface Happened {
  readonly actions: Int32Array;
  /** event of the contact, as in `events` */
  readonly events: Uint8Array;
  /** margin of the period's sale, asked for or not; 0 without one; account currency */
  readonly margins: Float64Array;
}

export interface Observer {
  readonly features: readonly string[];
  /** [features] what a network divides by. */
  readonly units: readonly number[];
  /** Writes the row of a customer who has just come. */
  begin(hidden: HiddenState, lane: number, rows: Float32Array): void;
  /**
   * Moves the rows of the lanes from `first` to before `end` on by a period.
   *
   * @param rows [lanes, features] what was decided on; overwritten with what that led to
   */
  advance(hidden: HiddenState, happened: Happened, rows: Float32Array, first: number, end: number): void;
}
