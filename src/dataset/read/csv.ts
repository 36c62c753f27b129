/** CSV files of any size into columns, with the line of every mistake. */
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { InputError, show } from '../../core/errors';
import { fileError } from '../../core/files';
import { GrowingArray, type ColumnReader } from './columns';
import { joined, readTextBytes, type Encoding } from './csv-bytes';
import { dialectOf, type Dialect, type Separator } from './csv-dialect';

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
function cellPlaces(place: string, record: readonly string[], readers: readonly ColumnReader[]): number[] {
  const header = record.map((name) => name.trim());
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

/** A blank line, or a row that a spreadsheet left without any cell filled in. */
function isBlank(record: readonly string[]): boolean {
  return record.every((cell) => cell.trim() === '');
}

/** Takes records one by one, keeps count of lines, and gives the cells to their readers. */
class RecordSink {
  readonly lines = new GrowingArray(Int32Array);
  /** Line on which the next record starts. */
  nextLine: number;
  readonly #file: string;
  readonly #readers: readonly ColumnReader[];
  readonly #onProgress: (rows: number) => void;
  #width = 0;
  #places: readonly number[] | null = null;

  constructor(
    file: string,
    readers: readonly ColumnReader[],
    firstLine: number,
    onProgress: (rows: number) => void,
  ) {
    this.#file = file;
    this.#readers = readers;
    this.nextLine = firstLine;
    this.#onProgress = onProgress;
  }

  take(record: readonly string[]): void {
    const line = this.nextLine;
    this.nextLine += 1 + lineBreaks(record);
    if (isBlank(record)) return;
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

/** Nobody writes rows as long as this; somebody left a quote open. */
const LONGEST_ROW = 2 ** 22;

/** What the parser or the file system complained about, as a line for the reader. */
function readError(file: string, firstLine: number, error: unknown): unknown {
  if (error instanceof InputError) return error;
  if (!(error instanceof CsvError)) return fileError('read', file, error);
  const line = firstLine - 1 + Number(error.lines);
  const found =
    error.code === 'CSV_MAX_RECORD_SIZE'
      ? `a row of more than ${LONGEST_ROW / 2 ** 20} MB that ends here; is a quote left open?`
      : error.message.replace(/ at line \d+/, '');
  return new InputError(`${file}:${line}: expected well-formed CSV, got ${found}`, { cause: error });
}

export interface CsvOptions {
  /** @default UTF-8 */
  readonly encoding?: Encoding | undefined;
  /** @default the one between which the header has the columns that are read */
  readonly separator?: Separator | undefined;
  /** Told the rows read so far, every 10,000 rows and at the end. */
  readonly onProgress?: ((rows: number) => void) | undefined;
}

/** Ragged rows and blank lines are left to the sink, which knows the line. */
function parserOf({ separator, lineEnds }: Dialect) {
  return parse({
    bom: true,
    relax_column_count: true,
    delimiter: separator,
    record_delimiter: [...lineEnds],
    max_record_size: LONGEST_ROW,
  });
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
  let firstLine = 1;
  try {
    // Enough of the file to know how it is written.
    const { value: head = Buffer.alloc(0) } = await text.pieces.next();
    const columns = readers.map(({ name }) => name);
    const dialect = dialectOf(head, columns, separator);
    firstLine = dialect.skippedBytes > 0 ? 2 : 1;
    const sink = new RecordSink(file, readers, firstLine, onProgress);
    const source = Readable.from(withoutFirst(dialect.skippedBytes, joined(head, text.pieces)), {
      objectMode: false,
    });
    const parser = parserOf(dialect);
    source.on('error', (error) => parser.destroy(error));
    try {
      for await (const record of source.pipe(parser) as AsyncIterable<string[]>) sink.take(record);
    } finally {
      source.destroy();
    }
    sink.finish();
    onProgress(sink.lines.length);
    return { rows: sink.lines.length, lines: sink.lines.toArray(), dataHash: text.hash() };
  } catch (error) {
    throw readError(file, firstLine, error);
  }
}

/** Without the first bytes, and without empty pieces, at which a stream of Node stands still. */
async function* withoutFirst(count: number, pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let left = count;
  for await (const piece of pieces) {
    const wanted = piece.subarray(left);
    left = 0;
    if (wanted.length > 0) yield wanted;
  }
}
