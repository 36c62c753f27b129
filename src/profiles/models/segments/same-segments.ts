/** Segments that are found anew are called as before where they hold the same customers, so that a name means one thing. */
import { expectLength } from '../../../core/shape';

/** Below it a group of before is dissolved: Hennig (2007), Cluster-wise assessment of cluster stability. */
const SAME = 0.5;

export interface NamedSegments {
  readonly names: readonly string[];
  /** [customers] place of each one's name; below 0 or beyond the names for none */
  readonly places: ArrayLike<number>;
}

/** [names of now, names of before] customers of both over customers of either (Jaccard) */
function overlaps(now: NamedSegments, before: NamedSegments): Float64Array {
  const [rows, columns] = [now.names.length, before.names.length];
  const both = new Float64Array(rows * columns);
  const [inNow, inBefore] = [new Float64Array(rows), new Float64Array(columns)];
  for (let customer = 0; customer < now.places.length; customer += 1) {
    const [i, j] = [now.places[customer]!, before.places[customer]!];
    const [isNow, isBefore] = [i >= 0 && i < rows, j >= 0 && j < columns];
    if (isNow) inNow[i]! += 1;
    if (isBefore) inBefore[j]! += 1;
    if (isNow && isBefore) both[i * columns + j]! += 1;
  }
  return both.map((count, cell) => {
    const either = inNow[Math.floor(cell / columns)]! + inBefore[cell % columns]! - count;
    return either === 0 ? 0 : count / either;
  });
}

/** A name that nobody has yet: its own, or with a number. */
function freeName(name: string, taken: ReadonlySet<string>): string {
  let [free, number] = [name, 2];
  while (taken.has(free)) free = `${name} (${number++})`;
  return free;
}

/**
 * @param now segments of some customers @param before what was found before, of the same customers
 * @returns a name for each segment of now: that of the segment of before with which it shares at least half of the customers of
 * either, else its own, which none of before had
 */
export function namedAsBefore(now: NamedSegments, before: NamedSegments): string[] {
  expectLength('before.places', before.places, now.places.length);
  const columns = before.names.length;
  // At a half or more each has one partner at most, but for two that are halves of it.
  const pairs = [...overlaps(now, before)]
    .map((overlap, cell) => ({ overlap, place: Math.floor(cell / columns), old: cell % columns }))
    .filter(({ overlap }) => overlap >= SAME)
    .sort((a, b) => b.overlap - a.overlap || a.place - b.place || a.old - b.old);
  const names: (string | null)[] = now.names.map(() => null);
  const used = new Set<number>();
  for (const { place, old } of pairs) {
    if (names[place] !== null || used.has(old)) continue;
    names[place] = before.names[old]!;
    used.add(old);
  }
  const taken = new Set(before.names);
  return names.map((name, place) => {
    if (name !== null) return name;
    const own = freeName(now.names[place]!, taken);
    taken.add(own);
    return own;
  });
}
