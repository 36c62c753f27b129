/** The first rows of a file, whatever its columns are called: for a look at a file that no schema describes yet. */
import { InputError } from '../../core/errors';
import type { ColumnReader } from '../read/cells';
import type { CsvFormat } from '../read/csv';
import { sampleColumns } from '../read/sample';

export interface SampleOptions extends CsvFormat {
  /** How many rows to look at. @default 100,000 */
  readonly rows?: number | undefined;
}

export interface Sample<Reader extends ColumnReader> {
  readonly rows: number;
  /** Whether the file goes on after these rows. */
  readonly isPart: boolean;
  /** Those of the columns that can be told from others by their names. */
  readonly readers: readonly Reader[];
  /** Places, counted from 1, of columns without a name. */
  readonly unnamed: readonly number[];
  /** Names that several columns have. */
  readonly repeated: readonly string[];
}

const SAMPLE_ROWS = 100_000;

/**
 * Reads the first rows of a file.
 *
 * @param makeReader of a column, by its name
 * @throws InputError if the file cannot be read, or has no column with a name of its own
 */
export async function sampleFile<Reader extends ColumnReader>(
  file: string,
  makeReader: (name: string) => Reader,
  { rows: wanted = SAMPLE_ROWS, ...format }: SampleOptions = {},
): Promise<Sample<Reader>> {
  const columns = await sampleColumns(file, { ...format, rows: wanted + 1 });
  const names = columns.map(({ name }) => name);
  const repeated = [...new Set(names.filter((name, at) => name !== '' && names.indexOf(name) < at))];
  const own = columns.filter(({ name }) => name !== '' && !repeated.includes(name));
  if (own.length === 0) throw new InputError(`${file}:1: expected columns with names of their own, got none`);
  const found = own[0]!.cells.length;
  const rows = Math.min(found, wanted);
  const readers = own.map(({ name, cells }) => {
    const reader = makeReader(name);
    for (let row = 0; row < rows; row += 1) reader.append(cells[row]!);
    return reader;
  });
  const unnamed = names.flatMap((name, at) => (name === '' ? [at + 1] : []));
  return { rows, isPart: found > wanted, readers, unnamed, repeated };
}
