/** Which rows show the same state. */

export interface DistinctStates {
  /** [rows] index of the row's state, in the order of first appearance */
  readonly stateOf: Int32Array;
  readonly count: number;
}

/**
 * Numbers the different rows of a table; states are the same if all their numbers are (0 and -0 too).
 *
 * @param observations [rows, width]
 */
export function distinctStates(observations: Float32Array, width: number): DistinctStates {
  const stateOf = new Int32Array(observations.length / width);
  const states = new Map<string, number>();
  const row = new Float32Array(width);
  // The bytes of a row as text: many times faster to make and compare than its digits.
  const bytes = Buffer.from(row.buffer);
  for (let i = 0; i < stateOf.length; i += 1) {
    for (let j = 0; j < width; j += 1) row[j] = observations[i * width + j]! + 0; // makes -0 a 0
    const key = bytes.toString('latin1');
    let state = states.get(key);
    if (state === undefined) {
      state = states.size;
      states.set(key, state);
    }
    stateOf[i] = state;
  }
  return { stateOf, count: states.size };
}
