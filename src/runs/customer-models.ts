/** Customer models for programs: the same runs as the command line's, from a company's files to files. */
import type { CompanyTables } from '../profiles/tables/company-tables';
import { openCompany } from '../profiles/tables/open-company';
import { readCompany } from '../profiles/tables/read-company';
import type { CustomerModelReport } from '../report/customer-model';
import {
  applyCustomerModel as apply,
  type Applied,
  type ApplyRequest,
} from './customers/apply-customer-model';
import { fitCustomerModel as fit, type FitRequest } from './customers/fit-customer-model';
import { judgeCustomerModel as judge, type JudgeRequest } from './customers/judge-customer-model';
import { enrich as enrichRun, type EnrichedLog, type EnrichRequest } from './enrich/enrich';
import { quietHost } from './quiet-host';
import type { HostOptions } from './train';
import { inTurn } from './turns';

/** What requests have defaults for. */
interface Defaults {
  /** Of every random number. @default 42 */
  readonly seed?: number;
  /** Replace what is there. @default false */
  readonly overwrite?: boolean;
  /** How far models look ahead, such as 12w. @default 90d */
  readonly window?: string;
}

const defaults = { seed: 42, overwrite: false, window: '90d' } as const;

/** The tables that company.yaml names. @throws InputError with file, line, column, expectation and value */
export async function readCompanyTables(file: string): Promise<CompanyTables> {
  return readCompany(await openCompany(file));
}

/** As `customers fit`. */
export interface FitCustomerModelOptions
  extends Pick<FitRequest, 'model' | 'company' | 'asOf' | 'out' | 'settings'>, Defaults, HostOptions {}

/**
 * Fits a customer model on what was known before a moment, judges the same way of fitting earlier, and writes both.
 *
 * @throws InputError for what is wrong with a setting, a file or a row of it; nothing is then written
 */
export function fitCustomerModel({
  host = quietHost(),
  ...options
}: FitCustomerModelOptions): Promise<CustomerModelReport> {
  return inTurn(() => fit({ ...defaults, set: [], ...options }, host));
}

/** As `customers judge`. */
export interface JudgeCustomerModelOptions
  extends Omit<JudgeRequest, keyof Defaults>, Omit<Defaults, 'window'>, HostOptions {}

/** A saved model beside its anchor, by a later window. @throws as `fitCustomerModel` */
export function judgeCustomerModel({
  host = quietHost(),
  ...options
}: JudgeCustomerModelOptions): Promise<CustomerModelReport> {
  return inTurn(() => judge({ ...defaults, ...options }, host));
}

/** As `customers apply`. */
export interface ApplyCustomerModelOptions
  extends Omit<ApplyRequest, keyof Defaults>, Pick<Defaults, 'overwrite'>, HostOptions {}

/**
 * What a saved model says of each customer as of a moment, also as a file.
 *
 * @returns null if the host stopped it: nothing is then written
 * @throws as `fitCustomerModel`
 */
export function applyCustomerModel({
  host = quietHost(),
  ...options
}: ApplyCustomerModelOptions): Promise<Applied | null> {
  return inTurn(() => apply({ ...defaults, ...options }, host));
}

/** As `enrich`; models are none unless they are named. */
export interface EnrichOptions
  extends Pick<EnrichRequest, 'data' | 'schema' | 'company' | 'out' | 'settings'>, Defaults, HostOptions {
  readonly models?: readonly string[];
}

/**
 * A contact log with columns of its customers as of each decision.
 *
 * @returns null if the host stopped it: nothing is then written
 * @throws as `fitCustomerModel`
 */
export function enrich({ host = quietHost(), ...options }: EnrichOptions): Promise<EnrichedLog | null> {
  return inTurn(() => enrichRun({ ...defaults, models: [], set: [], ...options }, host));
}
