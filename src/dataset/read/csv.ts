/** CSV files of any size into columns, with the line of every mistake. */
import { InputError } from '../../core/errors';
import { fileError } from '../../core/files';
import type { CellBatch, ColumnReader } from './cells';
import { joined, readTextBytes, type Encoding } from './csv-bytes';
import { dialectOf, type Separator } from './csv-dialect';
import { CsvTokens } from './csv-tokens';
import { cellPlaces, RowSink } from './row-sink';

export interface CsvSource {
  readonly rows: number;
  /** [rows] line of the file on which each row starts; the header is line 1 */
  readonly lines: Int32Array;
  /** SHA-256 of the file's bytes, hexadecimal. */
  readonly dataHash: string;
}

export interface CsvOptions {
  /** @default UTF-8 */
  readonly encoding?: Encoding | undefined;
  /** @default the one between which the header has the columns that are read */
  readonly separator?: Separator | undefined;
  /** Told the rows read so far, every 10,000 rows and at the end. */
  readonly onProgress?: ((rows: number) => void) | undefined;
}

/** Batches of rows to the sink; the header before the first, and what is wrong with the file after those before it. */
class CsvRows {
  readonly tokens: CsvTokens;
  readonly #file: string;
  readonly #readers: readonly ColumnReader[];
  readonly #sink: RowSink;
  #places: readonly number[] | null = null;

  constructor(file: string, tokens: CsvTokens, readers: readonly ColumnReader[], sink: RowSink) {
    this.#file = file;
    this.tokens = tokens;
    this.#readers = readers;
    this.#sink = sink;
  }

  /** @throws InputError */
  take(batch: CellBatch): void {
    const { header, problem } = this.tokens;
    if (header !== null) {
      this.#places ??= cellPlaces(`${this.#file}:${header.line}`, header.cells, this.#readers);
      this.#sink.take(batch, this.#places);
    }
    if (problem !== null) throw new InputError(`${this.#file}:${problem.line}: ${problem.words}`);
  }

  /** @throws InputError unless there was a header and a row below it */
  finish(): void {
    this.take(this.tokens.finish());
    if (this.#places === null)
      throw new InputError(`${this.#file}:1: expected a line of column names, got an empty file`);
    if (this.#sink.lines.length > 0) return;
    throw new InputError(`${this.#file}:${this.tokens.nextLine}: expected rows below the header, got none`);
  }
}

/**
 * Reads a CSV file with a header as a stream, packed by gzip or not: cells separated by commas, semicolons, tabs or
 * bars and quoted where needed, lines ended by LF, CRLF or CR; blank lines and rows of empty cells are skipped.
 *
 * @param file path, also the place in messages
 * @param readers take the cells of their columns; columns without reader are ignored
 * @throws InputError with file, line, column, expectation and value; the readers are then of no use
 */
export async function readCsv(
  file: string,
  readers: readonly ColumnReader[],
  { encoding = 'utf-8', separator, onProgress = () => undefined }: CsvOptions = {},
): Promise<CsvSource> {
  const text = readTextBytes(file, encoding);
  const sink = new RowSink(file, readers, onProgress);
  try {
    // Enough of the file to know how it is written.
    const { value: head = Buffer.alloc(0) } = await text.pieces.next();
    const columns = readers.map(({ name }) => name);
    const dialect = dialectOf(head, columns, separator);
    const rows = new CsvRows(file, new CsvTokens(dialect), readers, sink);
    const pieces = joined(head.subarray(dialect.skippedBytes), text.pieces);
    for await (const piece of pieces) rows.take(rows.tokens.take(piece));
    rows.finish();
  } catch (error) {
    throw error instanceof InputError ? error : fileError('read', file, error);
  }
  onProgress(sink.lines.length);
  return { rows: sink.lines.length, lines: sink.lines.toArray(), dataHash: text.hash() };
}
