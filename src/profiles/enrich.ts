/**
 * Columns of customers as of each decision: the profile strictly before it, and what models say of it. Each model is fitted
 * anew for each calendar month on what was known before the month began, so that no row knows its future. What is made of
 * a table is empty after the table ended.
 */
import { InputError } from '../core/errors';
import { once } from '../core/once';
import type { Random } from '../core/random';
import type { RawColumn } from '../dataset/contacts/contact-log';
import type { ZoneOffset } from '../core/zone-offset';
import { DAY } from '../dataset/schema/lengths-of-time';
import { customersAtMoments, reaches } from './asof/at-moments';
import { historiesBefore } from './asof/bought';
import { chosenCustomers, type CustomersAsOf } from './asof/customers-as-of';
import { expectDifferentNames } from './asof/expect-different-names';
import { byMonth } from './asof/months';
import { pastsOf, type Past } from './asof/past';
import type { CustomerModel, FittedModel } from './customer-model';
import { growingColumns } from './growing-columns';
import { NobodyKnownError } from './profile/profiles-as-of';
import { chosenMoments, type Moments } from './profile/moments';
import { endingTables, type CompanyTables, type EndingTable } from './tables/company-tables';
import { count, shortWords } from './words';
import { endText } from './tables/table-ends';

export interface ModelToFit {
  readonly model: CustomerModel;
  readonly settings: unknown;
}

export interface MonthlyFit {
  /** Such as 2026-11; the model knows nothing that happened from its first moment on. */
  readonly month: string;
  readonly model: string;
  readonly decisions: number;
  /** Known when its last window began; null where there was too little to fit it on. */
  readonly customers: number | null;
  /** Why the month has no values of it: there was too little to fit it on, or it says nothing; null where it has some. */
  readonly reason: string | null;
  /** That it was learned of too few, in words; null where it was not, or where there is none. */
  readonly fewCases: string | null;
}

/** Decisions after the end of a table: what is made of it is empty there, and so is what models say that read it. */
export interface LateDecisions {
  readonly table: EndingTable;
  readonly decisions: number;
  /** Until when the table is known, and how that is known. */
  readonly until: string;
}

export interface Enriched {
  /** [decisions] each */
  readonly columns: readonly RawColumn[];
  /** Names of those that need no model. */
  readonly profile: readonly string[];
  readonly fits: readonly MonthlyFit[];
  /** By the names of the models, the last ones that said something of anybody. */
  readonly lastFits: ReadonlyMap<string, FittedModel>;
  /** Decisions of customers of whom nothing was known before. */
  readonly unknown: number;
  /** Of the tables that are not known until the last decision. */
  readonly late: readonly LateDecisions[];
}

export interface EnrichRequest {
  readonly tables: CompanyTables;
  readonly decisions: Moments;
  readonly models: readonly ModelToFit[];
  /** Milliseconds that models look ahead. */
  readonly window: number;
  readonly ahead: ZoneOffset;
  readonly random: Random;
  /** Told how many decisions and months are done. */
  readonly tell: (decisions: number, months: number) => Promise<void>;
}

/** What is learned of fewer customers is noise. */
const LEAST_CUSTOMERS = 50;

/** @param until the end of the past, in words @returns why it cannot be learned from; null where it can */
function tooLittle({ before, window }: Past, until: string): string | null {
  const when = `${shortWords(window / DAY, 4)} days before ${until}`;
  try {
    const { length } = before().customers;
    if (length >= LEAST_CUSTOMERS) return null;
    return `${count(length)} ${length === 1 ? 'customer was' : 'customers were'} known ${when}, fewer than ${LEAST_CUSTOMERS}`;
  } catch (error) {
    if (error instanceof NobodyKnownError) return `no customer was known ${when}`;
    throw error;
  }
}

export interface FitOrWhyOptions {
  readonly random: Random;
  /** What was fitted on an earlier past. */
  readonly before: FittedModel | undefined;
  /** The end of the past, in words. */
  readonly until: string;
}

/**
 * @returns what is made of the fit; why nothing where the past cannot be learned from, or nothing can be made of it
 */
