/** Raw columns to what the network sees, as an earlier fit says; rounded to single precision last. */
import { InputError } from '../../core/errors';
import type { RawColumn } from '../contacts/contact-log';
import { measured } from './fit-features';
import { featureNames } from './feature-names';
import type { FittedFeature, FittedFeatures } from './fitted-features';

/** Where rows came from, for messages. @param row index into the columns */
export type RowPlace = (row: number) => string;

/** Columns that a fit is asked for, by name. */
export type RawTable = ReadonlyMap<string, RawColumn>;

/** No becomes −1, yes 1. */
export const FLAG = { origin: 0, mean: 0.5, scale: 2 };

/** What is measured of each row: of a flag, the flag. */
function measuredValues(
  kind: Exclude<FittedFeature['kind'], 'category'>,
  values: Float64Array,
  times: Float64Array | null,
  rows: Int32Array,
): Float64Array {
  const out = new Float64Array(rows.length);
  if (kind === 'flag' || kind === 'number')
    for (let i = 0; i < rows.length; i += 1) out[i] = values[rows[i]!]!;
  else
    for (let i = 0; i < rows.length; i += 1)
      out[i] = measured(kind, values[rows[i]!]!, times === null ? 0 : times[rows[i]!]!);
  return out;
}

/** Writes the numbers of one column, and whether it is missing. */
function encodeNumbers(
  fitted: Exclude<FittedFeature, { kind: 'category' }>,
  { values }: Extract<RawColumn, { values: Float64Array }>,
  times: Float64Array | null,
  { rows, out, width, offset, place }: Target,
): void {
  const { origin, mean, scale } = fitted.kind === 'flag' ? FLAG : fitted;
  const all = measuredValues(fitted.kind, values, times, rows);
  for (let i = 0, at = offset; i < all.length; i += 1, at += width) {
    const value = all[i]!;
    if (!Number.isNaN(value)) {
      out[at] = (value - origin - mean) * scale;
      continue;
    }
    if (!fitted.missing) refuseMissing(fitted.column, place(rows[i]!));
    out[at + 1] = 1;
  }
}

function refuseMissing(column: string, place: string): never {
  throw new InputError(
    `${place} ${column}: expected a value, got none; no row of the log trained on lacked it`,
  );
}

function encodeCategory(
  { column, levels, missing, other }: Extract<FittedFeature, { kind: 'category' }>,
  { codes, names }: Extract<RawColumn, { kind: 'category' }>,
  { rows, out, width, offset, place }: Target,
): void {
  const indexOf = names.map((name) => levels.indexOf(name));
  for (let i = 0; i < rows.length; i += 1) {
    const code = codes[rows[i]!]!;
    const at = i * width + offset;
    const level = code < 0 ? -1 : indexOf[code]!;
    if (level >= 0) out[at + level] = 1;
    else if (code >= 0) {
      if (other) out[at + levels.length] = 1;
    } else {
      if (!missing) refuseMissing(column, place(rows[i]!));
      out[at + levels.length + (other ? 1 : 0)] = 1;
    }
  }
}

interface Target {
  readonly rows: Int32Array;
  readonly out: Float32Array;
  readonly width: number;
  readonly offset: number;
  readonly place: RowPlace;
}

/**
 * @param rows which rows of the table, in this order
 * @param times [n] of the decisions, milliseconds
 * @returns [rows, features] in the order of `featureNames`
 * @throws InputError for a column that is not there, or is missing where no row trained on lacked it
 */
export function encodeFeatures(
  fitted: FittedFeatures,
  table: RawTable,
  rows: Int32Array,
  times: Float64Array | null,
  place: RowPlace,
): Float32Array {
  const width = featureNames(fitted).length;
  const out = new Float32Array(rows.length * width);
  let offset = 0;
  for (const one of fitted) {
    const column = table.get(one.column);
    if (column === undefined)
      throw new InputError(`${one.column}: expected a column of this name, which the model was trained on`);
    const target = { rows, out, width, offset, place };
    if (one.kind === 'category' && column.kind === 'category') encodeCategory(one, column, target);
    else if (one.kind !== 'category' && column.kind !== 'category') encodeNumbers(one, column, times, target);
    else throw new InputError(`${one.column}: expected a ${one.kind}, got a ${column.kind}`);
    offset += featureNames([one]).length;
  }
  return out;
}
