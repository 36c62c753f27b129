/** Beside an enriched log: its models fitted once more, with all that made its columns, for customers of later. */
import { version } from '../../core/version';
import type { Random } from '../../core/random';
import type { RawColumn } from '../../dataset/contacts/contact-log';
import type { Enriched, ModelToFit } from '../../profiles/enrich';
import { latestFits, type LatestFit } from '../../profiles/latest-fits';
import type { ModelToSave, SavedColumnsFacts } from '../../profiles/saved/saved-columns';
import type { CompanyTables } from '../../profiles/tables/company-tables';
import type { Company } from '../../profiles/tables/open-company';
import { companyHash } from '../customers/company-run';

export interface ColumnsToSave {
  readonly facts: SavedColumnsFacts;
  readonly models: readonly ModelToSave[];
}

/** What was fitted for customers of later, in short. */
export interface LatestModels {
  readonly until: string;
  /** Of the company. */
  readonly timeZone: string;
  /** Known when the last window began; null where there is no fit. The reason says why nothing is said. */
  readonly models: readonly {
    readonly model: string;
    readonly customers: number | null;
    readonly reason: string | null;
    /** That it was learned of too few, in words; null where it was not, or where there is none. */
    readonly fewCases: string | null;
  }[];
}

export function latestOf({ facts, models }: ColumnsToSave): LatestModels {
  return {
    ...{ until: facts.until, timeZone: facts.timeZone },
    models: models.map(({ model, fit }) =>
      typeof fit === 'string'
        ? { model, customers: null, reason: fit, fewCases: null }
        : {
            ...{ model, customers: fit.facts.customers, reason: fit.fitted.saysNothing },
            fewCases: fit.fitted.fewCases,
          },
    ),
  };
}

export interface SaveColumnsRequest {
  readonly company: Company;
  readonly tables: CompanyTables;
  readonly models: readonly ModelToFit[];
  /** Such as 90d, and its milliseconds. */
  readonly window: { readonly text: string; readonly length: number };
  /** Of the last decision: the fits end there, or where a table ends of which they ask what came. */
  readonly lastDecision: number;
  /** SHA-256 of the log before any column was added to it. */
  readonly logHash: string;
  readonly seed: number;
  readonly random: Random;
  readonly createdAt: string;
}

/** Where tables end of which models ask what came; one in which nothing ever happens ends nowhere, and its model says so. */
function labelEnds({ ends }: CompanyTables, models: readonly ModelToFit[]): number[] {
  return models
    .flatMap(({ model, settings }) => model.asks(settings).label)
    .flatMap((table) => ends[table]?.moment ?? [])
    .filter((end) => end > -Infinity);
}

type Columns = SavedColumnsFacts['profile'];

/** Those of the log that it did not have already. */
function among(columns: Columns, names: ReadonlySet<string>): Columns {
  return columns.flatMap(({ name, kind }) => (names.has(name) ? [{ name, kind }] : []));
}

/** @param added columns of the log */
export async function columnsToSave(
  { company, tables, models, window, lastDecision, logHash, seed, random, createdAt }: SaveColumnsRequest,
  { profile, lastFits }: Pick<Enriched, 'profile' | 'lastFits'>,
  added: readonly RawColumn[],
): Promise<ColumnsToSave> {
  const until = Math.min(lastDecision, ...labelEnds(tables, models));
  const fits = await latestFits({ tables, models, before: lastFits, window: window.length, until, random });
  const asOf = new Date(until).toISOString();
  const common = {
    ...{ version, createdAt, window: window.text, timeZone: tables.timeZone },
    dataHash: await companyHash(company),
  };
  const names = new Set(added.map(({ name }) => name));
  const saved = ({ model, settings }: ModelToFit, fit: LatestFit | string): ModelToSave => {
    if (typeof fit === 'string') return { model: model.name, columns: [], fit };
    const { fitted, examples, customers } = fit;
    const columns = examples.expected.map(({ name, kind }) => ({ name, kind }));
    const facts = {
      ...{ ...common, model: model.name, asOf, seed, customers, columns, verdict: null },
      settings: settings as Readonly<Record<string, unknown>>,
    };
    return { model: model.name, columns: among(columns, names), fit: { fitted, examples, facts } };
  };
  return {
    facts: { ...common, logHash, until: asOf, profile: among(added, new Set(profile)) },
    models: models.map((one, i) => saved(one, fits[i]!)),
  };
}
