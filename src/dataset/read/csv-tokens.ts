/**
 * Finds rows and cells in the bytes of a CSV file (RFC 4180): pieces go in, cut wherever they are, rows that are whole
 * come out. No cell is made a string but those of the header.
 */
import { show } from '../../core/errors';
import { BLANK, CARRIAGE_RETURN, cellText, LINE_FEED, QUOTE, type CellBatch } from './cells';
import type { Dialect } from './csv-dialect';

/** Nobody writes rows as long as this; somebody left a quote open. */
const LONGEST_ROW = 2 ** 22;

/** What is wrong with the file, from a line on. */
export interface CsvProblem {
  readonly line: number;
  /** In words: what was expected, and what was found. */
  readonly words: string;
}

/** The first row with a cell filled in. */
export interface CsvHeader {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Says of a row that it is not whole, or not well-formed. */
const NONE = -1;

export class CsvTokens {
  /** Line on which the next row starts. */
  nextLine: number;
  header: CsvHeader | null = null;
  /** What stopped the search for rows; those before it were found. */
  problem: CsvProblem | null = null;
  readonly #separator: number;
  readonly #lineEnd: number;
  /** [256] 1 where a byte may not be inside a cell without quotes */
  readonly #stops = new Uint8Array(256);
  /** The largest of them. */
  readonly #lastStop: number;
  /** The file's bytes from `#rest` to `#length`; a line end stands behind them, so that a search needs no bound. */
  #bytes = Buffer.alloc(0);
  #length = 0;
  /** Where the first row begins that is not whole. */
  #rest = 0;
  #bounds = new Int32Array(0);
  #lines = new Int32Array(0);
  #rows = 0;
  /** Places of `#bounds` that are taken by whole rows. */
  #filled = 0;
  /** Of the row that is looked at: its cells, the line breaks in their quotes, and the line of the last quote opened. */
  #cells = 0;
  #breaks = 0;
  #quoteLine = 0;

