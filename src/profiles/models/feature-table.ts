/** What models of customers read: a row per customer, a number per feature. */
import { InputError, show } from '../../core/errors';
import { expectLength } from '../../core/shape';

export interface FeatureTable {
  /** [features] no name twice */
  readonly names: readonly string[];
  readonly rows: number;
  /** [rows, features] NaN where it is not known */
  readonly values: Float64Array;
}

/** @throws ShapeError unless the numbers are as many as rows times names */
export function expectTable({ names, rows, values }: FeatureTable): void {
  expectLength('values', values, rows * names.length);
}

/** Rows as lists of numbers. @throws ShapeError for a row of another length */
export function tableOf(names: readonly string[], rows: readonly (readonly number[])[]): FeatureTable {
  rows.forEach((row, place) => expectLength(`row ${place}`, row, names.length));
  return { names, rows: rows.length, values: Float64Array.from(rows.flat()) };
}

/** Some of the rows, in the order asked for. @param rows [some] places of rows, any of them more than once */
export function rowsOf(table: FeatureTable, rows: ArrayLike<number>): FeatureTable {
  const width = table.names.length;
  const values = new Float64Array(rows.length * width);
  for (let i = 0; i < rows.length; i += 1) {
    const from = rows[i]! * width;
    values.set(table.values.subarray(from, from + width), i * width);
  }
  return { names: table.names, rows: rows.length, values };
}

/** @throws InputError naming the feature, if the table has none of that name */
export function featurePlace({ names }: Pick<FeatureTable, 'names'>, name: string): number {
  const place = names.indexOf(name);
  if (place < 0)
    throw new InputError(`features: expected a column ${show(name)}, got ${names.map(show).join(', ')}`);
  return place;
}

/** [rows] one feature */
export function featureOf(table: FeatureTable, name: string): Float64Array {
  const place = featurePlace(table, name);
  return Float64Array.from(
    { length: table.rows },
    (_, row) => table.values[row * table.names.length + place]!,
  );
}

/** @throws InputError unless a table has exactly the features of a fit, in its order */
export function expectFeatures(fitted: readonly string[], { names }: FeatureTable): void {
  const place = Array.from({ length: Math.max(fitted.length, names.length) }).findIndex(
    (_, i) => fitted[i] !== names[i],
  );
  if (place >= 0)
    throw new InputError(
      `features: expected column ${place + 1} to be ${show(fitted[place])}, as when the model was fitted, got ${show(names[place])}`,
    );
}
