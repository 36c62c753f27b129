/** CSV files of any size into columns, with the line of every mistake. */
import { stat } from 'node:fs/promises';
import { InputError } from '../../core/errors';
import { fileError } from '../../core/files';
import type { CellBatch, ColumnReader } from './cells';
import { readTextBytes, type Encoding } from './csv-bytes';
import { dialectOf, type Separator } from './csv-dialect';
import { CsvTokens, type CsvHeader } from './csv-tokens';
import { joined, type FileBytes } from './file-bytes';
import { cellPlaces, RowSink } from './row-sink';

export interface CsvSource {
  readonly rows: number;
  /** [rows] line of the file on which each row starts; the header is line 1 */
  readonly lines: Int32Array;
  /** SHA-256 of the file's bytes, hexadecimal. */
  readonly dataHash: string;
}

export interface CsvFormat {
  /** @default UTF-8 */
  readonly encoding?: Encoding | undefined;
  /** @default the one between which the header has the columns that are read */
  readonly separator?: Separator | undefined;
}

/**
 * @param rows read so far
 * @param bytes of the file, packed ones where it is packed; null where the format does not say
 */
export type OnProgress = (rows: number, bytes: number | null) => void;

export interface CsvOptions extends CsvFormat {
  /** Told of what was read so far, every 10,000 rows and at the end. */
  readonly onProgress?: OnProgress | undefined;
}

/** Rows whose length says how many there will be: some more than that, but never many times those that are there. */
const SAMPLE_ROWS = 50_000;
const ROOM = 1.05;
const AHEAD = 16;

/** Rows of a CSV file, in memory that the next batch writes over. */
export interface CsvBatch extends CellBatch {
  readonly header: CsvHeader;
}

/**
 * The rows of a CSV file, batch by batch, of which the first may be empty.
 *
 * @param columns names that the header should have, by which the separator is found
 * @throws InputError with the line if it is no CSV, or there is no row below a header; after the rows before that line
 */
export async function* csvBatches(
  file: string,
  text: FileBytes,
  columns: readonly string[],
  separator: Separator | undefined,
): AsyncGenerator<CsvBatch, undefined> {
  // Enough of the file to know how it is written.
  const { value: head = Buffer.alloc(0) } = await text.pieces.next();
  const dialect = dialectOf(head, columns, separator);
  const tokens = new CsvTokens(dialect);
  let rows = 0;
  const found = function* (batch: CellBatch): Generator<CsvBatch, undefined> {
    const { header, problem } = tokens;
    rows += batch.rows;
    if (header !== null) yield { ...batch, header };
    if (problem !== null) throw new InputError(`${file}:${problem.line}: ${problem.words}`);
  };
  const pieces = joined(head.subarray(dialect.skippedBytes), text.pieces);
  for await (const piece of pieces) yield* found(tokens.take(piece));
  yield* found(tokens.finish());
  if (tokens.header === null)
    throw new InputError(`${file}:1: expected a line of column names, got an empty file`);
  if (rows === 0)
    throw new InputError(`${file}:${tokens.nextLine}: expected rows below the header, got none`);
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
  const sink = new RowSink(
    (line) => `${file}:${line}`,
    readers,
    (rows) => onProgress(rows, text.bytesRead()),
  );
  const columns = readers.map(({ name }) => name);
  let places: readonly number[] | null = null;
  let expected = SAMPLE_ROWS;
  try {
    const { size } = await stat(file);
    for await (const batch of csvBatches(file, text, columns, separator)) {
      const { line, cells } = batch.header;
      places ??= cellPlaces(`${file}:${line}`, cells, readers);
      sink.take(batch, places);
      const { length } = sink.lines;
      if (length < expected) continue;
      expected = Math.min(AHEAD * length, Math.ceil((ROOM * length * size) / text.bytesRead()));
      sink.expectRows(expected);
    }
  } catch (error) {
    throw error instanceof InputError ? error : fileError('read', file, error);
  }
  onProgress(sink.lines.length, text.bytesRead());
  return { rows: sink.lines.length, lines: sink.lines.toArray(), dataHash: text.hash() };
}
