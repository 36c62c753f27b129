/** One column of a plain row to the numbers that a network sees, as `encodeFeatures` makes them of many rows. */
import type { FeatureSpec } from '../schema/feature-schema';
import { measured } from './fit-features';
import type { FittedFeature } from './fitted-features';
import { plainDate, plainFlag, plainName, plainNumber, type CellForm } from './plain-cells';

/** Where the numbers of a column go; those that are not written are 0. */
export interface Place {
  readonly out: Float32Array;
  readonly at: number;
}

/** A category that no row trained on had, beside whether the column was encoded. */
export type Encoded = boolean | { readonly unseen: string };

/** @returns whether the value was plain, and was written @param now of the decision, milliseconds */
export type FeatureWriter = (value: unknown, now: number, place: Place) => Encoded;

type Numeric = Extract<FittedFeature, { origin: number }>;

/** @returns what `never` makes missing; null for a value that the kind does not know */
function checked(kind: Numeric['kind'], { never }: FeatureSpec, value: number): number | null {
  if (kind === 'count') return value < 0 || Math.floor(value) < value ? null : value;
  if (kind !== 'days-since') return value;
  if (value === never) return NaN;
  return value < 0 ? null : value;
}

/** Writes a number that was read, or that is missing; NaN where the column is made of the past. */
export function writeNumeric(fitted: Numeric, value: number, now: number, { out, at }: Place): boolean {
  const number = measured(fitted.kind, value, now);
  if (Number.isNaN(number)) {
    if (fitted.missing) out[at + 1] = 1;
    return fitted.missing;
  }
  out[at] = (number - fitted.origin - fitted.mean) * fitted.scale;
  return true;
}

function numericWriter(fitted: Numeric, spec: FeatureSpec, form: CellForm): FeatureWriter {
  const plain = fitted.kind === 'date' ? plainDate(form) : plainNumber(form);
  return (value, now, place) => {
    const read = plain(value);
    const number = read === null ? null : checked(fitted.kind, spec, read);
    return number !== null && writeNumeric(fitted, number, now, place);
  };
}

function flagWriter({ missing }: Extract<FittedFeature, { kind: 'flag' }>, form: CellForm): FeatureWriter {
  const plain = plainFlag(form);
  return (value, _now, { out, at }) => {
    const flag = plain(value);
    if (flag === null || (Number.isNaN(flag) && !missing)) return false;
    if (Number.isNaN(flag)) out[at + 1] = 1;
    else out[at] = (flag - 0.5) * 2;
    return true;
  };
}

function categoryWriter(
  { levels, missing, other }: Extract<FittedFeature, { kind: 'category' }>,
  spec: FeatureSpec,
  form: CellForm,
): FeatureWriter {
  const plain = plainName(form);
  const indexOf = new Map(levels.map((level, index) => [level, index]));
  return (value, _now, { out, at }) => {
    const name = plain(value);
    if (name === null) return false;
    if (name === '') {
      if (missing) out[at + levels.length + (other ? 1 : 0)] = 1;
      return missing;
    }
    // Of declared levels another one is an error, which the reader words.
    if (spec.levels?.includes(name) === false) return false;
    const level = indexOf.get(name);
    if (level !== undefined) out[at + level] = 1;
    else if (other) out[at + levels.length] = 1;
    else return { unseen: name };
    return true;
  };
}

/** @param spec what the log's schema says of the column */
export function featureWriter(fitted: FittedFeature, spec: FeatureSpec, form: CellForm): FeatureWriter {
  if (fitted.kind === 'category') return categoryWriter(fitted, spec, form);
  return fitted.kind === 'flag' ? flagWriter(fitted, form) : numericWriter(fitted, spec, form);
}
