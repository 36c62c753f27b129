/**
 * Columns of customers as of each decision: the profile strictly before it, and what models say of it. Each model is fitted
 * anew for each calendar month on what was known before the month began, so that no row knows its future.
 */
import { InputError } from '../core/errors';
import type { Random } from '../core/random';
import type { RawColumn } from '../dataset/contacts/contact-log';
import type { ZoneOffset } from '../dataset/read/times';
import { customersAtMoments } from './asof/at-moments';
import type { Moments } from './asof/bought';
import { chosenCustomers, type CustomersAsOf } from './asof/customers-as-of';
import { expectDifferentNames } from './asof/expect-different-names';
import { byMonth } from './asof/months';
import { pastOf, type Past } from './asof/past';
import type { CustomerModel } from './customer-model';
import { growingColumns } from './growing-columns';
import type { CompanyTables } from './tables/company-tables';

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
  /** Why there is none, so that the month has no values of it. */
  readonly reason: string | null;
}

export interface Enriched {
  /** [decisions] each */
  readonly columns: readonly RawColumn[];
  /** Names of those that need no model. */
  readonly profile: readonly string[];
  readonly fits: readonly MonthlyFit[];
  /** Decisions of customers of whom nothing was known before. */
  readonly unknown: number;
}

export interface EnrichRequest {
  readonly tables: CompanyTables;
  readonly decisions: Moments;
  readonly models: readonly ModelToFit[];
  /** Milliseconds that models look ahead. */
  readonly window: number;
  /** Until when it is known what came; months that begin later have no fit. */
  readonly end: number;
  readonly ahead: ZoneOffset;
  readonly random: Random;
  /** Told what is done, and how far it is. */
  readonly tell: (part: 'profiles' | 'months', done: number) => Promise<void>;
}

/** What is learned of fewer customers is noise. */
const LEAST_CUSTOMERS = 50;

/** @returns why it cannot be learned from; null where it can */
export function tooLittle({ until, before }: Past, end: number): string | null {
  if (until > end) return `the tables end on ${new Date(end).toISOString()}, before the month began`;
  const { length } = before().customers;
  return length < LEAST_CUSTOMERS ? `${length} customers were known, fewer than ${LEAST_CUSTOMERS}` : null;
}

/** @returns what the model says of the customers; why it says nothing where it cannot be fitted */
async function saidOf(
  { model, settings }: ModelToFit,
  past: Past,
  customers: CustomersAsOf,
  end: number,
  random: Random,
): Promise<readonly RawColumn[] | string> {
  try {
    const reason = tooLittle(past, end);
    if (reason !== null) return reason;
    const fitted = await model.fit(past, settings, random);
    return await fitted.apply(customers);
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}

/** @throws InputError if nobody was known at any decision */
export async function enrichedColumns(request: EnrichRequest): Promise<Enriched> {
  const { tables, decisions, models, window, end, ahead, random, tell } = request;
  const all = await customersAtMoments(tables, decisions, window, (done) => tell('profiles', done));
  const isKnown = new Uint8Array(decisions.customers.length);
  for (const row of all.known) isKnown[row] = 1;
  const fits: MonthlyFit[] = [];
  const said = growingColumns(decisions.customers.length);
  for (const [place, { month, rows }] of byMonth(decisions.moments, ahead).entries()) {
    const past = pastOf(tables, month.from, window);
    const known = rows.filter((row) => isKnown[row] === 1);
    const customers = chosenCustomers(all, known);
    for (const one of models) {
      const { name } = one.model;
      const columns = await saidOf(one, past, customers, end, random.fork(`${name}/${month.name}`));
      const isFitted = typeof columns !== 'string';
      if (isFitted) said.add(columns, known);
      fits.push({
        ...{ month: month.name, model: name, decisions: rows.length },
        customers: isFitted ? past.before().customers.length : null,
        reason: isFitted ? null : columns,
      });
    }
    await tell('months', place + 1);
  }
  const columns = [...all.columns, ...said.columns()];
  expectDifferentNames(tables.file, columns);
  return {
    columns,
    profile: all.columns.map(({ name }) => name),
    fits,
    unknown: decisions.customers.length - all.known.length,
  };
}
