/** Checks of whole columns, with the line of the first cell that is wrong. */
import { InputError, show } from '../../core/errors';
import { tablePlace } from '../read/table-source';
import type { RowPlaces } from './contact-log';

/** Says at a row of the file what is wrong with its cell. */
export function refuse(source: RowPlaces, row: number, column: string, what: string): never {
  throw new InputError(`${tablePlace(source, row)} ${column}: ${what}`);
}

/** @param text of a wrong value @throws InputError at the first value for which `isRight` does not hold */
export function expectAll(
  source: RowPlaces,
  column: string,
  values: Float64Array,
  isRight: (value: number) => boolean,
  expected: string,
  text: (value: number) => string = show,
): Float64Array {
  for (let row = 0; row < values.length; row += 1)
    if (!isRight(values[row]!))
      refuse(source, row, column, `expected ${expected}, got ${text(values[row]!)}`);
  return values;
}