export async function fitOrWhy<Made>(
  { model, settings }: ModelToFit,
  past: Past,
  { random, before, until }: FitOrWhyOptions,
  make: (fitted: FittedModel) => Promise<Made>,
): Promise<Made | string> {
  try {
    return tooLittle(past, until) ?? (await make(await model.fit(past, settings, random, { before })));
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}

interface Said {
  readonly fitted: FittedModel;
  readonly rows: Int32Array;
  /** [rows] each */
  readonly columns: readonly RawColumn[];
}

/** @returns what the model says of the decisions until which its tables are known; why nothing where it cannot be fitted */
function saidOf(
  one: ModelToFit,
  past: Past,
  decisionsKnown: (asked: readonly EndingTable[]) => {
    readonly rows: Int32Array;
    readonly customers: CustomersAsOf;
  },
  options: FitOrWhyOptions,
): Promise<Said | string> {
  return fitOrWhy(one, past, options, async (fitted) => {
    const { rows, customers } = decisionsKnown(fitted.asks.columns);
    return { fitted, rows, columns: await fitted.apply(customers) };
  });
}

function tellsOfAnybody(column: RawColumn): boolean {
  return column.kind === 'category'
    ? column.codes.some((code) => code >= 0)
    : column.values.some((value) => !Number.isNaN(value));
}

/** @returns why nothing is said of any of the decisions; null where something is */
function whyEmpty({ fitted, columns }: Said): string | null {
  if (columns.some(tellsOfAnybody)) return null;
  return fitted.saysNothing ?? 'it says nothing of the customers of these decisions';
}

function lateDecisions({ tables, decisions }: Pick<EnrichRequest, 'tables' | 'decisions'>): LateDecisions[] {
  return endingTables.flatMap((table) => {
    const late = decisions.moments.filter((moment) => !reaches(tables, table, moment)).length;
    return late === 0
      ? []
      : [{ table, decisions: late, until: endText(table, tables.ends[table]!, tables.timeZone) }];
  });
}

/** @throws InputError if nobody was known at any decision */
export async function enrichedColumns(request: EnrichRequest): Promise<Enriched> {
  const { tables, decisions, models, window, ahead, random, tell } = request;
  const all = customersAtMoments(tables, decisions, window);
  await tell(0, 0);
  const isKnown = new Uint8Array(decisions.customers.length);
  for (const row of all.known) isKnown[row] = 1;
  const fits: MonthlyFit[] = [];
  const said = growingColumns(decisions.customers.length);
  let told = 0;
  const lastFits = new Map<string, FittedModel>();
  const pastUntil = pastsOf(tables, window);
  for (const [place, { month, rows }] of byMonth(decisions.moments, ahead).entries()) {
    const past = pastUntil(month.from);
    const decisionsKnown = (asked: readonly EndingTable[]) => {
      const isTold = (row: number) =>
        isKnown[row] === 1 && asked.every((table) => reaches(tables, table, decisions.moments[row]!));
      const own = rows.filter(isTold);
      // Histories of the month alone: those of all decisions would fill the memory.
      const histories = once(() => historiesBefore(tables, chosenMoments(decisions, own)));
      return { rows: own, customers: { ...chosenCustomers(all, own), histories } };
    };
    for (const one of models) {
      const { name } = one.model;
      const found = await saidOf(one, past, decisionsKnown, {
        ...{ random: random.fork(`${name}/${month.name}`), before: lastFits.get(name) },
        until: 'the month began',
      });
      const isFitted = typeof found !== 'string';
      const reason = isFitted ? whyEmpty(found) : found;
      if (isFitted) said.add(found.columns, found.rows);
      if (isFitted && reason === null) lastFits.set(name, found.fitted);
      fits.push({
        ...{ month: month.name, model: name, decisions: rows.length },
        customers: isFitted ? past.before().customers.length : null,
        reason,
        fewCases: isFitted ? found.fitted.fewCases : null,
      });
    }
    told += rows.length;
    await tell(told, place + 1);
  }
  const columns = [...all.columns, ...said.columns()];
  expectDifferentNames(tables.file, columns);
  return {
    ...{ columns, fits, lastFits, late: lateDecisions(request) },
    profile: all.columns.map(({ name }) => name),
    unknown: decisions.customers.length - all.known.length,
  };
}
