/** The format of a table that is to be written, by the ending of its name. */
import { extname } from 'node:path';
import { InputError, show } from '../../core/errors';

export type TableFormat = 'csv' | 'parquet';

/** @throws InputError for another ending */
export function tableFormat(flag: string, path: string): TableFormat {
  const ending = extname(path).toLowerCase();
  if (ending === '.csv') return 'csv';
  if (ending === '.parquet') return 'parquet';
  throw new InputError(`${flag}: expected a file that ends in .csv or .parquet, got ${show(path)}`);
}
