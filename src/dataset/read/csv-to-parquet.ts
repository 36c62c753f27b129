/** A file of CSV that we wrote ourselves, as Parquet. */
import { fileError } from '../../core/files';
import { withParquetEngine } from './parquet-engine';

export interface TypedColumn {
  readonly name: string;
  /** As DuckDB names it. */
  readonly type: string;
}

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

/**
 * @param csv with a header, of these columns; an empty cell is NULL
 * @throws InputError if the Parquet file cannot be written, or there is no engine on this machine
 */
export async function csvToParquet(csv: string, out: string, columns: readonly TypedColumn[]): Promise<void> {
  // Its name would be a pattern.
  const file = csv.replace(/[*?[]/g, '[$&]');
  const types = columns.map(({ name, type }) => `${quoted(name)}: ${quoted(type)}`).join(', ');
  const rows = `read_csv(${quoted(file)}, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', columns = {${types}})`;
  await withParquetEngine(out, async (engine) => {
    try {
      await engine.run(`COPY (SELECT * FROM ${rows}) TO ${quoted(out)} (FORMAT parquet, COMPRESSION zstd)`);
    } catch (error) {
      throw fileError('write', out, error);
    }
  });
}
