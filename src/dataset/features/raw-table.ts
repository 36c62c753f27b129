/** Files of raw columns, each row by itself, to what the network sees and what is barred. */
import type { ColumnReader } from '../read/columns';
import { readTable, tablePlace } from '../read/read-table';
import type { RawInputs } from './raw-inputs';
import { encodedTable, readersOfRows, type EncodedRows } from './raw-rows';

/**
 * @param beside readers of further columns
 * @param why the rows are not looked back on
 * @throws InputError with file, line, column, expectation and value
 */
export async function encodeTable(
  raw: RawInputs,
  files: readonly string[],
  actions: readonly string[],
  beside: readonly ColumnReader[],
  why: string,
): Promise<EncodedRows> {
  const { readers, wanted } = readersOfRows(raw, actions);
  const { encoding, separator } = raw.schema;
  const source = await readTable(files, [...wanted, ...beside], { encoding, separator });
  return encodedTable(source, readers, raw, actions, (row) => tablePlace(source, row), why);
}
