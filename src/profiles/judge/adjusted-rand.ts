/**
 * How far two groupings of the same rows agree, whatever their numbers: 1 if they are one, 0 as by chance.
 *
 * @see Hubert & Arabie (1985), Comparing partitions, https://doi.org/10.1007/BF01908075
 */
import { expectLength } from '../../core/shape';

const pairs = (n: number): number => (n * (n - 1)) / 2;

/** @throws ShapeError if the lengths differ */
export function adjustedRand(first: ArrayLike<number>, second: ArrayLike<number>): number {
  expectLength('second', second, first.length);
  const [rows, columns] = [new Map<number, number>(), new Map<number, number>()];
  const cells = new Map<string, number>();
  const count = <Key>(counts: Map<Key, number>, key: Key) => counts.set(key, (counts.get(key) ?? 0) + 1);
  for (let i = 0; i < first.length; i += 1) {
    count(rows, first[i]!);
    count(columns, second[i]!);
    count(cells, `${first[i]!} ${second[i]!}`);
  }
  const together = (counts: Map<unknown, number>) =>
    [...counts.values()].reduce((sum, n) => sum + pairs(n), 0);
  const [inFirst, inSecond] = [together(rows), together(columns)];
  const chance = (inFirst * inSecond) / Math.max(1, pairs(first.length));
  const most = (inFirst + inSecond) / 2;
  // Both are one group, or both of single rows: they agree.
  return most === chance ? 1 : (together(cells) - chance) / (most - chance);
}
