/** A table's files, and where in them its rows stand; apart from what reads them, which the public types do not need. */

/** Where the rows of a table came from. */
export interface TableSource {
  readonly rows: number;
  readonly files: readonly string[];
  /** [files] what each one is */
  readonly formats: readonly ('csv' | 'parquet')[];
  /** [rows] index into `files`; null where there is one */
  readonly fileOf: Int32Array | null;
  /** [rows] line of its file on which a row starts, the header being 1; of a Parquet file the row's number, from 1 */
  readonly lines: Int32Array;
  /** SHA-256, hexadecimal: of the file's bytes, or of the hashes of several files in their order. */
  readonly dataHash: string;
}

/** Of a row of a Parquet file, numbered from 1, for messages. */
export function parquetPlace(file: string, row: number): string {
  return `${file} row ${row}`;
}

/** Of a row, for messages: `contacts.csv:12`, `contacts.parquet row 11`. */
export function tablePlace(
  { files, formats, fileOf, lines }: Pick<TableSource, 'files' | 'formats' | 'fileOf' | 'lines'>,
  row: number,
): string {
  const index = fileOf?.[row] ?? 0;
  const line = lines[row]!;
  return formats[index] === 'parquet' ? parquetPlace(files[index]!, line) : `${files[index]!}:${line}`;
}
