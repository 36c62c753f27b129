/** The first rows of a CSV file, whatever its columns are called: for a look at a file that no schema describes yet. */
import { InputError } from '../../core/errors';
import { fileError } from '../../core/files';
import { readCsv, type CsvOptions } from '../read/csv';
import { readTextBytes } from '../read/csv-bytes';
import { dialectOf, separators, type Separator } from '../read/csv-dialect';
import type { ColumnReader } from '../read/columns';

export interface SampleOptions extends Pick<CsvOptions, 'encoding' | 'separator'> {
  /** How many rows to look at. @default 100,000 */
  readonly rows?: number | undefined;
}

export interface Sample<Reader extends ColumnReader> {
  readonly rows: number;
  /** Whether the file goes on after these rows. */
  readonly isPart: boolean;
  /** Those of the columns that can be told from others by their names. */
  readonly readers: readonly Reader[];
  /** Places, counted from 1, of columns without a name. */
  readonly unnamed: readonly number[];
  /** Names that several columns have. */
  readonly repeated: readonly string[];
}

const SAMPLE_ROWS = 100_000;

/** Cells of a line, without quotes around them. */
function cellsOf(line: string, separator: string): string[] {
  const between = separator === '|' ? '\\|' : separator;
  const cell = new RegExp(`(?:"((?:[^"]|"")*)"|([^${between}]*))(?:${between}|$)`, 'gy');
  return Array.from(line.matchAll(cell), ([, quoted, bare = '']) =>
    (quoted?.replaceAll('""', '"') ?? bare).trim(),
  ).slice(0, line.endsWith(separator) ? undefined : -1);
}

/** The names in the header, as many as one of the separators finds. */
async function headerOf(file: string, { encoding = 'utf-8', separator }: SampleOptions) {
  const { pieces } = readTextBytes(file, encoding);
  const { value: head = Buffer.alloc(0) } = await pieces.next();
  await pieces.return(undefined);
  const said = dialectOf(head, [], separator);
  const text = head
    .subarray(said.skippedBytes)
    .toString('utf8')
    .replace(/^\ufeff/, '');
  const line = /[^\r\n]+/.exec(text)?.[0] ?? '';
  const declared = separator ?? (said.skippedBytes > 0 ? (said.separator as Separator) : undefined);
  const tried = declared === undefined ? separators : [declared];
  const found = tried.map((one) => ({ separator: one, names: cellsOf(line, one) }));
  return found.reduce((best, one) => (one.names.length > best.names.length ? one : best));
}

/** Told apart from what goes wrong while a file is read. */
class EnoughRows extends Error {}

/** Stops reading after so many rows, before any other reader has seen the next one. */
class RowLimit implements ColumnReader {
  readonly name: string;
  readonly #limit: number;
  rows = 0;

  constructor(name: string, limit: number) {
    this.name = name;
    this.#limit = limit;
  }

  append(): null {
    if (this.rows === this.#limit) throw new EnoughRows();
    this.rows += 1;
    return null;
  }
}

/**
 * Reads the first rows of a file.
 *
 * @param makeReader of a column, by its name
 * @throws InputError if the file cannot be read, or has no column with a name of its own
 */
export async function sampleFile<Reader extends ColumnReader>(
  file: string,
  makeReader: (name: string) => Reader,
  options: SampleOptions = {},
): Promise<Sample<Reader>> {
  const { rows: wanted = SAMPLE_ROWS, encoding } = options;
  const { names, separator } = await headerOf(file, options).catch((error: unknown) => {
    throw error instanceof InputError ? error : fileError('read', file, error);
  });
  const repeated = [...new Set(names.filter((name, at) => name !== '' && names.indexOf(name) < at))];
  const readers = names.filter((name) => name !== '' && !repeated.includes(name)).map(makeReader);
  if (readers.length === 0) {
    throw new InputError(`${file}:1: expected columns with names of their own, got none`);
  }
  const limit = new RowLimit(readers[0]!.name, wanted);
  let isPart = false;
  try {
    await readCsv(file, [limit, ...readers], { encoding, separator });
  } catch (error) {
    isPart = error instanceof InputError && error.cause instanceof EnoughRows;
    if (!isPart) throw error;
  }
  const unnamed = names.flatMap((name, at) => (name === '' ? [at + 1] : []));
  return { rows: limit.rows, isPart, readers, unnamed, repeated };
}
