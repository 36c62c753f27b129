/** Checks of whole columns, with the line of the first cell that is wrong. */
import { InputError, show } from '../../core/errors';
import { tablePlace, type TableSource } from '../read/table-source';
import type { RowPlaces } from './contact-log';

/** Says at a row of the file what is wrong with its cell. */
export function refuse(source: RowPlaces, row: number, column: string, what: string): never {
  throw new InputError(`${tablePlace(source, row)} ${column}: ${what}`);
}

/** @throws InputError at the first value for which `isRight` does not hold */
export function expectAll(
  source: TableSource,
  column: string,
  values: Float64Array,
  isRight: (value: number) => boolean,
  expected: string,
): Float64Array {
  for (let row = 0; row < values.length; row += 1)
    if (!isRight(values[row]!)) refuse(source, row, column, `expected ${expected}, got ${show(values[row])}`);
  return values;
}
