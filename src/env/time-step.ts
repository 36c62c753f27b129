/** What one step yields for n lanes at once. */
export interface TimeStep {
  /** [n, features] what to act on now; a restarted lane shows its new episode. */
  readonly observations: Float32Array;
  /** [n, features] what the last action led to, also where the lane has restarted. */
  readonly nextObservations: Float32Array;
  /**
   * [n] profit of the last action, or its expectation where the world knows it; account currency (or points of reward,
   * for logged contacts)
   */
  readonly rewards: Float32Array;
  /** [n] campaign cost inside `rewards`, account currency; for reports, never for learning. */
  readonly costs: Float32Array;
  /** [n] 0 where the episode terminated, else 1 — also where it was only cut short. */
  readonly discounts: Float32Array;
  /** [n] 1 where the episode ended, for either reason. */
  readonly last: Uint8Array;
  /** [n, actions] 1 where an action may be taken in `observations`; null where every action always may. */
  readonly allowed: Uint8Array | null;
  /** [n, actions] the same for `nextObservations`. */
  readonly nextAllowed: Uint8Array | null;
}
