/** Gives the cells of whole rows to the readers of their columns, with the place of every mistake. */
import { InputError, show } from '../../core/errors';
import { nearest } from '../../core/nearest';
import { cellAt, type CellBatch, type ColumnReader } from './cells';
import { GrowingArray } from './growing-array';

/** Rows between two calls of the progress callback. */
const PROGRESS_ROWS = 10_000;

/** Rows, and where in them each reader finds its cell. */
export interface PlacedBatch {
  readonly batch: CellBatch;
  /** [readers] the column of each */
  readonly places: readonly number[];
}

/** Where in a row each reader finds its cell. @throws InputError if a column is not there, or twice */
export function cellPlaces(
  place: string,
  names: readonly string[],
  readers: readonly ColumnReader[],
): number[] {
  const header = names.map((name) => name.trim());
  return readers.map(({ name, namedBy }) => {
    const index = header.indexOf(name);
    if (index < 0) {
      const meant = nearest(name, header);
      // Before the names: there may be hundreds.
      const hint = meant === null ? '' : ` (did you mean ${show(meant)}?)`;
      const others = namedBy === undefined ? '' : `, or ${namedBy} with the name of another`;
      throw new InputError(
        `${place} ${name}: expected a column of this name${hint}${others}, got columns ${header.map(show).join(', ')}`,
      );
    }
    if (header.includes(name, index + 1)) {
      throw new InputError(`${place} ${name}: expected one column of this name, got several`);
    }
    return index;
  });
}

/** A cell that its reader refused. */
interface Refusal {
  readonly row: number;
  readonly message: string;
}

export class RowSink {
  /** [rows] as the batches say */
  readonly lines = new GrowingArray(Int32Array);
  readonly #placeOf: (line: number) => string;
  readonly #readers: readonly ColumnReader[];
  readonly #onProgress: (rows: number) => void;

  /** @param placeOf for messages, such as `contacts.csv:12` */
  constructor(
    placeOf: (line: number) => string,
    readers: readonly ColumnReader[],
    onProgress: (rows: number) => void,
  ) {
    this.#placeOf = placeOf;
    this.#readers = readers;
    this.#onProgress = onProgress;
  }

  /**
   * @param places [readers] the column of each
   * @throws InputError for the first row, and in it the first reader, whose cell is refused
   */
  take(batch: CellBatch, places: readonly number[]): void {
    let refusal: Refusal | null = null;
    // Column by column, which keeps one reader's code and data at hand; so a later one may be refused on an earlier row.
    this.#readers.forEach((reader, i) => {
      refusal = this.#takeColumn(reader, batch, places[i]!, refusal?.row ?? batch.rows) ?? refusal;
    });
    if (refusal !== null) {
      const { row, message } = refusal as Refusal;
      throw new InputError(this.#headerAgain(batch, places, row) ?? message);
    }
    this.lines.room(batch.rows).set(batch.lines.subarray(0, batch.rows));
    this.lines.keep(batch.rows);
    this.#tellProgress(batch.rows);
  }

  /** Exports written one behind the other bring their headers with them. */
  #headerAgain(batch: CellBatch, places: readonly number[], row: number): string | null {
    const isHeader = this.#readers.every(({ name }, i) => cellAt(batch, row, places[i]!).trim() === name);
    const place = this.#placeOf(batch.lines[row]!);
    return isHeader
      ? `${place}: expected a row, got the header again; files joined to one keep the first header alone`
      : null;
  }

  /** @param rows about so many will be taken in all */
  expectRows(rows: number): void {
    this.lines.expect(rows);
    for (const reader of this.#readers) reader.expectRows?.(rows);
  }

  #takeColumn(reader: ColumnReader, batch: CellBatch, column: number, rows: number): Refusal | null {
    const numbers = batch.numbers?.[column - batch.width];
    for (let row = 0; row < rows; row += 1) {
      row =
        numbers === undefined
          ? (reader.appendCells?.(batch, column, row, rows) ?? row)
          : reader.appendNumbers!(numbers.values, row, rows);
      if (row === rows) break;
      const cell = cellAt(batch, row, column);
      const expectation = reader.append(cell);
      if (expectation === null) continue;
      const place = `${this.#placeOf(batch.lines[row]!)} ${reader.name}`;
      return { row, message: `${place}: expected ${expectation}, got ${show(cell)}` };
    }
    return null;
  }

  #tellProgress(newRows: number): void {
    const { length } = this.lines;
    const told = Math.floor((length - newRows) / PROGRESS_ROWS);
    for (let tell = told + 1; tell * PROGRESS_ROWS <= length; tell += 1)
      this.#onProgress(tell * PROGRESS_ROWS);
  }
}
