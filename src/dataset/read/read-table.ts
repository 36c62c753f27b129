/** One log in one or several files, CSV or Parquet, into columns. */
import { createHash } from 'node:crypto';
import type { ColumnReader } from './cells';
import { readCsv, type CsvOptions, type CsvSource } from './csv';
import { isParquet, parquetPlace, readParquet } from './parquet';

export interface Table {
  readonly rows: number;
  /** [rows] line of its file on which a row starts; of a Parquet file the number of the row, from 1 */
  readonly lines: Int32Array;
  /** [rows] index of a row's file; null where there is one file */
  readonly fileOf: Int32Array | null;
  /** SHA-256, hexadecimal: of the file's bytes, or of the hashes of several files in their order. */
  readonly dataHash: string;
  /** Of a row, for messages: `contacts.csv:12`, `contacts.parquet row 11`. */
  readonly placeOf: (row: number) => string;
}

interface Part extends CsvSource {
  readonly placeOf: (line: number) => string;
}

async function readPart(file: string, readers: readonly ColumnReader[], options: CsvOptions): Promise<Part> {
  if (await isParquet(file))
    return { ...(await readParquet(file, readers, options)), placeOf: (row) => parquetPlace(file, row) };
  return { ...(await readCsv(file, readers, options)), placeOf: (line) => `${file}:${line}` };
}

function joinedHash(parts: readonly Part[]): string {
  const hash = createHash('sha256');
  for (const { dataHash } of parts) hash.update(dataHash);
  return hash.digest('hex');
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
): Promise<Table> {
  if (files.length === 0) throw new RangeError('readTable: expected at least one file, got none');
  const parts: Part[] = [];
  let rows = 0;
  for (const file of files) {
    const before = rows;
    const part = await readPart(file, readers, {
      ...format,
      onProgress: (count) => onProgress(before + count),
    });
    parts.push(part);
    rows += part.rows;
  }
  const [first] = parts;
  if (parts.length === 1)
    return { ...first!, fileOf: null, placeOf: (row) => first!.placeOf(first!.lines[row]!) };
  return joinedTable(parts, rows);
}

function joinedTable(parts: readonly Part[], rows: number): Table {
  const lines = new Int32Array(rows);
  const fileOf = new Int32Array(rows);
  let start = 0;
  parts.forEach((part, file) => {
    lines.set(part.lines, start);
    fileOf.fill(file, start, start + part.rows);
    start += part.rows;
  });
  const placeOf = (row: number) => parts[fileOf[row]!]!.placeOf(lines[row]!);
  return { rows, lines, fileOf, dataHash: joinedHash(parts), placeOf };
}
