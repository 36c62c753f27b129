/** Columns of a company's customers as of a moment, made as `enrich` made those that a model learned from. */
import { join } from 'node:path';
import { InputError, show } from '../../core/errors';
import { asInLog, type CustomerColumns } from '../../dataset/features/customer-columns';
import type { RawInputs } from '../../dataset/features/raw-inputs';
import { DAY } from '../../dataset/schema/lengths-of-time';
import type { RawColumn } from '../../dataset/contacts/contact-log';
import type { CustomersAsOf } from '../../profiles/asof/customers-as-of';
import { pastOf } from '../../profiles/asof/past';
import { customerModelNamed } from '../../profiles/models/list';
import type { SavedColumns } from '../../profiles/saved/saved-columns';
import { loadCustomerModel } from '../../profiles/saved/saved-model';
import { endingTables, type CompanyTables } from '../../profiles/tables/company-tables';
import { openCompany, type Company } from '../../profiles/tables/open-company';
import { expectAttached } from '../../store/attached-files';
import { endText } from '../../profiles/tables/table-ends';
import { windowOf } from '../customers/company-run';
import { expectSameClocks } from '../customers/moment-of';
import { readTables } from '../customers/read-tables';
import type { Host } from '../host';
import { PROFILE, type ColumnsOfModel, type MadeColumn } from './columns-of-model';

export interface CompanyColumnsRequest {
  /** company.yaml */
  readonly company: string;
  /** What happened at it, or later, is not known. */
  readonly moment: number;
  readonly raw: RawInputs;
  readonly wanted: ColumnsOfModel;
}

/** Plain data, so that a thread can make it for another. */
export interface CompanyColumns {
  /** Of whoever was known, as the log trained on has such columns. */
  readonly known: CustomerColumns;
  /** [customers] each: what the table of customers says itself, as of the moment */
  readonly attributes: readonly RawColumn[];
  /** company.yaml */
  readonly place: string;
  readonly asOf: string;
  /** Until when what was known was read by the fits. */
  readonly fittedUntil: string;
  readonly window: string;
  readonly made: readonly MadeColumn[];
  /** What should be heard of how old all that is, a line each. */
  readonly remarks: readonly string[];
}

/** In training each model was at most a month old. */
const OLD = 31 * DAY;

const iso = (moment: number) => new Date(moment).toISOString();
const days = (length: number) => `${Math.floor(length / DAY)} days`;

/** Tables that ended before the moment. Of one in which nothing ever happens, columns tell nothing. */
function ended({ ends }: CompanyTables, moment: number) {
  return endingTables.flatMap((table) => {
    const end = ends[table];
    return end === null || end.moment === -Infinity || end.moment >= moment ? [] : [{ table, end }];
  });
}

/** What may be unknown of the last window before a moment: a model takes what is not in the tables for silence. */
const UNKNOWN = 0.1;

/** @throws InputError for a table that ended longer before */
function expectNear(tables: CompanyTables, moment: number, window: number): void {
  for (const { table, end } of ended(tables, moment - UNKNOWN * window))
    throw new InputError(
      `--as-of (now where none is given): expected at most ${days(UNKNOWN * window)} after the end of each table, a tenth of the ${days(window)} that columns and models look at, got ${iso(moment)}, and ${tables.file} ${table} is known until ${endText(table, end)}`,
    );
}

function remarksOf(
  { until, models }: SavedColumns,
  columns: readonly MadeColumn[],
  tables: CompanyTables,
  moment: number,
): string[] {
  const used = models.map(({ model }) => model).filter((model) => columns.some(({ by }) => by === model));
  const age = moment - Date.parse(until);
  const fitted = `${used.join(', ')}: fitted on what was known until ${until}`;
  return [
    ...ended(tables, moment).map(
      ({ table, end }) =>
        `${tables.file} ${table}: known until ${endText(table, end)}; what happened in the ${((moment - end.moment) / DAY).toFixed(1)} days until ${iso(moment)} is not in the columns`,
    ),
    ...(used.length > 0 && age > OLD
      ? [
          `${fitted}, ${days(age)} before: where the log was enriched no fit was older than a month; enrich and train make newer ones`,
        ]
      : []),
    ...(used.length > 0 && age < 0
      ? [
          `${fitted}, later than ${iso(moment)}: they have seen some of what came of these customers; name a moment from then on`,
        ]
      : []),
  ];
}

/** What the models and the profile say, of the columns that are wanted. */
async function madeColumns(
  customers: CustomersAsOf,
  { folder, columns }: ColumnsOfModel,
): Promise<readonly RawColumn[]> {
  const byModels: RawColumn[] = [];
  for (const model of new Set(columns.map(({ by }) => by))) {
    if (model === PROFILE) continue;
    const { fitted } = await loadCustomerModel(join(folder, model), customerModelNamed(folder, model));
    byModels.push(...(await fitted.apply(customers)));
  }
  return columns.flatMap(({ name, by }) => {
    const from = by === PROFILE ? customers.columns : byModels;
    return from.find((column) => column.name === name) ?? [];
  });
}

function tablesOf({ files }: Company): string {
  return Object.entries(files)
    .flatMap(([table, paths]) => (paths.length === 0 ? [] : [table]))
    .join(', ');
}

/** Reading tables takes minutes, in which a training may save its model there. @throws InputError if one did */
function expectSameModel({ folder, files }: ColumnsOfModel): void {
  try {
    expectAttached(folder, files, 'the model');
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(
      `${folder}: expected what came with the model that was loaded, got others, as if another model had been saved there meanwhile; load it again (${error.message})`,
      { cause: error },
    );
  }
}

/** Those that are wanted. @throws InputError for tables of which they cannot be made */
async function expectMade(
  company: Company,
  customers: CustomersAsOf,
  wanted: ColumnsOfModel,
): Promise<readonly RawColumn[]> {
  const refuse = (what: string) =>
    new InputError(
      `${company.file}: expected tables as those that the log was enriched by, got ${tablesOf(company)}: ${what}`,
    );
  const made = await madeColumns(customers, wanted).catch((error: unknown) => {
    throw error instanceof InputError ? refuse(error.message) : error;
  });
  const lacking = wanted.columns.filter(({ name }) => !made.some((column) => column.name === name));
  if (lacking.length > 0)
    throw refuse(`of which no ${lacking.map(({ name }) => show(name)).join(', ')} is made`);
  return made;
}

/**
 * @returns a row for each customer of whom something was known before the moment
 * @throws InputError for what is wrong with company.yaml, a table or a row of it, or the moment
 */
export async function companyColumns(
  { company: file, moment, raw, wanted }: CompanyColumnsRequest,
  host: Host,
): Promise<CompanyColumns> {
  const { saved, columns } = wanted;
  const company = await openCompany(file);
  expectSameClocks('the model', saved, company);
  const tables = await readTables(company, [], host);
  const window = windowOf(saved.window);
  expectNear(tables, moment, window);
  const { products } = tables;
  // As for decisions of a log: each kind of product has its column, whoever bought it.
  const listed = { ...tables, products: products && { ...products, isListed: true } };
  const customers = pastOf(listed, moment, window).now();
  const made = await expectMade(company, customers, wanted);
  expectSameModel(wanted);
  const own = new Set(tables.attributes?.columns.map(({ name }) => name));
  return {
    attributes: customers.columns.filter(({ name }) => own.has(name)),
    known: asInLog(raw, { customers: customers.customers, columns: made }, file),
    ...{ place: file, asOf: iso(moment), fittedUntil: saved.until, window: saved.window, made: columns },
    remarks: remarksOf(saved, columns, tables, moment),
  };
}
