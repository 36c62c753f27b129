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

/** Types of which every number is a double, or becomes the one that its digits would. */
const NUMBER = /^(U?(TINY|SMALL|BIG)?INT(EGER)?|FLOAT|DOUBLE)$/;

/** Whether a column can be had as doubles. */
export function isNumber({ type }: ParquetColumn): boolean {
  return NUMBER.test(type);
}

const quotedName = ({ name }: ParquetColumn) => `"${name.replaceAll('"', '""')}"`;

/** A cell as CSV has it; NULL is the empty one. */
function cellOf(wanted: ParquetColumn): string {
  const { type } = wanted;
  const column = quotedName(wanted);
  const quoted = (text: string) => `'"' || replace(CAST(${text} AS VARCHAR), '"', '""') || '"'`;
  const iso = (time: string) => `replace(CAST(${time} AS VARCHAR), ' ', 'T')`;
  if (type === 'TIMESTAMP WITH TIME ZONE') return `${iso(`make_timestamp(epoch_us(${column}))`)} || 'Z'`;
  if (type.startsWith('TIMESTAMP')) return iso(column);
  if (NESTED.test(type)) return quoted(`to_json(${column})`);
  return PLAIN.test(type) ? `CAST(${column} AS VARCHAR)` : quoted(column);
}

/**
 * Asks for rows: first their texts as a line of CSV, in bytes, of which the first cell is filled so that no row is
 * blank; then their numbers as doubles.
 *
 * @param limit rows at most
 */
export function rowsQuery(
  file: string,
  texts: readonly ParquetColumn[],
  numbers: readonly ParquetColumn[],
  limit?: number,
): string {
  const cells = texts.map((column) => `',', ${cellOf(column)}`);
  const line = `encode(concat('.', ${[...cells, 'chr(10)'].join(', ')}))`;
  const doubles = numbers.map((column) => `CAST(${quotedName(column)} AS DOUBLE)`);
  const rows = limit === undefined ? '' : ` LIMIT ${limit}`;
  return `SELECT ${[line, ...doubles].join(', ')} FROM ${tableOf(file)}${rows}`;
}
