/** Which buckets belong to which group, and how few of them change hands when shares do. */
import { BUCKETS } from './buckets';

export interface GroupSize {
  readonly name: string;
  /** How many of all. */
  readonly buckets: number;
}

/** Buckets from <= bucket < to. */
export interface BucketRange {
  readonly group: string;
  readonly from: number;
  readonly to: number;
}

const lengthOf = ({ from, to }: BucketRange) => to - from;

/** In the order of buckets, neighbours of one group together. */
function joined(ranges: readonly BucketRange[]): BucketRange[] {
  const all: BucketRange[] = [];
  for (const range of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = all.at(-1);
    if (last?.group === range.group && last.to === range.from)
      all[all.length - 1] = { ...last, to: range.to };
    else all.push(range);
  }
  return all;
}

/** The first buckets of some ranges, so many at most, and the others. */
function taken(ranges: readonly BucketRange[], count: number): { first: BucketRange[]; rest: BucketRange[] } {
  const [first, rest]: [BucketRange[], BucketRange[]] = [[], []];
  let left = count;
  for (const range of ranges) {
    const cut = range.from + Math.min(left, lengthOf(range));
    left -= cut - range.from;
    if (cut > range.from) first.push({ ...range, to: cut });
    if (cut < range.to) rest.push({ ...range, from: cut });
  }
  return { first, rest };
}

/**
 * Gives every group its buckets. Without earlier ranges one group follows the other. With them a group that shrinks keeps
 * its first buckets, one that does not keeps all, and what became free goes to those that grow: Σ max(0, before − after)
 * buckets change hands, and with fewer the new sizes cannot be reached.
 *
 * @param groups of different names, their sizes adding up to 1,000,000; groups that are not named lose all
 * @param before ranges that cover every bucket once
 * @returns ranges that cover every bucket once, in their order
 */
export function rangesOf(groups: readonly GroupSize[], before: readonly BucketRange[] = []): BucketRange[] {
  const earlier = before.length === 0 ? [{ group: '', from: 0, to: BUCKETS }] : joined(before);
  const sizes = new Map(groups.map(({ name, buckets }) => [name, buckets]));
  const kept: BucketRange[] = [];
  let free: BucketRange[] = [];
  for (const group of new Set(earlier.map((range) => range.group))) {
    const own = earlier.filter((range) => range.group === group);
    const { first, rest } = taken(own, sizes.get(group) ?? 0);
    kept.push(...first);
    free.push(...rest);
  }
  free.sort((a, b) => a.from - b.from);
  for (const { name, buckets } of groups) {
    const has = kept.reduce((sum, range) => sum + (range.group === name ? lengthOf(range) : 0), 0);
    const { first, rest } = taken(free, buckets - has);
    kept.push(...first.map((range) => ({ ...range, group: name })));
    free = rest;
  }
  return joined(kept);
}

/** Buckets of each group by a table. @returns [1,000,000] index into `names` */
export function groupTable(ranges: readonly BucketRange[], names: readonly string[]): Uint16Array {
  const table = new Uint16Array(BUCKETS);
  for (const { group, from, to } of ranges) table.fill(names.indexOf(group), from, to);
  return table;
}
