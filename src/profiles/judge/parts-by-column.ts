/** Customers in parts by one column of the profile, or of the table of customers: kinds as they are, numbers by fourths. */
import type { RawColumn } from '../../dataset/contacts/contact-log';
import { shortWords } from '../words';
import type { CustomerSegments } from './frequency-segments';

/** Kinds of more levels are no parts that anybody reads: those of fewer customers are "others". */
export const MOST_LEVELS = 8;
/** Numbers of so few values are kinds. */
const FEW_VALUES = 4;
const FOURTHS = [0.25, 0.5, 0.75];

/** Parts that somebody is in, in the order of the names. @param of [rows] index into the names */
function used(names: readonly string[], of: ArrayLike<number>): CustomerSegments {
  const places = new Set(Array.from(of));
  const kept = [...names.keys()].filter((place) => places.has(place));
  return {
    names: kept.map((place) => names[place]!),
    of: Uint8Array.from(of, (place) => kept.indexOf(place)),
  };
}

function byLevel({ name, names, codes }: RawColumn & { kind: 'category' }): CustomerSegments {
  const counts = new Float64Array(names.length);
  for (const code of codes) if (code >= 0) counts[code]! += 1;
  const levels = [...names.keys()]
    .filter((code) => counts[code]! > 0)
    .sort((a, b) => counts[b]! - counts[a]! || (names[a]! < names[b]! ? -1 : 1));
  const kept = levels.length > MOST_LEVELS ? levels.slice(0, MOST_LEVELS - 1) : levels;
  const place = new Map(kept.map((code, i) => [code, i]));
  return used(
    [...kept.map((code) => names[code]!), `other ${name}`, `${name} not known`],
    Array.from(codes, (code) => (code < 0 ? kept.length + 1 : (place.get(code) ?? kept.length))),
  );
}

function byValue({ name, values }: RawColumn & { kind: Exclude<RawColumn['kind'], 'category'> }) {
  const known = values.filter((value) => !Number.isNaN(value)).sort();
  const distinct = [...new Set(known)];
  const isFew = distinct.length <= FEW_VALUES;
  const last = known.at(-1);
  // What a fourth ends with belongs to it; equal values stay together.
  const cuts = isFew
    ? distinct.slice(0, -1)
    : [...new Set(FOURTHS.map((share) => known[Math.ceil(share * known.length) - 1]!))].filter(
        (cut) => cut < last!,
      );
  const nameOf = (place: number): string => {
    if (isFew) return `${name} ${shortWords(distinct[place] ?? NaN)}`;
    if (place === 0) return `${name} up to ${shortWords(cuts[0]!)}`;
    const above = `${name} above ${shortWords(cuts[place - 1]!)}`;
    return place === cuts.length ? above : `${above}, up to ${shortWords(cuts[place]!)}`;
  };
  const names = [
    ...Array.from({ length: cuts.length + 1 }, (_, place) => nameOf(place)),
    `${name} not known`,
  ];
  const placeOf = (value: number) => {
    const place = cuts.findIndex((cut) => value <= cut);
    return place < 0 ? cuts.length : place;
  };
  return used(
    names,
    Array.from(values, (value) => (Number.isNaN(value) ? cuts.length + 1 : placeOf(value))),
  );
}

/** Nobody is left out: whoever has no value is a part of their own. */
export function partsByColumn(column: RawColumn): CustomerSegments {
  return column.kind === 'category' ? byLevel(column) : byValue(column);
}