  constructor({ separator, lineEnd, firstLine }: Dialect) {
    this.#separator = separator.charCodeAt(0);
    this.#lineEnd = lineEnd === '\r' ? CARRIAGE_RETURN : LINE_FEED;
    const stops = [this.#separator, this.#lineEnd, QUOTE];
    for (const byte of stops) this.#stops[byte] = 1;
    this.#lastStop = Math.max(...stops);
    this.nextLine = firstLine;
  }

  /** The rows that end in this piece, cut between characters; they lie in memory that the next call writes over. */
  take(piece: Uint8Array): CellBatch {
    return this.#takeRows(piece, false);
  }

  /** The last row, if nothing ended it but the file. */
  finish(): CellBatch {
    return this.#takeRows(new Uint8Array(0), true);
  }

  #takeRows(piece: Uint8Array, isLast: boolean): CellBatch {
    this.#append(piece);
    this.#rows = 0;
    this.#filled = 0;
    while (this.problem === null && this.#rest < this.#length) {
      const end = this.#findCells(this.#rest);
      const isWhole = end !== NONE && (isLast || end < this.#length);
      if ((isWhole ? end : this.#length) - this.#rest > LONGEST_ROW) this.#refuseLength();
      else if (isWhole) this.#endRow(end);
      else if (isLast) this.#refuse(this.#quoteLine, QUOTE_NOT_CLOSED);
      else break;
    }
    return {
      ...{ bytes: this.#bytes, bounds: this.#bounds, lines: this.#lines },
      ...{ rows: this.#rows, width: this.header?.cells.length ?? 0 },
    };
  }

  /** Puts a piece behind the row that is not whole yet, at the beginning of the memory. */
  #append(piece: Uint8Array): void {
    const old = this.#bytes;
    const kept = this.#length - this.#rest;
    const length = kept + piece.length;
    if (length >= old.length) {
      this.#bytes = Buffer.allocUnsafeSlow(2 * length + 1);
      // A byte ends at most one cell and one row.
      this.#bounds = new Int32Array(2 * this.#bytes.length);
      this.#lines = new Int32Array(this.#bytes.length);
    }
    old.copy(this.#bytes, 0, this.#rest, this.#length);
    this.#bytes.set(piece, kept);
    this.#bytes[length] = this.#lineEnd;
    this.#length = length;
    this.#rest = 0;
  }

  /** Writes the bounds of a row's cells. @returns where its line ends, or the bytes do; NONE in quotes or a problem */
  #findCells(start: number): number {
    const bytes = this.#bytes;
    const stops = this.#stops;
    const lastStop = this.#lastStop;
    const separator = this.#separator;
    const bounds = this.#bounds;
    let cell = this.#filled;
    let at = start;
    this.#breaks = 0;
    for (;;) {
      bounds[cell] = at;
      if (bytes[at] === QUOTE) {
        at = this.#behindQuotes(at);
        if (at === NONE) return NONE;
      } else {
        // Most bytes of most files are letters and digits, beyond all stops.
        while (bytes[at]! > lastStop || stops[bytes[at]!] === 0) at += 1;
        if (bytes[at] === QUOTE) return this.#refuse(this.nextLine + this.#breaks, STRAY_QUOTE);
      }
      cell += 1;
      if (bytes[at] !== separator) break;
      at += 1;
    }
    bounds[cell] = this.#withoutReturns(at, bounds[cell - 1]!) + 1;
    this.#cells = cell - this.#filled;
    return at;
  }

  /** Where a row's last cell ends: careless copying leaves up to two carriage returns before a line feed. */
  #withoutReturns(lineEnd: number, cell: number): number {
    let end = lineEnd;
    if (this.#lineEnd !== LINE_FEED) return end;
    while (end > cell && lineEnd - end < 2 && this.#bytes[end - 1] === CARRIAGE_RETURN) end -= 1;
    return end;
  }

  /** @returns the place of the separator or line end behind a quoted cell; NONE if its quotes are open, or a problem */
  #behindQuotes(start: number): number {
    const bytes = this.#bytes;
    this.#quoteLine = this.nextLine + this.#breaks;
    let at = start + 1;
    for (; at < this.#length; at += 1) {
      if (bytes[at] === this.#lineEnd) this.#breaks += 1;
      if (bytes[at] !== QUOTE) continue;
      if (bytes[at + 1] !== QUOTE) break;
      at += 1;
    }
    if (at >= this.#length) return NONE;
    at += 1;
    if (this.#lineEnd === LINE_FEED && bytes[at] === CARRIAGE_RETURN) {
      const second = bytes[at + 1] === CARRIAGE_RETURN ? at + 2 : at + 1;
      if (bytes[second] === LINE_FEED) return second;
    }
    if (bytes[at] === this.#separator || bytes[at] === this.#lineEnd) return at;
    const [found] = bytes.toString('utf8', at, at + 4);
    return this.#refuse(this.nextLine + this.#breaks, textBehindQuote(found!));
  }

  /** Counts a whole row that is not blank: as the header, or as a row of as many cells. */
  #endRow(end: number): void {
    const line = this.nextLine;
    const isBlank = this.#isBlank(end);
    this.#rest = end + 1;
    this.nextLine += 1 + this.#breaks;
    if (isBlank) return;
    const width = this.header?.cells.length;
    if (width === undefined) {
      this.header = { line, cells: this.#texts() };
    } else if (this.#cells === width) {
      this.#lines[this.#rows] = line;
      this.#rows += 1;
      this.#filled += width + 1;
    } else {
      this.problem = { line, words: `expected ${width} cells as in the header, got ${this.#cells}` };
    }
  }

  /** A blank line, or a row that a spreadsheet left without any cell filled in. */
  #isBlank(end: number): boolean {
    for (let at = this.#rest; at < end; at += 1) {
      const byte = this.#bytes[at]!;
      if (byte > BLANK && byte < 0x80 && byte !== this.#separator && byte !== QUOTE) return false;
    }
    return this.#texts().every((text) => text.trim() === '');
  }

  /** The cells of the row that is looked at. */
  #texts(): string[] {
    return Array.from({ length: this.#cells }, (_, cell) => {
      const at = this.#filled + cell;
      return cellText(this.#bytes, this.#bounds[at]!, this.#bounds[at + 1]! - 1);
    });
  }

  #refuse(line: number, found: string): typeof NONE {
    this.problem ??= { line, words: `expected well-formed CSV, got ${found}` };
    return NONE;
  }

  #refuseLength(): void {
    let breaks = 0;
    for (let at = this.#rest; at < this.#rest + LONGEST_ROW; at += 1) {
      if (this.#bytes[at] === this.#lineEnd) breaks += 1;
    }
    this.#refuse(this.nextLine + breaks, TOO_LONG);
  }
}

const STRAY_QUOTE = 'Invalid Opening Quote: a quote inside a cell that does not begin with one';
const QUOTE_NOT_CLOSED = 'Quote Not Closed: the parsing is finished with an opening quote';
const TOO_LONG = `a row of more than ${LONGEST_ROW / 2 ** 20} MB that ends here; is a quote left open?`;
const textBehindQuote = (found: string) =>
  `Invalid Closing Quote: got ${show(found)} instead of delimiter or line end`;
