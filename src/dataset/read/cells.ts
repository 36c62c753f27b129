/** The cells of a text file as bytes: where each lies, and what takes those of one column. */

export const QUOTE = 0x22;
export const LINE_FEED = 0x0a;
export const CARRIAGE_RETURN = 0x0d;
export const BLANK = 0x20;

/** Cells of a column that are numbers already, as those of a Parquet file. */
export interface NumberCells {
  /** [rows] NaN where there is none */
  readonly values: Float64Array;
  /** What a CSV file would have instead; empty where there is none. */
  readonly textAt: (row: number) => string;
}

/** Rows that lie one after the other in a piece of a file, all of the same width. */
export interface CellBatch {
  /** UTF-8. */
  readonly bytes: Buffer;
  readonly rows: number;
  /** Cells per row. */
  readonly width: number;
  /** [rows, width + 1] where each cell begins; one byte before that the one before it ends; quotes belong to the cell */
  readonly bounds: Int32Array;
  /** [rows] line of the file on which each row starts */
  readonly lines: Int32Array;
  /** Further columns, the first of which has index `width`. */
  readonly numbers?: readonly NumberCells[];
}

/** Takes the cells of one column, row by row. */
export interface ColumnReader {
  /** Name in the header. */
  readonly name: string;
  /** Flags that name another column, such as `--customer`, for the message where there is none of this name. */
  readonly namedBy?: string | undefined;
  /** Keeps the cell; returns null, or in words what was expected if the cell is not that. */
  append(cell: string): string | null;
  /**
   * The same for many rows, without a string for each cell: an optional fast way, which takes what it knows and leaves
   * the rest to `append`.
   *
   * @param column index of the column
   * @param from the first row to take
   * @param to the row after the last one
   * @returns the first row that was not taken; `to` if all were
   */
  appendCells?(batch: CellBatch, column: number, from: number, to: number): number;
  /** Told about how many rows there will be, all in all. */
  expectRows?(rows: number): void;
  /** The same for cells that are numbers already; only a reader that has it is given such. */
  appendNumbers?(values: Float64Array, from: number, to: number): number;
}

/** The cell of a batch as text. */
export function cellAt({ bytes, bounds, width, numbers }: CellBatch, row: number, column: number): string {
  if (column >= width) return numbers![column - width]!.textAt(row);
  const at = row * (width + 1) + column;
  return cellText(bytes, bounds[at]!, bounds[at + 1]! - 1);
}

/** The text of the cell between two bytes, out of its quotes. */
export function cellText(bytes: Buffer, from: number, to: number): string {
  if (bytes[from] !== QUOTE || from === to) return bytes.toString('utf8', from, to);
  return bytes.toString('utf8', from + 1, to - 1).replaceAll('""', '"');
}
