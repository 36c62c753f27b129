/** Profiles as a file: CSV, or Parquet made of that. */
import { closeSync, openSync, rmSync } from 'node:fs';
import { csvCell } from '../../core/csv-text';
import { writeFully } from '../../core/files';
import type { RawColumn } from '../../dataset/contacts/contact-log';
import { csvToParquet, type TypedColumn } from '../../dataset/read/csv-to-parquet';
import type { ProfileTable } from '../../profiles/profile/profile-table';

/** Of the customers. */
const CUSTOMER = 'customer';

/** Rows that are written at once. */
const PIECE = 10_000;

/** Text of a row's cell; empty where nothing is known. */
function cellsOf(column: RawColumn): (row: number) => string {
  if (column.kind === 'category') {
    const cells = column.names.map(csvCell);
    return (row) => (column.codes[row]! < 0 ? '' : cells[column.codes[row]!]!);
  }
  const { values } = column;
  return (row) => (Number.isNaN(values[row]) ? '' : String(values[row]));
}

function typedColumns({ columns }: ProfileTable): TypedColumn[] {
  return [
    { name: CUSTOMER, type: 'VARCHAR' },
    ...columns.map(({ name, kind }) => ({ name, type: kind === 'category' ? 'VARCHAR' : 'DOUBLE' })),
  ];
}

function pieceOf(
  customers: readonly string[],
  cells: readonly ((row: number) => string)[],
  first: number,
): string {
  const end = Math.min(customers.length, first + PIECE);
  let text = '';
  for (let row = first; row < end; row += 1) {
    text += csvCell(customers[row]!);
    for (const cell of cells) text += `,${cell(row)}`;
    text += '\n';
  }
  return text;
}

/**
 * @param tell told the rows written so far; says whether to stop
 * @returns null if it was stopped
 * @throws what the file system says
 */
async function writeCsv(
  file: string,
  profiles: ProfileTable,
  tell: (rows: number) => Promise<boolean>,
): Promise<true | null> {
  const { customers, columns } = profiles;
  const cells = columns.map(cellsOf);
  const handle = openSync(file, 'w');
  try {
    writeFully(handle, `${[CUSTOMER, ...columns.map(({ name }) => csvCell(name))].join(',')}\n`);
    for (let first = 0; first < customers.length; first += PIECE) {
      writeFully(handle, pieceOf(customers, cells, first));
      if (await tell(Math.min(customers.length, first + PIECE))) return null;
    }
  } finally {
    closeSync(handle);
  }
  return true;
}

/**
 * Writes `customer` and every column, in the order of the profiles.
 *
 * @param tell told the rows written so far; says whether to stop
 * @returns null if it was stopped
 * @throws InputError, or what the file system says
 */
export async function writeProfiles(
  out: string,
  format: 'csv' | 'parquet',
  profiles: ProfileTable,
  tell: (rows: number) => Promise<boolean>,
): Promise<true | null> {
  const csv = format === 'csv' ? out : `${out}.csv`;
  try {
    const written = await writeCsv(csv, profiles, tell);
    if (written !== null && format === 'parquet') await csvToParquet(csv, out, typedColumns(profiles));
    return written;
  } finally {
    if (csv !== out) rmSync(csv, { force: true });
  }
}
