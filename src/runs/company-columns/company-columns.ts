/** Columns of a company's customers as of a moment, made as `enrich` made those that a model learned from. */
import { join } from 'node:path';
import { InputError, show } from '../../core/errors';
import { momentText } from '../../core/moment-text';
import { asInLog, type CustomerColumns } from '../../dataset/features/customer-columns';
import type { RawInputs } from '../../dataset/features/raw-inputs';
import { DAY } from '../../dataset/schema/lengths-of-time';
import type { RawColumn } from '../../dataset/contacts/contact-log';
import { numbersOf, type CustomersAsOf } from '../../profiles/asof/customers-as-of';
import { GONE } from '../../profiles/asof/engaged';
import { pastOf } from '../../profiles/asof/past';
import type { FittedModel } from '../../profiles/customer-model';
import { customerModelNamed } from '../../profiles/models/list';
import { loadCustomerModel } from '../../profiles/saved/saved-model';
import { openCompany, type Company } from '../../profiles/tables/open-company';
import { expectAttached } from '../../store/attached-files';
import { windowOf } from '../customers/company-run';
import { expectSameClocks } from '../customers/moment-of';
import { readTables } from '../customers/read-tables';
import type { Host } from '../host';
import { PROFILE, type ColumnsOfModel, type MadeColumn } from './columns-of-model';
import { endRemarks, expectNear, tablesAsked } from './tables-asked';

export interface CompanyColumnsRequest {
  /** company.yaml */
  readonly company: string;
  /** What happened at it, or later, is not known. */
  readonly moment: number;
  readonly raw: RawInputs;
  readonly wanted: ColumnsOfModel;
  /** Beside them: columns that the table of customers may say of rows itself. */
  readonly asked: readonly string[];
}

/** Plain data, so that a thread can make it for another. */
export interface CompanyColumns {
  /** Of whoever was known, as the log trained on has such columns. */
  readonly known: CustomerColumns;
  /** [customers] each: of what was asked, what the table of customers says itself, as of the moment */
  readonly attributes: readonly RawColumn[];
  /** [customers] 1 where the contact log had called them gone by the moment; null where it says of nobody */
  readonly gone: Float64Array | null;
  /** company.yaml */
  readonly place: string;
  readonly asOf: string;
  /** Until when what was known was read by the fits. */
  readonly fittedUntil: string;
  /** Of the company. */
  readonly timeZone: string;
  readonly window: string;
  readonly made: readonly MadeColumn[];
  /** What should be heard of how old all that is, a line each. */
  readonly remarks: readonly string[];
}

/** In training each model was at most a month old. */
const OLD = 31 * DAY;

/** Customer models whose columns are wanted, as they were fitted. */
async function fitsOf({ folder, columns }: ColumnsOfModel): Promise<readonly FittedModel[]> {
  const names = new Set(columns.flatMap(({ by }) => (by === PROFILE ? [] : by)));
  const fits: FittedModel[] = [];
  for (const name of names) {
    const { fitted } = await loadCustomerModel(join(folder, name), customerModelNamed(folder, name));
    fits.push(fitted);
  }
  return fits;
}

/** Of the models whose columns are wanted. */
function ageRemarks(
  { saved: { until, models, timeZone }, columns }: ColumnsOfModel,
  moment: number,
): string[] {
  const used = models.map(({ model }) => model).filter((model) => columns.some(({ by }) => by === model));
  if (used.length === 0) return [];
  const age = moment - Date.parse(until);
  const fitted = `${used.join(', ')}: fitted on what was known until ${momentText(Date.parse(until), timeZone)}`;
  if (age > OLD)
    return [
      `${fitted}, ${Math.floor(age / DAY)} days before: where the log was enriched no fit was older than a month; enrich and train make newer ones`,
    ];
  if (age < 0)
    return [
      `${fitted}, later than ${momentText(moment, timeZone)}: they have seen some of what came of these customers; name a moment from then on`,
    ];
  return [];
}

/** What the models and the profile say, of the columns that are wanted. */
async function madeColumns(
  customers: CustomersAsOf,
  { columns }: ColumnsOfModel,
  fits: readonly FittedModel[],
): Promise<readonly RawColumn[]> {
  const byModels: RawColumn[] = [];
  for (const fitted of fits) byModels.push(...(await fitted.apply(customers)));
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
  fits: readonly FittedModel[],
): Promise<readonly RawColumn[]> {
  const refuse = (what: string) =>
    new InputError(
      `${company.file}: expected tables as those that the log was enriched by, got ${tablesOf(company)}: ${what}`,
    );
  const made = await madeColumns(customers, wanted, fits).catch((error: unknown) => {
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
export async function companyColumns(request: CompanyColumnsRequest, host: Host): Promise<CompanyColumns> {
  const { company: file, moment, raw, wanted, asked } = request;
  const { saved, columns } = wanted;
  const company = await openCompany(file);
  expectSameClocks('the model', saved, company);
  const fits = await fitsOf(wanted);
  const tables = await readTables(company, [], host);
  const window = windowOf(saved.window);
  const own = new Set(tables.attributes?.columns.map(({ name }) => name));
  const ofCustomers = asked.filter((name) => own.has(name));
  const ofProfile = columns.flatMap(({ name, by }) => (by === PROFILE ? name : []));
  const askedColumns = { columns: [...ofProfile, ...ofCustomers], fits };
  const read = tablesAsked(tables, askedColumns, window);
  expectNear(tables, read, moment, window);
  const { products } = tables;
  // As for decisions of a log: each kind of product has its column, whoever bought it.
  const listed = { ...tables, products: products && { ...products, isListed: true } };
  const customers = pastOf(listed, moment, window).now();
  const made = await expectMade(company, customers, wanted, fits);
  expectSameModel(wanted);
  return {
    attributes: customers.columns.filter(({ name }) => ofCustomers.includes(name)),
    // A column of that name may be the table of customers' own.
    gone: (tables.contacts?.goneAfter ?? null) && numbersOf(customers, GONE),
    known: asInLog(raw, { customers: customers.customers, columns: made }, file),
    ...{ place: file, asOf: new Date(moment).toISOString(), fittedUntil: saved.until },
    ...{ timeZone: tables.timeZone, window: saved.window, made: columns },
    remarks: [...endRemarks(tables, read, moment), ...ageRemarks(wanted, moment)],
  };
}
