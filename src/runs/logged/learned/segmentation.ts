/**
 * By what an enriched log is looked at in parts: the segments that a model found, else fifths by how lately customers bought,
 * else the first column of categories. Which parts there are is settled on the rows that are learned from.
 */
import type { RawColumn } from '../../../dataset/contacts/contact-log';
import type { Segmentation } from '../../../evaluate/off-policy/segment-differences';
import { SEGMENT_COLUMN } from '../../../profiles/models/column-names';
import { RECENCY_COLUMN } from '../../../profiles/profile/column-names';

/** More would leave each too few customers, and none of the intervals that hold at once would be narrow. */
const MOST = 8;
const OTHERS = 'all others';
const UNKNOWN = 'not known';
const NEVER = 'never bought';

type Category = Extract<RawColumn, { kind: 'category' }>;
type Numeric = Exclude<RawColumn, Category>;

/** Only parts that some decision that counts is in, and only where there are at least two. */
function divided({ column, names, of }: Segmentation, counted: Int32Array): Segmentation | null {
  const used = names.map(() => false);
  for (const decision of counted) used[of[decision]!] = true;
  const kept = [...names.keys()].filter((segment) => used[segment]);
  if (kept.length < 2) return null;
  const placeOf = names.map((_, segment) => kept.indexOf(segment));
  return {
    column,
    names: kept.map((segment) => names[segment]!),
    of: of.map((segment) => placeOf[segment]!),
  };
}

/** The most frequent categories; null of a column without any. */
function byCategory({ name, codes, names }: Category, train: Int32Array): Segmentation | null {
  const counts = new Float64Array(names.length);
  for (const decision of train) if (codes[decision]! >= 0) counts[codes[decision]!]! += 1;
  const seen = [...names.keys()].filter((code) => counts[code]! > 0);
  if (seen.length === 0) return null;
  const largest = seen.sort((a, b) => counts[b]! - counts[a]! || a - b).slice(0, MOST);
  const kept = largest.sort((a, b) => a - b);
  const placeOf = names.map((_, code) => {
    const place = kept.indexOf(code);
    return place < 0 ? kept.length : place;
  });
  return {
    column: name,
    names: [...kept.map((code) => names[code]!), OTHERS, UNKNOWN],
    of: codes.map((code) => (code < 0 ? kept.length + 1 : placeOf[code]!)),
  };
}

/** Values that divide those that are known into fifths, each once. */
function fifthsOf(values: Float64Array, train: Int32Array): number[] {
  const known = Float64Array.from(train, (decision) => values[decision]!)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const cuts = [0.2, 0.4, 0.6, 0.8].map((share) => known[Math.floor(share * known.length)]!);
  return known.length === 0 ? [] : [...new Set(cuts)];
}

function byFifths({ name, values }: Numeric, train: Int32Array): Segmentation | null {
  const cuts = fifthsOf(values, train);
  if (cuts.length === 0) return null;
  const days = (value: number) => String(Number(value.toPrecision(3)));
  const names = [
    `less than ${days(cuts[0]!)} days`,
    ...cuts.slice(1).map((cut, i) => `${days(cuts[i]!)} to ${days(cut)} days`),
    `${days(cuts.at(-1)!)} days and more`,
    NEVER,
  ];
  return {
    ...{ column: name, names },
    of: Int32Array.from(values, (value) =>
      Number.isNaN(value) ? cuts.length + 1 : cuts.filter((cut) => value >= cut).length,
    ),
  };
}

/**
 * @param columns [decisions] of the log each
 * @param train decisions that are learned from
 * @param counted decisions whose segment counts
 * @returns of all decisions, -1 of those that no counted one is like; null where nothing divides those that count
 */
export function segmentationOf(
  columns: readonly RawColumn[],
  train: Int32Array,
  counted: Int32Array,
): Segmentation | null {
  const named = (name: string) => columns.filter((column) => column.name === name);
  const categories = columns.filter(({ name }) => name !== SEGMENT_COLUMN);
  for (const column of [...named(SEGMENT_COLUMN), ...named(RECENCY_COLUMN), ...categories]) {
    const isFifths = column.kind !== 'category';
    if (isFifths && column.name !== RECENCY_COLUMN) continue;
    const parts = isFifths ? byFifths(column, train) : byCategory(column, train);
    const found = parts && divided(parts, counted);
    if (found !== null) return found;
  }
  return null;
}
