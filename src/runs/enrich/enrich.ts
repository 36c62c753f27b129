/** A contact log with columns of its customers as of each decision, and its schema. */
import { basename, dirname } from 'node:path';
import { z } from 'zod';
import { InputError, show } from '../../core/errors';
import { expectNotThere, expectWritableFile, writeTogether } from '../../core/files';
import { pause } from '../../core/pause';
import { Random } from '../../core/random';
import type { RawColumn } from '../../dataset/contacts/contact-log';
import { zoneOffset } from '../../core/zone-offset';
import { tableFormat } from '../../dataset/read/table-format';
import {
  enrichedColumns,
  type Enriched,
  type LateDecisions,
  type ModelToFit,
  type MonthlyFit,
} from '../../profiles/enrich';
import { customerModelNamed } from '../../profiles/models/list';
import { COLUMNS_FILE, writeSavedColumns } from '../../profiles/saved/saved-columns';
import type { CompanyTables } from '../../profiles/tables/company-tables';
import { openCompany } from '../../profiles/tables/open-company';
import { smallNetBackend } from '../backend';
import { expectNoInput, windowOf } from '../customers/company-run';
import { readTables } from '../customers/read-tables';
import { expectFolder, writeFolder } from '../customers/write-folder';
import type { Host } from '../host';
import { resolveSettings, type SettingsTree } from '../settings';
import { filesBeside, type EnrichedFiles } from './enriched-files';
import { emptyMonthsTexts } from './empty-months-text';
import { enrichedSchemaText } from './enriched-schema';
import { fewCasesTexts } from './few-cases-text';
import { lateText } from './late-text';
import { readDecisions, type DecisionRows } from './read-decisions';
import {
  columnsToSave,
  latestOf,
  type ColumnsToSave,
  type LatestModels,
  type SaveColumnsRequest,
} from './save-columns';
import { writeEnriched } from './write-enriched';

export interface EnrichRequest {
  /** Contact log: a file, or a pattern of several. */
  readonly data: string;
  /** Its schema file. */
  readonly schema: string;
  /** company.yaml */
  readonly company: string;
  /** Names such as churn; none: profiles alone. */
  readonly models: readonly string[];
  /** How far models look ahead, such as 90d. */
  readonly window: string;
  /** CSV or Parquet to write; its schema goes beside it. */
  readonly out: string;
  /** `churn.method=forest` */
  readonly set: readonly string[];
  /** Settings by the names of the models, before those of `set`. @default none */
  readonly settings?: SettingsTree | undefined;
  readonly seed: number;
  readonly overwrite: boolean;
}

export interface EnrichedLog {
  readonly rows: number;
  /** Rows of customers of whom the tables knew nothing before. */
  readonly unknown: number;
  /** What was added: its name, kind, and how many rows have it. */
  readonly columns: readonly { readonly name: string; readonly kind: string; readonly known: number }[];
  /** Columns that the log has already, and that were therefore not added. */
  readonly leftOut: readonly string[];
  readonly window: string;
  /** Rows after the end of a table: columns that are made of it are empty there. */
  readonly late: readonly LateDecisions[];
  /** By month and model. */
  readonly fits: readonly MonthlyFit[];
  /** Those that were fitted once more, on what was known until a moment, and travel with the log. */
  readonly latest: LatestModels;
  readonly files: EnrichedFiles;
  readonly seconds: number;
}

/** @throws InputError for a model there is not, one named twice, or a wrong setting */
function modelsToFit({
  models,
  set,
  settings: preset = {},
}: Pick<EnrichRequest, 'models' | 'set' | 'settings'>): ModelToFit[] {
  const twice = models.find((name, i) => models.indexOf(name) !== i);
  if (twice !== undefined)
    throw new InputError(`--models: expected every model once, got ${show(twice)} again`);
  const found = models.map((name) => customerModelNamed('--models', name));
  const schema = z.strictObject(
    Object.fromEntries(found.map(({ name, settings }) => [name, settings.prefault({})])),
  );
  const settings = resolveSettings(schema, { preset, file: undefined, assignments: set, flags: {} });
  return found.map((model) => ({ model, settings: (settings as SettingsTree)[model.name] }));
}

/** How many rows have something. */
function knownRows(column: RawColumn): number {
  return column.kind === 'category'
    ? column.codes.reduce((count, code) => count + (code < 0 ? 0 : 1), 0)
    : column.values.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0);
}

/** In the zone of the company, by the numbers of its tables. */
async function enrichedRows(
  log: DecisionRows,
  tables: CompanyTables,
  models: readonly ModelToFit[],
  request: EnrichRequest,
  host: Host,
): Promise<Enriched> {
  const numbers = new Map(tables.customers.map((name, number) => [name, number]));
  const { names, codes } = log.customers;
  const numberOf = Int32Array.from(names, (name) => numbers.get(name)!);
  // The zone has been checked with company.yaml.
  const ahead = zoneOffset(tables.timeZone)!;
  const progress = host.progress({ title: 'decisions', total: log.rows, unit: 'rows' });
  try {
    return await enrichedColumns({
      ...{ tables, models, ahead, window: windowOf(request.window) },
      decisions: { customers: codes.map((code) => numberOf[code]!), moments: log.times },
      random: Random.fromSeed(request.seed).fork('enrich'),
      tell: async (decisions, months) => {
        progress.update(decisions, models.length === 0 ? [] : [`models fitted for ${months} months`]);
        await pause();
      },
    });
  } finally {
    progress.stop();
  }
}

