/** What a file holds, for those who do not know yet: its columns, and its first rows as text. */
import { InputError } from '../../core/errors';
import { fileError } from '../../core/files';
import { cellAt, type CellBatch, type ColumnReader } from './cells';
import { csvBatches, type CsvFormat } from './csv';
import { readTextBytes } from './csv-bytes';
import { isParquet, parquetColumns, takeParquet } from './parquet';
import { RowSink } from './row-sink';
import { parquetPlace } from './table-source';

/** One column of a file. */
export interface SampleColumn {
  readonly name: string;
  /** As Parquet declares it, such as `DOUBLE`; null in CSV, which declares none. */
  readonly type: string | null;
  /** [rows] */
  readonly cells: readonly string[];
}

export interface SampleOptions extends CsvFormat {
  /** The first rows of the file, at most. */
  readonly rows: number;
  /** Names that the header should have, by which the separator is found. */
  readonly columns?: readonly string[] | undefined;
}

/** The names of a file's columns, in their order. @throws InputError if it has none, or cannot be read */
export async function readHeader(
  file: string,
  format: CsvFormat & Pick<SampleOptions, 'columns'> = {},
): Promise<readonly string[]> {
  return (await sampleColumns(file, { ...format, rows: 0 })).map(({ name }) => name);
}

/** The first rows of a file, column by column. @throws InputError if it cannot be read */
export async function sampleColumns(file: string, options: SampleOptions): Promise<readonly SampleColumn[]> {
  return (await isParquet(file)) ? sampleParquet(file, options.rows) : sampleCsv(file, options);
}

/** Keeps the cells as they are. */
class TextColumn implements ColumnReader {
  readonly name: string;
  readonly cells: string[] = [];

  constructor(name: string) {
    this.name = name;
  }

  append(cell: string): null {
    this.cells.push(cell);
    return null;
  }
}

async function sampleParquet(file: string, rows: number): Promise<readonly SampleColumn[]> {
  const columns = await parquetColumns(file);
  const readers = columns.map(({ name }) => new TextColumn(name));
  const sink = new RowSink(
    (row) => parquetPlace(file, row),
    readers,
    () => undefined,
  );
  if (rows > 0) await takeParquet(file, readers, sink, rows);
  return readers.map(({ name, cells }, i) => ({ name, type: columns[i]!.type, cells }));
}

function rowsOf(batch: CellBatch, limit: number): string[][] {
  return Array.from({ length: Math.min(batch.rows, limit) }, (_row, row) =>
    Array.from({ length: batch.width }, (_cell, column) => cellAt(batch, row, column)),
  );
}

async function sampleCsv(
  file: string,
  { rows, columns = [], encoding = 'utf-8', separator }: SampleOptions,
): Promise<readonly SampleColumn[]> {
  const found: string[][] = [];
  let names: readonly string[] = [];
  try {
    for await (const batch of csvBatches(file, readTextBytes(file, encoding), columns, separator)) {
      names = batch.header.cells;
      found.push(...rowsOf(batch, rows - found.length));
      if (found.length === rows) break;
    }
  } catch (error) {
    throw error instanceof InputError ? error : fileError('read', file, error);
  }
  return names.map((name, i) => ({ name: name.trim(), type: null, cells: found.map((row) => row[i]!) }));
}
