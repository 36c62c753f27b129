/** A file that is written line by line, some thousand at once. */
import { closeSync, openSync } from 'node:fs';
import { csvCell } from '../../core/csv-text';
import { writeFully } from '../../core/files';

/** Letters that are kept until they are written. */
const PIECE = 2 ** 20;

export class LineFile {
  readonly #handle: number;
  #text: string;
  #rows = 0;

  /** @throws what the file system says */
  constructor(path: string, columns: readonly string[]) {
    this.#handle = openSync(path, 'w');
    this.#text = `${columns.map(csvCell).join(',')}\n`;
  }

  /** Rows so far, without the header. */
  get rows(): number {
    return this.#rows;
  }

  /** @param cells of which none needs quotes but those that `csvCell` was asked about */
  write(cells: readonly string[]): void {
    this.#text += `${cells.join(',')}\n`;
    this.#rows += 1;
    if (this.#text.length > PIECE) this.#flush();
  }

  #flush(): void {
    writeFully(this.#handle, this.#text);
    this.#text = '';
  }

  /** Writes what is left, unless the disk would not take more, and closes the file. */
  close(): void {
    try {
      this.#flush();
    } finally {
      closeSync(this.#handle);
    }
  }
}