function remarksOf({ company, window, models }: EnrichRequest, { fits, late }: Enriched): string[] {
  return [
    `contact-dqn enrich: columns of ${company} as of each decision, of what happened strictly before it.`,
    ...late.map(lateText),
    ...(models.length === 0
      ? []
      : [
          `Models (${models.join(', ')}), looking ${window} ahead, were fitted anew for each calendar month on what was known before it.`,
          ...emptyMonthsTexts(fits),
          ...fewCasesTexts(fits),
        ]),
  ];
}

/** What travels with the log makes the columns of this run alone. */
function warnOfEarlier({ schema }: DecisionRows, { logger }: Pick<Host, 'logger'>): void {
  const { length } = schema.enriched?.columns ?? [];
  if (length > 0)
    logger.warn(
      `the log has ${length} columns of an earlier enrich: they stay as they are, and nothing that travels with the new log makes them, so that score and serve --company cannot; enrich the log as it was, with all models at once`,
    );
}

/**
 * @returns null if it was stopped: nothing is then written
 * @throws InputError for what is wrong with a flag, a file or a row of it; nothing is then written
 */
export async function enrich(request: EnrichRequest, host: Host): Promise<EnrichedLog | null> {
  const started = host.clock.now();
  const { out } = request;
  const format = tableFormat('--out', out);
  windowOf(request.window);
  const models = modelsToFit(request);
  const company = await openCompany(request.company);
  const files = filesBeside(out);
  expectNotThere('--out', [files.out, files.schema], request.overwrite);
  expectFolder(files.models, COLUMNS_FILE, request.overwrite);
  expectWritableFile(out);
  const log = await readDecisions(request.data, request.schema, company.schema.timeUnit);
  const outputs = [files.out, files.schema, files.models].map((path) => ({ flag: '--out', path }));
  expectNoInput(company, outputs, [
    ...log.files.map((path) => ({ flag: '--data', path })),
    { flag: '--schema', path: request.schema },
  ]);
  warnOfEarlier(log, host);
  const tables = await readTables(company, log.customers.names, host);
  if (models.some(({ model, settings }) => model.usesTensors(settings))) await smallNetBackend(host);
  const enriched = await enrichedRows(log, tables, models, request, host);
  const own = new Set(log.columns.map(({ name }) => name));
  const added = enriched.columns.filter(({ name }) => !own.has(name));
  const text = enrichedSchemaText(request.schema, log.features, added, {
    remarks: remarksOf(request, enriched),
    models: basename(files.models),
    ...{ logHash: log.logHash, rowsHash: log.rowsHash },
  });
  const saved = await savedOf({ company, tables, models }, log, enriched, added, request, host);
  const written = await writeAll({ files, format, log, added, text, saved }, host);
  if (written === null) return null;
  return {
    ...{ rows: log.rows, unknown: enriched.unknown, window: request.window, fits: enriched.fits, files },
    ...{ latest: latestOf(saved), late: enriched.late },
    columns: added.map((column) => ({ name: column.name, kind: column.kind, known: knownRows(column) })),
    leftOut: enriched.columns.flatMap(({ name }) => (own.has(name) ? [name] : [])),
    seconds: (host.clock.now() - started) / 1000,
  };
}

/** All that made the columns, fitted once more. */
async function savedOf(
  { company, tables, models }: Pick<SaveColumnsRequest, 'company' | 'tables' | 'models'>,
  { times, logHash }: DecisionRows,
  enriched: Enriched,
  added: readonly RawColumn[],
  { window, seed }: EnrichRequest,
  { clock }: Host,
): Promise<ColumnsToSave> {
  const what = {
    ...{ company, tables, models, seed, logHash },
    window: { text: window, length: windowOf(window) },
    lastDecision: times.reduce((last, time) => Math.max(last, time), -Infinity),
    random: Random.fromSeed(seed).fork('enrich').fork('latest'),
    createdAt: new Date(clock.now()).toISOString(),
  };
  return columnsToSave(what, enriched, added);
}

interface Written {
  readonly files: EnrichedFiles;
  readonly format: ReturnType<typeof tableFormat>;
  readonly log: DecisionRows;
  readonly added: readonly RawColumn[];
  readonly text: string;
  readonly saved: ColumnsToSave;
}

async function writeAll(
  { files: { out, schema, models }, format, log, added, text, saved }: Written,
  host: Host,
): Promise<true | null> {
  const stop = host.listenForStop();
  const progress = host.progress({ title: 'writing', total: log.rows, unit: 'rows' });
  const tell = async (rows: number) => {
    progress.update(rows, []);
    return stop.shouldStop();
  };
  try {
    return await writeTogether(dirname(out), { out, schema }, async (names) => {
      const written = await writeEnriched(names, format, log, added, text, tell);
      if (written !== null)
        await writeFolder(models, (temporary) => writeSavedColumns(temporary, saved.facts, saved.models));
      return written;
    });
  } finally {
    progress.stop();
    stop.release();
  }
}
