/** Which row of its files each row of a log is: the same for every form of a file that has a row for each. */
import type { TableSource } from '../read/table-source';

export type PlacedRows = Pick<TableSource, 'rows' | 'files' | 'fileOf' | 'lines'>;

/** [files + 1] where the lines of each file begin if one file is laid behind the other; the last is where all end. */
function startsOf({ rows, files, fileOf, lines }: PlacedRows): Int32Array {
  const starts = new Int32Array(files.length + 1);
  for (let row = 0; row < rows; row += 1) {
    const after = (fileOf?.[row] ?? 0) + 1;
    starts[after] = Math.max(starts[after]!, lines[row]! + 1);
  }
  for (let file = 0; file < files.length; file += 1) starts[file + 1]! += starts[file]!;
  return starts;
}

/**
 * Counted, not sorted: logs may be long.
 *
 * @param log its rows in any order
 * @returns [rows] the row's number in the order of its files, from 0
 */
export function rowsInFiles(log: PlacedRows): Int32Array {
  const { rows, files, fileOf, lines } = log;
  const starts = startsOf(log);
  const placeOf = (row: number) => starts[fileOf?.[row] ?? 0]! + lines[row]!;
  // Where a row begins, and then how many begin before.
  const before = new Int32Array(starts[files.length]! + 1);
  for (let row = 0; row < rows; row += 1) before[placeOf(row) + 1] = 1;
  for (let place = 1; place < before.length; place += 1) before[place]! += before[place - 1]!;
  const numbers = new Int32Array(rows);
  for (let row = 0; row < rows; row += 1) numbers[row] = before[placeOf(row)]!;
  return numbers;
}
