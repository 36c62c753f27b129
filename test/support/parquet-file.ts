/** Writes Parquet files for tests. */
import { DuckDBInstance } from '@duckdb/node-api';

/** @param query in SQL, of the rows to write */
export async function writeParquet(file: string, query: string): Promise<string> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`COPY (${query}) TO '${file.replaceAll("'", "''")}' (FORMAT parquet)`);
  instance.closeSync();
  return file;
}

/** The rows of a Parquet file by the names of its columns. */
export async function parquetRows(file: string): Promise<Record<string, unknown>[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const answer = await connection.runAndReadAll(
    `SELECT * FROM read_parquet('${file.replaceAll("'", "''")}')`,
  );
  const rows = answer.getRowObjects();
  instance.closeSync();
  return rows;
}
