/**
 * The rows of files of any length, some thousand at a time: memory holds one batch of them. Cells and readers are those of
 * `readTable`, so that a cell means in both what it means in one.
 */
import { stat } from 'node:fs/promises';
import { InputError } from '../../core/errors';
import { fileError } from '../../core/files';
import type { CellBatch, ColumnReader } from './cells';
import { csvBatches, type CsvFormat } from './csv';
import { readTextBytes } from './csv-bytes';
import { expectUnchanged } from './file-bytes';
import { isParquet, parquetBatches } from './parquet';
import { tablePlace } from './read-table';
import { cellPlaces, RowSink, type PlacedBatch } from './row-sink';
import type { TableSource } from './table-source';

export interface TableBatch<Readers> extends Omit<TableSource, 'dataHash'> {
  /** What the rows were given to. */
  readonly readers: Readers;
  /** Bytes of all files that were read so far, packed ones where they are packed; null where the format does not say. */
  readonly bytesRead: number | null;
}

export interface BatchOptions extends CsvFormat {
  /** Of a batch; the last one of a file may have fewer. */
  readonly rows: number;
}

/** New readers for a batch, and all of them in one list. */
export type MakeReaders<Readers> = () => {
  readonly readers: Readers;
  readonly columns: readonly ColumnReader[];
};

/** Some of the rows, where they lie. */
function cutRows({ bytes, bounds, lines, width, numbers }: CellBatch, from: number, to: number): CellBatch {
  return {
    ...{ bytes, width, rows: to - from },
    bounds: bounds.subarray(from * (width + 1)),
    lines: lines.subarray(from, to),
    ...(numbers && {
      numbers: numbers.map(({ values, textAt }) => ({
        values: values.subarray(from, to),
        textAt: (row: number) => textAt(row + from),
      })),
    }),
  };
}

interface OpenFile {
  readonly pieces: AsyncIterable<PlacedBatch>;
  readonly bytesRead: () => number | null;
}

function openCsv(file: string, columns: readonly ColumnReader[], format: CsvFormat): OpenFile {
  const { encoding = 'utf-8', separator } = format;
  const text = readTextBytes(file, encoding);
  const names = columns.map(({ name }) => name);
  async function* pieces(): AsyncGenerator<PlacedBatch, undefined> {
    let places: readonly number[] | null = null;
    for await (const batch of csvBatches(file, text, names, separator)) {
      const { line, cells } = batch.header;
      places ??= cellPlaces(`${file}:${line}`, cells, columns);
      yield { batch, places };
    }
  }
  return { pieces: pieces(), bytesRead: text.bytesRead };
}

/** The batches of one file. */
async function* fileBatches<Readers>(
  file: string,
  make: MakeReaders<Readers>,
  { rows, ...format }: BatchOptions,
): AsyncGenerator<TableBatch<Readers>, undefined> {
  const isTable = await isParquet(file);
  const place = { files: [file], formats: [isTable ? 'parquet' : 'csv'], fileOf: null } as const;
  const begin = () => {
    const made = make();
    const placeOf = (line: number) => tablePlace({ ...place, lines: Int32Array.of(line) }, 0);
    return { ...made, sink: new RowSink(placeOf, made.columns, () => undefined) };
  };
  let open = begin();
  const { pieces, bytesRead } = isTable
    ? { pieces: parquetBatches(file, open.columns), bytesRead: () => null }
    : openCsv(file, open.columns, format);
  const take = (): TableBatch<Readers> => {
    const { readers, sink } = open;
    open = begin();
    return {
      ...place,
      rows: sink.lines.length,
      lines: sink.lines.toArray(),
      readers,
      bytesRead: bytesRead(),
    };
  };
  for await (const { batch, places } of pieces) {
    for (let from = 0; from < batch.rows;) {
      const to = Math.min(batch.rows, from + rows - open.sink.lines.length);
      open.sink.take(cutRows(batch, from, to), places);
      from = to;
      if (open.sink.lines.length === rows) yield take();
    }
  }
  if (open.sink.lines.length > 0) yield take();
}

/**
 * @param make readers of each batch: of columns with the same names, in the same order
 * @throws InputError with file, line, column, expectation and value; after the batches before that line
 */
export async function* tableBatches<Readers>(
  files: readonly string[],
  make: MakeReaders<Readers>,
  options: BatchOptions,
): AsyncGenerator<TableBatch<Readers>, undefined> {
  let before = 0;
  for (const file of files) {
    try {
      const stats = await stat(file);
      for await (const batch of fileBatches(file, make, options)) {
        const { bytesRead } = batch;
        yield { ...batch, bytesRead: bytesRead === null ? null : before + bytesRead };
      }
      await expectUnchanged(file, stats);
      before += stats.size;
    } catch (error) {
      throw error instanceof InputError ? error : fileError('read', file, error);
    }
  }
}
