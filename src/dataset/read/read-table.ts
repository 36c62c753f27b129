/** One or several files to columns. */
import type { ColumnReader } from './columns';
import { readCsv, type CsvOptions } from './csv';

/** Where the rows of a table came from. */
export interface TableSource {
  readonly rows: number;
  readonly files: readonly string[];
  /** [rows] index into `files`; null where there is one */
  readonly fileOf: Int32Array | null;
  /** [rows] line of the file; the header is line 1 */
  readonly lines: Int32Array;
  /** SHA-256 of the bytes, hexadecimal. */
  readonly dataHash: string;
}

/** @throws InputError with file, line, column, expectation and value; the readers are then of no use */
export async function readTable(
  files: readonly string[],
  readers: readonly ColumnReader[],
  options: CsvOptions = {},
): Promise<TableSource> {
  const { rows, lines, dataHash } = await readCsv(files[0]!, readers, options);
  return { rows, files, fileOf: null, lines, dataHash };
}
