/** A policy that a person wrote down, on rows of a log of which it is known which leaf of the file they match. */
import { expectLength } from '../core/shape';
import type { WeightedLeaf } from '../dataset/rules/read-rules';
import { keepAllowed } from '../rl/action-probabilities';
import type { Policy } from './policy';

/**
 * Takes actions by the weights of a row's leaf. Where a mask bars some of them, those of the others are divided by
 * their sum; where it bars all that have a weight, the lowest allowed action is taken, as by every other policy.
 *
 * @param name such as the file's
 * @param actions names; index 0 is No Action
 * @param leafOf [rows] index into `leaves`, of the rows that `Decisions.rows` count
 */
export function rulesPolicy(
  name: string,
  actions: readonly string[],
  leaves: readonly WeightedLeaf[],
  leafOf: Int32Array,
): Policy {
  const width = actions.length;
  return {
    name,
    description: `rules that a person wrote: the first of ${leaves.length} leaves that matches decides`,
    probabilities: ({ allowed, rows }, out) => {
      if (rows === undefined)
        throw new RangeError(`${name}: expected decisions on rows of a log, got no rows`);
      expectLength('out', out, rows.length * width);
      rows.forEach((row, i) => {
        const leaf = leaves[leafOf[row]!];
        if (leaf === undefined)
          throw new RangeError(`${name}: expected a row below ${leafOf.length} with its leaf, got ${row}`);
        out.set(leaf.weights, i * width);
      });
      keepAllowed(width, allowed, out);
    },
  };
}
