/** Features in a few bins each, so that any shape of a dependence shows in the means of the bins. */
import type { RawColumn } from '../contacts/contact-log';
import { measured } from '../features/fit-features';

export interface BinnedFeature {
  readonly name: string;
  /** [m] bin of each decision; what is missing has the last */
  readonly codes: Int32Array;
  readonly count: number;
}

/** Bins of all features together, about: regressions on them stay quick. */
const MOST_BINS = 300;

/** Bins of one of so many features. */
export function binsOfEach(features: number): number {
  return Math.min(20, Math.max(4, Math.floor(MOST_BINS / Math.max(1, features))));
}

/** Upper ends of all bins but the last: every value its own bin where there are few, else quantiles. */
function upperEnds(sorted: Float64Array, most: number): number[] {
  const distinct = sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
  if (distinct.length <= most) return [...distinct.slice(0, -1)];
  const ends = Array.from(
    { length: most - 1 },
    (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / most)]!,
  );
  return [...new Set(ends)].filter((end) => end < sorted.at(-1)!);
}

/** Index of the first end that a value does not exceed. */
function binOf(value: number, ends: readonly number[]): number {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= ends[middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
}

function binnedLevels(
  column: Extract<RawColumn, { kind: 'category' }>,
  sample: Int32Array,
  most: number,
): BinnedFeature {
  const counts = new Float64Array(column.names.length);
  for (const i of sample) if (column.codes[i]! >= 0) counts[column.codes[i]!]! += 1;
  const frequent = [...counts.keys()].sort((a, b) => counts[b]! - counts[a]! || a - b).slice(0, most);
  const binOfLevel = new Int32Array(column.names.length).fill(frequent.length);
  frequent.forEach((code, bin) => (binOfLevel[code] = bin));
  const missing = frequent.length + 1;
  const codes = Int32Array.from(sample, (i) => {
    const code = column.codes[i]!;
    return code < 0 ? missing : binOfLevel[code]!;
  });
  return { name: column.name, codes, count: missing + 1 };
}

/**
 * @param column [n]
 * @param sample [m] decisions looked at
 * @param times [n] milliseconds; null where the log has none
 * @param most bins, beside one for what is missing and one for rare levels
 */
export function binned(
  column: RawColumn,
  sample: Int32Array,
  times: Float64Array | null,
  most: number,
): BinnedFeature {
  if (column.kind === 'category') return binnedLevels(column, sample, most);
  const { name, kind, values } = column;
  const seen = Float64Array.from(sample, (i) => measured(kind, values[i]!, times?.[i] ?? 0));
  const ends = upperEnds(seen.filter((value) => !Number.isNaN(value)).sort(), most);
  const missing = ends.length + 1;
  const codes = Int32Array.from(seen, (value) => (Number.isNaN(value) ? missing : binOf(value, ends)));
  return { name, codes, count: missing + 1 };
}
