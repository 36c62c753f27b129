/** Fits the encoding of raw columns on the rows trained on, in double precision. */
import type { RawColumn } from '../contacts/contact-log';
import { DAY } from '../schema/lengths-of-time';
import type { FittedFeature, FittedFeatures } from './fitted-features';

/** Categories beyond this many, the rarest, share one feature. */
export const MOST_LEVELS = 50;

type NumericColumn = Extract<RawColumn, { values: Float64Array }>;

/** Of whole numbers, of which counts are: looked up in a fraction of the time that it takes to compute them. */
const LOGARITHMS = Float64Array.from({ length: 4096 }, (_, count) => Math.log1p(count));

/** What is standardised: counts and times since on a logarithmic scale, dates as days before the decision. */
export function measured(kind: NumericColumn['kind'], value: number, time: number): number {
  if (kind === 'count' || kind === 'days-since') {
    const whole = value | 0;
    return whole === value && whole >= 0 && whole < LOGARITHMS.length
      ? LOGARITHMS[whole]!
      : Math.log1p(value);
  }
  return kind === 'date' ? (time - value) / DAY : value;
}

function fitNumeric(
  { name, kind, values }: NumericColumn & { readonly kind: Exclude<NumericColumn['kind'], 'flag'> },
  rows: Int32Array,
  times: Float64Array | null,
): FittedFeature {
  const at = (row: number) => measured(kind, values[row]!, times?.[row] ?? 0);
  const first = rows.find((row) => !Number.isNaN(at(row)));
  const origin = first === undefined ? 0 : at(first);
  let count = 0;
  let mean = 0;
  let squares = 0;
  for (const row of rows) {
    const value = at(row) - origin;
    if (Number.isNaN(value)) continue;
    count += 1;
    const difference = value - mean;
    mean += difference / count;
    squares += difference * (value - mean);
  }
  // Rounding alone must not make a constant column vary.
  const deviation = Math.sqrt(squares / Math.max(1, count));
  const varies = deviation > 1e-12 * Math.max(1, Math.abs(mean));
  return {
    ...{ column: name, kind, origin, mean, scale: varies ? 1 / deviation : 1 },
    missing: values.some(Number.isNaN),
  };
}

function fitCategory(column: Extract<RawColumn, { kind: 'category' }>, rows: Int32Array): FittedFeature {
  const { name, codes, names, declared } = column;
  const counts = new Float64Array(names.length);
  for (const row of rows) {
    const code = codes[row]!;
    if (code >= 0) counts[code]! += 1;
  }
  const seen = [...names.keys()].filter((code) => declared || counts[code]! > 0);
  const kept = seen.sort((a, b) => counts[b]! - counts[a]! || a - b).slice(0, MOST_LEVELS);
  const levels = kept.sort((a, b) => a - b).map((code) => names[code]!);
  return {
    ...{ column: name, kind: 'category' },
    // A level that was never trained on is seen as none of the known ones where the schema leaves the list open.
    ...{ levels, missing: codes.includes(-1), other: seen.length > kept.length },
  };
}

/**
 * Numbers come from the rows trained on alone. Whether a column can be missing is a matter of its form: asked of all
 * rows, or those kept back could not be encoded.
 *
 * @param columns [n] each
 * @param rows those trained on
 * @param times [n] of the decisions, milliseconds; null where the log has none
 */
export function fitFeatures(
  columns: readonly RawColumn[],
  rows: Int32Array,
  times: Float64Array | null,
): FittedFeatures {
  return columns.map((column): FittedFeature => {
    if (column.kind === 'category') return fitCategory(column, rows);
    if (column.kind === 'flag') {
      return { column: column.name, kind: 'flag', missing: column.values.some(Number.isNaN) };
    }
    return fitNumeric({ ...column, kind: column.kind }, rows, times);
  });
}
