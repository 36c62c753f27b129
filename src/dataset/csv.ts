/** CSV files of any size into columns, with the line of every mistake. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { CsvError, parse } from 'csv-parse';
import { InputError, show } from '../core/errors';
import { fileError } from '../core/files';
import { GrowingArray, type ColumnReader } from './columns';

/** Rows between two calls of the progress callback. */
const PROGRESS_ROWS = 10_000;

export interface CsvSource {
  readonly rows: number;
  /** [rows] line of the file on which each row starts; the header is line 1 */
  readonly lines: Int32Array;
  /** SHA-256 of the file's bytes, hexadecimal. */
  readonly dataHash: string;
}

/** Where in a row each reader finds its cell. */
function cellPlaces(place: string, header: readonly string[], readers: readonly ColumnReader[]): number[] {
  return readers.map(({ name }) => {
    const index = header.indexOf(name);
    if (index < 0) {
      throw new InputError(
        `${place} ${name}: expected a column of this name, got columns ${header.map(show).join(', ')}`,
      );
    }
    if (header.includes(name, index + 1)) {
      throw new InputError(`${place} ${name}: expected one column of this name, got several`);
    }
    return index;
  });
}

function lineBreaks(record: readonly string[]): number {
  let breaks = 0;
  for (const cell of record) {
    for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) breaks += 1;
  }
  return breaks;
}

/** Takes records one by one, keeps count of lines, and gives the cells to their readers. */
class RecordSink {
  readonly lines = new GrowingArray(Int32Array);
  /** Line on which the next record starts. */
  nextLine = 1;
  readonly #file: string;
  readonly #readers: readonly ColumnReader[];
  readonly #onProgress: (rows: number) => void;
  #width = 0;
  #places: readonly number[] | null = null;

  constructor(file: string, readers: readonly ColumnReader[], onProgress: (rows: number) => void) {
    this.#file = file;
    this.#readers = readers;
    this.#onProgress = onProgress;
  }

  take(record: readonly string[]): void {
    const line = this.nextLine;
    this.nextLine += 1 + lineBreaks(record);
    const blank = record.length === 1 && record[0] === '';
    if (blank) return;
    if (this.#places === null) {
      this.#width = record.length;
      this.#places = cellPlaces(`${this.#file}:${line}`, record, this.#readers);
    } else {
      this.#takeRow(record, line, this.#places);
    }
  }

  #takeRow(record: readonly string[], line: number, places: readonly number[]): void {
    if (record.length !== this.#width) {
      throw new InputError(
        `${this.#file}:${line}: expected ${this.#width} cells as in the header, got ${record.length}`,
      );
    }
    for (let i = 0; i < places.length; i += 1) {
      const reader = this.#readers[i]!;
      const cell = record[places[i]!]!;
      const expectation = reader.append(cell);
      if (expectation !== null) {
        throw new InputError(
          `${this.#file}:${line} ${reader.name}: expected ${expectation}, got ${show(cell)}`,
        );
      }
    }
    this.lines.push(line);
    if (this.lines.length % PROGRESS_ROWS === 0) this.#onProgress(this.lines.length);
  }

  /** @throws InputError unless there was a header and a row below it */
  finish(): void {
    if (this.#places === null) {
      throw new InputError(`${this.#file}:1: expected a line of column names, got an empty file`);
    }
    if (this.lines.length === 0) {
      throw new InputError(`${this.#file}:${this.nextLine}: expected rows below the header, got none`);
    }
  }
}

/** What the parser or the file system complained about, as a line for the reader. */
function readError(file: string, line: number, error: unknown): unknown {
  if (error instanceof InputError) return error;
  if (error instanceof CsvError) {
    return new InputError(`${file}:${line}: expected well-formed CSV, got ${error.message}`, {
      cause: error,
    });
  }
  return fileError('read', file, error);
}

/**
 * Reads a CSV file with a header as a stream: comma separated, UTF-8 with or without byte order mark, lines ended
 * by LF or CRLF, cells quoted where needed; blank lines are skipped.
 *
 * @param file path, also the place in messages
 * @param readers take the cells of their columns; columns without reader are ignored
 * @param onProgress told the rows read so far, every 10,000 rows and at the end
 * @throws InputError with file, line, column, expectation and value; the readers are then of no use
 */
export async function readCsv(
  file: string,
  readers: readonly ColumnReader[],
  onProgress: (rows: number) => void = () => undefined,
): Promise<CsvSource> {
  const hash = createHash('sha256');
  const sink = new RecordSink(file, readers, onProgress);
  // Ragged rows and blank lines are left to the sink, which knows the line.
  const parser = parse({ bom: true, relax_column_count: true, record_delimiter: ['\r\n', '\n'] });
  const bytes = createReadStream(file);
  bytes.on('data', (chunk) => hash.update(chunk));
  bytes.on('error', (error) => parser.destroy(error));
  try {
    for await (const record of bytes.pipe(parser) as AsyncIterable<string[]>) sink.take(record);
    sink.finish();
  } catch (error) {
    throw readError(file, sink.nextLine, error);
  } finally {
    bytes.destroy();
  }
  const rows = sink.lines.length;
  onProgress(rows);
  return { rows, lines: sink.lines.toArray(), dataHash: hash.digest('hex') };
}
