/**
 * Parquet files into columns, by way of CSV: texts become lines that the same readers take, so that a cell means in both
 * what it means in one; numbers go to readers of numbers as they are.
 */
import { stat } from 'node:fs/promises';
import { InputError } from '../../core/errors';
import { fileError } from '../../core/files';
import type { CellBatch, ColumnReader } from './cells';
import type { CsvSource, OnProgress } from './csv';
import { CsvTokens } from './csv-tokens';
import { expectUnchanged, firstBytes, hashFile } from './file-bytes';
import {
  openParquetEngine,
  withParquetEngine,
  type ParquetChunk,
  type ParquetEngine,
} from './parquet-engine';
import { columnsQuery, isNumber, rowsQuery, type ParquetColumn } from './parquet-query';
import { cellPlaces, RowSink, type PlacedBatch } from './row-sink';
import { parquetPlace } from './table-source';

export interface ParquetOptions {
  /** Told the rows read so far, every 10,000 rows and at the end. */
  readonly onProgress?: OnProgress | undefined;
}

const MAGIC = 'PAR1';

/** Whether a file begins as Parquet does. @throws InputError if it cannot be read */
export async function isParquet(file: string): Promise<boolean> {
  try {
    return (await firstBytes(file, MAGIC.length)).toString('latin1') === MAGIC;
  } catch (error) {
    throw fileError('read', file, error);
  }
}

async function columnsOf(engine: ParquetEngine, file: string): Promise<ParquetColumn[]> {
  const rows = await engine.rowsOf(columnsQuery(file));
  return rows.map(([name, type]) => ({ name: name!, type: type! }));
}

/** The columns of a Parquet file in their order. @throws InputError if it is none */
export async function parquetColumns(file: string): Promise<readonly ParquetColumn[]> {
  return withParquetEngine(file, (engine) => columnsOf(engine, file));
}

/** The rows that a query makes, numbered from 1 where a CSV file has lines; the first cell is no column's. */
async function* batchesOf(
  file: string,
  chunks: AsyncIterable<ParquetChunk>,
  width: number,
): AsyncGenerator<CellBatch, undefined> {
  const tokens = new CsvTokens({ separator: ',', lineEnd: '\n', skippedBytes: 0, firstLine: 0 });
  tokens.take(Buffer.from(`.${','.repeat(width)}\n`));
  let rows = 0;
  for await (const chunk of chunks) {
    const before = rows;
    const batch = tokens.take(Buffer.concat(chunk.lines));
    rows += batch.rows;
    yield {
      ...batch,
      numbers: chunk.numbers,
      lines: Int32Array.from({ length: batch.rows }, (_, row) => before + row + 1),
    };
    if (tokens.problem !== null)
      throw new InputError(`${file} row ${rows + 1}: expected a row of at most 4 MB, got a longer one`);
  }
  if (rows === 0) throw new InputError(`${file}: expected rows, got none`);
}

/**
 * The rows of a Parquet file, some thousand at a time, as readers of these columns take them.
 *
 * @param limit rows at most; all by default
 * @throws InputError if it is none, or lacks a column
 */
export async function* parquetBatches(
  file: string,
  readers: readonly ColumnReader[],
  limit?: number,
): AsyncGenerator<PlacedBatch, undefined> {
  const { engine, close } = await openParquetEngine(file);
  try {
    const columns = await columnsOf(engine, file);
    const names = columns.map(({ name }) => name);
    const wanted = cellPlaces(file, names, readers).map((place) => columns[place]!);
    const isDirect = wanted.map((column, i) => isNumber(column) && readers[i]!.appendNumbers !== undefined);
    const texts = wanted.filter((_, i) => !isDirect[i]!);
    const numbers = wanted.filter((_, i) => isDirect[i]!);
    // The first cell of a line is no column's, and numbers come behind the line.
    const places = wanted.map((column, i) =>
      isDirect[i]! ? 1 + texts.length + numbers.indexOf(column) : 1 + texts.indexOf(column),
    );
    const chunks = engine.chunksOf(rowsQuery(file, texts, numbers, limit));
    for await (const batch of batchesOf(file, chunks, texts.length)) yield { batch, places };
  } finally {
    close();
  }
}

/**
 * Gives the cells of the first rows to readers.
 *
 * @param limit rows at most; all by default
 * @throws InputError with file, row, column, expectation and value
 */
export async function takeParquet(
  file: string,
  readers: readonly ColumnReader[],
  sink: RowSink,
  limit?: number,
): Promise<void> {
  for await (const { batch, places } of parquetBatches(file, readers, limit)) sink.take(batch, places);
}

/**
 * Reads columns of a Parquet file: numbers and truth values as text has them, times in ISO form (moments in UTC), lists
 * as JSON, NULL as the empty cell.
 *
 * @param file path, also the place in messages, in which rows are numbered from 1
 * @param readers take the cells of their columns; columns without reader are not even read
 * @returns `lines`: [rows] number of each row
 * @throws InputError with file, row, column, expectation and value; the readers are then of no use
 */
export async function readParquet(
  file: string,
  readers: readonly ColumnReader[],
  { onProgress = () => undefined }: ParquetOptions = {},
): Promise<CsvSource> {
  const sink = new RowSink(
    (row) => parquetPlace(file, row),
    readers,
    (rows) => onProgress(rows, null),
  );
  try {
    const before = await stat(file);
    await takeParquet(file, readers, sink);
    const dataHash = await hashFile(file);
    await expectUnchanged(file, before);
    onProgress(sink.lines.length, null);
    return { rows: sink.lines.length, lines: sink.lines.toArray(), dataHash };
  } catch (error) {
    throw error instanceof InputError ? error : fileError('read', file, error);
  }
}
