/** Customers by how often they have bought, for whom a model may work or not. */

/** A part of the customers of each. */
export interface CustomerSegments {
  readonly names: readonly string[];
  /** [rows] index of the name */
  readonly of: Uint8Array;
}

/** Fewest purchases after the first one, and what such customers are called. */
const SEGMENTS = [
  [0, 'bought once'],
  [1, 'bought twice'],
  [2, 'bought 3 or 4 times'],
  [4, 'bought 5 times or more'],
] as const;

/** @param frequency [rows] purchases after the first one */
export function frequencySegments(frequency: ArrayLike<number>): CustomerSegments {
  return {
    names: SEGMENTS.map(([, name]) => name),
    of: Uint8Array.from(frequency, (x) => SEGMENTS.findLastIndex(([from]) => x >= from)),
  };
}
