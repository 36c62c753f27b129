/** One log in one or several files, CSV or Parquet, into columns. */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { ColumnReader } from './cells';
import { readCsv, type CsvOptions, type CsvSource } from './csv';
import { isParquet, readParquet } from './parquet';
import type { TableSource } from './table-source';

export { tablePlace } from './table-source';

/** The lines of all files, one file after the other, and whose they are. */
function joinedRows(parts: readonly CsvSource[], rows: number): Pick<TableSource, 'fileOf' | 'lines'> {
  const lines = new Int32Array(rows);
  const fileOf = new Int32Array(rows);
  let start = 0;
  parts.forEach((part, file) => {
    lines.set(part.lines, start);
    fileOf.fill(file, start, start + part.rows);
    start += part.rows;
  });
  return { lines, fileOf };
}

/**
 * Reads the rows of all files, one file after the other; what each is, its first bytes say.
 *
 * @param files at least one; each has the columns that are read, in any order
 * @param readers take the cells of their columns
 * @param options encoding and separator are those of CSV files
 * @throws InputError with file, line, column, expectation and value; the readers are then of no use
 * @throws RangeError without a file
 */
export async function readTable(
  files: readonly string[],
  readers: readonly ColumnReader[],
  { onProgress = () => undefined, ...format }: CsvOptions = {},
): Promise<TableSource> {
  if (files.length === 0) throw new RangeError('readTable: expected at least one file, got none');
  const parts: CsvSource[] = [];
  const formats: TableSource['formats'][number][] = [];
  let rows = 0;
  let bytesBefore = 0;
  for (const file of files) {
    const before = rows;
    const options: CsvOptions = {
      ...format,
      onProgress: (count, bytes) => onProgress(before + count, bytes === null ? null : bytesBefore + bytes),
    };
    const isTable = await isParquet(file);
    const part = await (isTable ? readParquet(file, readers, options) : readCsv(file, readers, options));
    formats.push(isTable ? 'parquet' : 'csv');
    parts.push(part);
    rows += part.rows;
    if (files.length > 1) bytesBefore += (await stat(file)).size;
  }
  const [first] = parts;
  if (parts.length === 1) return { ...first!, files, formats, fileOf: null };
  const hash = createHash('sha256');
  for (const { dataHash } of parts) hash.update(dataHash);
  return { rows, files, formats, ...joinedRows(parts, rows), dataHash: hash.digest('hex') };
}
