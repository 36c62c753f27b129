/** What is asked of scoring, checked as far as the words alone tell. */
import { expectNotThere, expectWritableFile } from '../../core/files';
import { InputError } from '../../core/errors';
import { expectNotInput, type NamedPath } from '../../core/input-paths';
import { filesOf } from '../../dataset/read/files-of';
import { tableFormat, type TableFormat } from '../../dataset/read/table-format';
import { openCompany } from '../../profiles/tables/open-company';
import type { Exploration } from '../../decide/exploration';
import type { ComputingRequest } from './deciding-model';

export interface ScoreRequest extends ComputingRequest {
  /** A file of raw columns, a row for each customer, or a pattern of several. @default all customers of `company` */
  readonly data?: string | undefined;
  /** company.yaml: columns that enrich added in training are made of its tables as of `asOf`, where no file has them. */
  readonly company?: string | undefined;
  /** CSV or Parquet to write, by its ending. */
  readonly out: string;
  /** When all is decided, in the form of the log's times. @default what the column of times says */
  readonly asOf?: string | undefined;
  /** A log of earlier contacts as the model was trained on, or a pattern of several. */
  readonly history?: string | undefined;
  /** Trying what is not best. */
  readonly exploration?: Exploration | undefined;
  /** Most that may be spent on all rows together, in the units of the costs. */
  readonly budget?: string | undefined;
  /** `call=200` each: most contacts of a channel in all rows together. */
  readonly capacity?: readonly string[] | undefined;
  /** Of what is drawn, where it must be given, and of who comes first among equals. @default 1 */
  readonly seed?: number | undefined;
  /** Replace the file that `out` names. @default false */
  readonly overwrite?: boolean | undefined;
  /** Rows that are decided at once: changes nothing but speed and memory. */
  readonly batchRows?: number | undefined;
  /**
   * That decide beside this one, the same to the byte as this one alone.
   *
   * @default as many as there are cores, for files that are long enough
   */
  readonly threads?: number | undefined;
}

/** Files that are read, and the one that is written. */
export interface ScoreFiles {
  /** None: the rows are the customers of the company. */
  readonly data: readonly string[];
  readonly history: readonly string[];
  readonly out: string;
  readonly format: TableFormat;
}

async function companyPaths(company: string): Promise<NamedPath[]> {
  const { file, files } = await openCompany(company);
  return [file, ...Object.values(files).flat()].map((path) => ({ flag: '--company', path }));
}

/** @throws InputError if a file is not there, or the one to be written may not be */
export async function scoreFiles(request: ScoreRequest): Promise<ScoreFiles> {
  const { out, overwrite = false } = request;
  const format = tableFormat('--out', out);
  const { company } = request;
  if (request.data === undefined && company === undefined)
    throw new InputError(
      '--data: expected a file of customers, or --company, all of whose customers are meant, got neither',
    );
  const data = request.data === undefined ? [] : await filesOf(request.data);
  const history = request.history === undefined ? [] : await filesOf(request.history);
  expectNotInput(
    [{ flag: '--out', path: out }],
    [
      ...data.map((path) => ({ flag: '--data', path })),
      ...history.map((path) => ({ flag: '--history', path })),
      ...(company === undefined ? [] : await companyPaths(company)),
    ],
  );
  expectNotThere('--out', [out], overwrite);
  expectWritableFile(out);
  return { data, history, out, format };
}
