/** DuckDB, in memory, for as long as one Parquet file is read; loaded only when one is met. */
import type {
  DuckDBBlobValue,
  DuckDBConnection,
  DuckDBDataChunk,
  DuckDBDoubleVector,
} from '@duckdb/node-api';
import { InputError } from '../../core/errors';
import type { NumberCells } from './cells';

/** Of memory, of the disk, and of the network, from which it would fetch what it lacks. */
const LIMITS = {
  ...{ memory_limit: '1GB', temp_directory: '' },
  ...{ autoinstall_known_extensions: 'false', autoload_known_extensions: 'false' },
};

export interface ParquetEngine {
  /** Rows of a query's answer, as text. */
  rowsOf(query: string): Promise<readonly (readonly string[])[]>;
  /** A query's answer, some thousand rows at a time: a column of bytes, and others of doubles. */
  chunksOf(query: string): AsyncGenerator<ParquetChunk, undefined>;
  /** Does what a query asks for, such as to write a file. @throws what the engine says */
  run(query: string): Promise<void>;
}

export interface ParquetChunk {
  /** [rows] */
  readonly lines: readonly Uint8Array[];
  /** [columns] */
  readonly numbers: readonly NumberCells[];
}

/** NULL, which the engine marks beside the values, becomes NaN; its text tells it from one that was there. */
function numbersOf(chunk: DuckDBDataChunk, column: number): NumberCells {
  const vector = chunk.getColumnVector(column) as DuckDBDoubleVector;
  const values = new Float64Array(chunk.rowCount);
  for (let row = 0; row < values.length; row += 1) values[row] = vector.getItem(row) ?? NaN;
  return { values, textAt: (row) => String(vector.getItem(row) ?? '') };
}

/** It comes with a library for each kind of machine, and there may be none for this one. */
async function load(file: string) {
  try {
    return await import('@duckdb/node-api');
  } catch (error) {
    throw new InputError(
      `${file}: expected CSV, as Parquet cannot be read on this machine: @duckdb/node-api does not load; convert it to CSV`,
      { cause: error },
    );
  }
}

/** Whatever it cannot do is taken for a fault of the file. */
async function answered<Answer>(file: string, answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    const [reason = ''] = (error as Error).message.split('\n');
    throw new InputError(`${file}: expected a whole Parquet file, got ${reason}`, { cause: error });
  }
}

async function* streamed(
  file: string,
  connection: DuckDBConnection,
  query: string,
): AsyncGenerator<ParquetChunk, undefined> {
  const result = await answered(file, connection.stream(query));
  for (;;) {
    const chunk = await answered(file, result.fetchChunk());
    if (chunk === null || chunk.rowCount === 0) return;
    yield {
      lines: chunk.getColumnValues(0).map((value) => (value as DuckDBBlobValue).bytes),
      numbers: Array.from({ length: chunk.columnCount - 1 }, (_, i) => numbersOf(chunk, i + 1)),
    };
  }
}

/** An engine, until it is closed. @param file for messages @throws InputError if there is none on this machine */
export async function openParquetEngine(
  file: string,
): Promise<{ readonly engine: ParquetEngine; readonly close: () => void }> {
  const { DuckDBInstance } = await load(file);
  const instance = await DuckDBInstance.create(':memory:', LIMITS);
  const close = () => instance.closeSync();
  try {
    const connection = await instance.connect();
    const engine: ParquetEngine = {
      rowsOf: async (query) => {
        const answer = await answered(file, connection.runAndReadAll(query));
        return answer.getRows().map((row) => row.map(String));
      },
      chunksOf: (query) => streamed(file, connection, query),
      run: async (query) => void (await connection.run(query)),
    };
    return { engine, close };
  } catch (error) {
    close();
    throw error;
  }
}

/**
 * Opens the engine while `use` uses it.
 *
 * @param file for messages
 * @throws InputError if there is none on this machine, or it does not understand the file
 */
export async function withParquetEngine<Result>(
  file: string,
  use: (engine: ParquetEngine) => Promise<Result>,
): Promise<Result> {
  const { engine, close } = await openParquetEngine(file);
  try {
    return await use(engine);
  } finally {
    close();
  }
}
