/** The rows of a log with what was added to them, in the order of its files. */
import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { csvCell } from '../../core/csv-text';
import { writeFully } from '../../core/files';
import type { RawColumn } from '../../dataset/contacts/contact-log';
import { csvToParquet } from '../../dataset/read/csv-to-parquet';
import type { TableFormat } from '../../dataset/read/table-format';
import type { EnrichedFiles } from './enriched-files';
import type { DecisionRows } from './read-decisions';

/** Rows that are written at once. */
const PIECE = 10_000;

type Cells = (row: number) => string;

function givenCells(column: DecisionRows['columns'][number]): Cells {
  const cells = column.names().map(csvCell);
  const codes = column.codes();
  return (row) => cells[codes[row]!]!;
}

/** @param decimal point of the log's numbers */
function addedCells(column: RawColumn, decimal: '.' | ','): Cells {
  if (column.kind === 'category') {
    const cells = column.names.map(csvCell);
    return (row) => (column.codes[row]! < 0 ? '' : cells[column.codes[row]!]!);
  }
  const { values } = column;
  const text = (value: number) =>
    decimal === '.' ? String(value) : csvCell(String(value).replace('.', ','));
  return (row) => (Number.isNaN(values[row]) ? '' : text(values[row]!));
}

async function writeCsv(
  file: string,
  header: string,
  cells: readonly Cells[],
  rows: number,
  tell: (rows: number) => Promise<boolean>,
): Promise<true | null> {
  const handle = openSync(file, 'w');
  try {
    writeFully(handle, header);
    for (let first = 0; first < rows; first += PIECE) {
      const end = Math.min(rows, first + PIECE);
      let text = '';
      for (let row = first; row < end; row += 1) {
        for (let j = 0; j < cells.length; j += 1) text += `${j === 0 ? '' : ','}${cells[j]!(row)}`;
        text += '\n';
      }
      writeFully(handle, text);
      if (await tell(end)) return null;
    }
  } finally {
    closeSync(handle);
  }
  return true;
}

/**
 * @param files to write; who calls gives temporary names
 * @param tell told the rows written so far; says whether to stop
 * @returns null if it was stopped
 * @throws InputError, or what the file system says
 */
export async function writeEnriched(
  files: Pick<EnrichedFiles, 'out' | 'schema'>,
  format: TableFormat,
  { columns, rows, schema }: DecisionRows,
  added: readonly RawColumn[],
  schemaText: string,
  tell: (rows: number) => Promise<boolean>,
): Promise<true | null> {
  const csv = format === 'csv' ? files.out : `${files.out}.csv`;
  // Parquet has numbers, which need no point.
  const decimal = format === 'csv' ? schema.decimal : '.';
  const cells = [...columns.map(givenCells), ...added.map((column) => addedCells(column, decimal))];
  const header = `${[...columns, ...added].map(({ name }) => csvCell(name)).join(',')}\n`;
  try {
    const written = await writeCsv(csv, header, cells, rows, tell);
    if (written === null) return null;
    if (format === 'parquet')
      await csvToParquet(csv, files.out, [
        ...columns.map(({ name }) => ({ name, type: 'VARCHAR' })),
        ...added.map(({ name, kind }) => ({ name, type: kind === 'category' ? 'VARCHAR' : 'DOUBLE' })),
      ]);
    writeFileSync(files.schema, schemaText);
    return written;
  } finally {
    if (csv !== files.out) rmSync(csv, { force: true });
  }
}
