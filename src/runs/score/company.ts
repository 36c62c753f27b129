/** Columns that `score --company` makes of a company's tables, and those that the file has. */
import { stat } from 'node:fs/promises';
import { InputError, show } from '../../core/errors';
import type { RawColumn } from '../../dataset/contacts/contact-log';
import type { RawInputs } from '../../dataset/features/raw-inputs';
import { readHeader } from '../../dataset/read/sample';
import { chosenCells } from '../../profiles/asof/customers-as-of';
import { askedOfRows } from '../company-columns/asked-of-rows';
import { companyColumns, type CompanyColumns } from '../company-columns/company-columns';
import { columnsOfModel, enrichedColumnsOf, namesOf, whyLacking } from '../company-columns/columns-of-model';
import type { Host } from '../host';
import type { DecidingModel } from './deciding-model';

/** What was made of a company, and what was given. */
export interface ScoredCompany extends Omit<CompanyColumns, 'known' | 'attributes' | 'place' | 'gone'> {
  /** Columns that enrich added in training, taken from the file as it has them. */
  readonly given: readonly string[];
  /** Columns that the table of customers has, where these are the rows. */
  readonly own: readonly string[];
  /** Customers of the company of whom something was known. */
  readonly customers: number;
  /** Whether they are the rows, and not those of a file. */
  readonly areRows: boolean;
  /** Of them, those left out as the contact log calls them gone; null where rows are of a file, or it says of nobody. */
  readonly gone: number | null;
}

export interface CompanyOfScore {
  readonly columns: CompanyColumns;
  readonly given: readonly string[];
  /** [customers] each, where there is no file */
  readonly cells: readonly RawColumn[];
  readonly areRows: boolean;
  /** Customers left out; null where nobody could be. */
  readonly gone: number | null;
}

/** Of the columns that enrich added, those of the files. @throws InputError for files that differ in them, or a pipe */
async function givenColumns(files: readonly string[], raw: RawInputs): Promise<readonly string[]> {
  const { encoding, separator, features = {} } = raw.schema;
  const added = enrichedColumnsOf(raw);
  let first: readonly string[] | null = null;
  for (const file of files) {
    const stats = await stat(file).catch(() => null);
    if (stats !== null && !stats.isFile())
      throw new InputError(
        `--data: expected files, whose columns --company needs to know before it reads them, got ${file}`,
      );
    const header = await readHeader(file, { encoding, separator, columns: Object.keys(features) });
    const given = added.filter((name) => header.includes(name));
    first ??= given;
    const other = added.find((name) => first!.includes(name) !== given.includes(name));
    if (other !== undefined)
      throw new InputError(`${file} ${other}: expected in all files or in none, as in ${files[0]!}`);
  }
  return first ?? [];
}

/**
 * What the rows have beside what is made, where they are the customers themselves: what their table says of them.
 *
 * @param asked of the rows; none of those of a file
 * @throws InputError for columns that it does not have
 */
function ownCells(
  asked: readonly string[],
  { attributes, place }: Pick<CompanyColumns, 'attributes' | 'place'>,
): readonly RawColumn[] {
  const cells = asked.map((name) => [name, attributes.find((column) => column.name === name)] as const);
  const lacking = cells.flatMap(([name, column]) => (column === undefined ? [show(name)] : []));
  if (lacking.length > 0)
    throw new InputError(
      `--data: expected a file with ${lacking.join(', ')}, which the model asks for and the customers of ${place} do not have, got none`,
    );
  return cells.map(([, column]) => column!);
}

type Rows = Pick<CompanyOfScore, 'columns' | 'cells' | 'gone'>;

/** Without those who have left for good: nothing can be done with them. @throws InputError if nobody is left */
function withoutGone(columns: CompanyColumns, cells: readonly RawColumn[]): Rows {
  const { gone, known, place, asOf } = columns;
  if (gone === null) return { columns, cells, gone };
  const rows = Int32Array.from(gone.keys()).filter((row) => gone[row] !== 1);
  if (rows.length === 0)
    throw new InputError(
      `--data: expected a file of whom to decide on, as the contact log of ${place} calls all its customers gone by ${asOf}, got none`,
    );
  const chosen = (all: readonly RawColumn[]) => all.map((column) => chosenCells(column, rows));
  const customers = Array.from(rows, (row) => known.customers[row]!);
  return {
    columns: { ...columns, known: { customers, columns: chosen(known.columns) } },
    cells: chosen(cells),
    gone: gone.length - rows.length,
  };
}

export interface CompanyOfScoreRequest {
  /** company.yaml */
  readonly company: string;
  readonly files: readonly string[];
  /** When all is decided; undefined where nobody said it. */
  readonly now: number | undefined;
  readonly hasHistory: boolean;
}

/** @throws InputError for what is wrong with the model, the moment, the company or the files */
export async function companyOfScore(
  { company, files, now, hasHistory }: CompanyOfScoreRequest,
  open: DecidingModel,
  raw: RawInputs,
  host: Host,
): Promise<CompanyOfScore> {
  const given = await givenColumns(files, raw);
  const wanted = columnsOfModel(open, new Set(given));
  const why = whyLacking(wanted);
  if (why !== null) throw new InputError(`--data: expected columns ${why}, got none`);
  if (now === undefined)
    throw new InputError(
      '--as-of: expected with --company, the moment as of which customers are told of, got none',
    );
  const asked = files.length > 0 ? [] : askedOfRows(raw, open.model.actions, namesOf(wanted), hasHistory);
  const columns = await companyColumns({ company, moment: now, raw, wanted, asked }, host);
  const cells = ownCells(asked, columns);
  for (const remark of columns.remarks) host.logger.warn(remark);
  if (files.length > 0) return { columns, given, cells, areRows: false, gone: null };
  return { ...withoutGone(columns, cells), given, areRows: true };
}

export function scoredCompany({ columns, given, cells, areRows, gone }: CompanyOfScore): ScoredCompany {
  const { known, attributes: _, place: __, gone: ___, ...facts } = columns;
  const customers = known.customers.length + (gone ?? 0);
  return { ...facts, given, own: cells.map(({ name }) => name), customers, areRows, gone };
}
