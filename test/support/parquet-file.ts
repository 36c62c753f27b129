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
