/** The queries by which a Parquet file's rows become lines of CSV. */

export interface ParquetColumn {
  readonly name: string;
  /** As DuckDB names it, such as `DOUBLE` or `TIMESTAMP WITH TIME ZONE`. */
  readonly type: string;
}

/** Types of which no text needs quotes. */
const PLAIN = /^(BOOLEAN|U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$|FLOAT|DOUBLE|DECIMAL|DATE|TIME$)/;
/** Types that hold others: lists, maps, structures. */
const NESTED = /\]$|^(STRUCT|MAP|UNION)\(/;

/** The file as a table. Its name is a pattern to DuckDB; what old programs wrote as text is only marked as bytes. */
function tableOf(file: string): string {
  const pattern = file.replace(/[*?[]/g, '[$&]').replaceAll("'", "''");
  return `read_parquet('${pattern}', binary_as_string = true)`;
}

/** Asks for name and type of each column. */
export function columnsQuery(file: string): string {
  return `DESCRIBE SELECT * FROM ${tableOf(file)}`;
}

/** A cell as CSV has it; NULL is the empty one. */
function cellOf({ name, type }: ParquetColumn): string {
  const column = `"${name.replaceAll('"', '""')}"`;
  const quoted = (text: string) => `'"' || replace(CAST(${text} AS VARCHAR), '"', '""') || '"'`;
  const iso = (time: string) => `replace(CAST(${time} AS VARCHAR), ' ', 'T')`;
  if (type === 'TIMESTAMP WITH TIME ZONE') return `${iso(`make_timestamp(epoch_us(${column}))`)} || 'Z'`;
  if (type.startsWith('TIMESTAMP')) return iso(column);
  if (NESTED.test(type)) return quoted(`to_json(${column})`);
  return PLAIN.test(type) ? `CAST(${column} AS VARCHAR)` : quoted(column);
}

/**
 * Asks for the rows as lines of CSV, in bytes. The first cell is filled, so that no row is blank.
 *
 * @param limit rows at most
 */
export function linesQuery(file: string, columns: readonly ParquetColumn[], limit?: number): string {
  const cells = columns.map((column) => `',', ${cellOf(column)}`);
  const rows = limit === undefined ? '' : ` LIMIT ${limit}`;
  return `SELECT encode(concat('.', ${[...cells, 'chr(10)'].join(', ')})) FROM ${tableOf(file)}${rows}`;
}
