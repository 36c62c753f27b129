/** Rows that get the cells of another row: what is true of nobody any more, and looks as it did. */
import { closeSync, openSync } from 'node:fs';
import { csvCell } from '../../src/core/csv-text';
import { writeFully } from '../../src/core/files';
import type { Random } from '../../src/core/random';
import { readDecisions } from '../../src/runs/enrich/read-decisions';

/**
 * A permutation in which no row keeps its place: one ring through all rows, each as likely.
 *
 * @returns [rows] whose cells each gets; of a single row its own
 * @see Sattolo (1986), An algorithm to generate a random cyclic permutation
 */
export function otherRows(rows: number, random: Random): Int32Array {
  const places = Int32Array.from({ length: rows }, (_, row) => row);
  for (let i = rows - 1; i > 0; i -= 1) {
    const j = random.integer(i);
    [places[i], places[j]] = [places[j]!, places[i]!];
  }
  return places;
}

/** Rows that are written at once. */
const PIECE = 10_000;

/**
 * Writes a log once more, with some of its columns as another row has them, all from the same one.
 *
 * @param log CSV @param moved names of these columns @param out CSV
 */
export async function writeShuffled(
  log: { readonly data: string; readonly schema: string },
  moved: readonly string[],
  out: string,
  random: Random,
): Promise<void> {
  const { rows, columns } = await readDecisions(log.data, log.schema, undefined);
  const from = otherRows(rows, random);
  const cells = columns.map((column) => {
    const texts = column.names().map(csvCell);
    const codes = column.codes();
    return moved.includes(column.name)
      ? (row: number) => texts[codes[from[row]!]!]!
      : (row: number) => texts[codes[row]!]!;
  });
  const handle = openSync(out, 'w');
  try {
    writeFully(handle, `${columns.map(({ name }) => csvCell(name)).join(',')}\n`);
    for (let first = 0; first < rows; first += PIECE) {
      let text = '';
      for (let row = first; row < Math.min(rows, first + PIECE); row += 1)
        text += `${cells.map((cell) => cell(row)).join(',')}\n`;
      writeFully(handle, text);
    }
  } finally {
    closeSync(handle);
  }
}
