/** Any allowed action with probability epsilon, else one that is given. */

/**
 * @param allowed [n, actions] 1 where an action may be tried; null where each may
 * @param greedy [n] what is done with the rest of the probability; allowed
 * @returns [n, actions] each row sums to 1
 */
export function epsilonProbabilities(
  epsilon: number,
  actions: number,
  allowed: Uint8Array | null,
  greedy: Int32Array,
): Float64Array {
  const out = new Float64Array(greedy.length * actions);
  for (let row = 0, first = 0; row < greedy.length; row += 1, first += actions) {
    let count = 0;
    for (let at = first; at < first + actions; at += 1) if (allowed?.[at] !== 0) count += 1;
    for (let at = first; at < first + actions; at += 1) if (allowed?.[at] !== 0) out[at] = epsilon / count;
    out[first + greedy[row]!]! += 1 - epsilon;
  }
  return out;
}
