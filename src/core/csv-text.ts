/** CSV as text: cells quoted where they must be, lines of any number. */

export function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Lines per encoded piece: one text of millions of rows would be longer than a string may be. */
const PIECE_LINES = 10_000;

/** @param lines with their ends */
export function csvBytes(lines: Iterable<string>): Buffer {
  const pieces: Buffer[] = [];
  let piece = '';
  let count = 0;
  for (const line of lines) {
    piece += line;
    count += 1;
    if (count % PIECE_LINES !== 0) continue;
    pieces.push(Buffer.from(piece));
    piece = '';
  }
  return Buffer.concat([...pieces, Buffer.from(piece)]);
}
