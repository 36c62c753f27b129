/** Inverse-gap weighting: what is nearly as good as the best is tried more often than what is much worse. */
import { ShapeError } from '../core/errors';

export interface InverseGap {
  /** How much a unit of value counts: large tries worse actions less often. In units of 1 / reward. */
  readonly scale: number;
  /** Least probability of an allowed action; times the number of actions at most 1. */
  readonly floor: number;
}

/**
 * Each supported action but the greedy one has probability 1 / (K + scale · gap), where K is the number allowed and gap how
 * far its value lies below the greedy one's, at least the floor. One that is allowed but not supported has the floor: its
 * value is a guess, and guesses that are too high would be tried most. The greedy one has the rest.
 *
 * @param values [n, actions] by which is chosen
 * @param allowed [n, actions] 1 where an action may be tried; null where each may
 * @param supported [n, actions] 1 where a value is more than a guess; null where each is
 * @param greedy [n] what would be done without trying; allowed
 * @returns [n, actions] each row sums to 1
 * @throws ShapeError if the arrays disagree
 * @throws RangeError for a floor that leaves the greedy action less than the others
 * @see Abe & Long (1999), Associative reinforcement learning using linear probabilistic concepts; Foster & Rakhlin (2020),
 * Beyond UCB, https://arxiv.org/abs/2002.04926
 */
export function inverseGapProbabilities(
  { scale, floor }: InverseGap,
  values: Float32Array | Float64Array,
  actions: number,
  allowed: Uint8Array | null,
  supported: Uint8Array | null,
  greedy: Int32Array,
): Float64Array {
  if (!(floor >= 0 && floor * actions <= 1))
    throw new RangeError(`floor: expected 0 to ${1 / actions}, got ${floor}`);
  if (values.length !== greedy.length * actions)
    throw new ShapeError(`values: expected ${greedy.length * actions} elements, got ${values.length}`);
  const out = new Float64Array(values.length);
  for (let row = 0, first = 0; row < greedy.length; row += 1, first += actions) {
    const best = first + greedy[row]!;
    let count = 0;
    for (let at = first; at < first + actions; at += 1) if (allowed?.[at] !== 0) count += 1;
    let rest = 1;
    for (let at = first; at < first + actions; at += 1) {
      if (at === best || allowed?.[at] === 0) continue;
      const gap = Math.max(0, values[best]! - values[at]!);
      out[at] = supported?.[at] === 0 ? floor : Math.max(floor, 1 / (count + scale * gap));
      rest -= out[at]!;
    }
    out[best] = rest;
  }
  return out;
}
