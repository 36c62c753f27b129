/** A log by its file and what its columns mean, and its rows once they are read. */
import { InputError, parseInput } from '../../core/errors';
import { expectReadableFile } from '../../core/files';
import { pause } from '../../core/pause';
import type { ContactLog } from '../../dataset/contacts/contact-log';
import { sizeOfDecisions } from '../../dataset/decisions/decision-size';
import { filesOf } from '../../dataset/read/files-of';
import { profileColumns } from '../../dataset/schema/column-profile';
import { guessFeatures } from '../../dataset/schema/draft-schema';
import { decisionsOf } from '../../dataset/decisions/decisions';
import { loadLoggedRows } from '../../dataset/load-logged-rows';
import { salesChannelSchema } from '../../dataset/presets/sales-channel';
import { schemaConfigSchema, type SchemaConfig } from '../../dataset/schema-config';
import type { LogSchema } from '../../dataset/schema/log-schema';
import { isStudySchema, readSchemaFile } from '../../dataset/schema/read-schema';
import { shapingConfigSchema, type ShapingConfig } from '../../worlds/sales-channel-study/shaping';
import type { Host } from '../host';
import type { SettingsTree } from '../settings';
import { readCompanyLog } from './read-company-log';
import { companyLog, studyLog, type LoadedLog } from './loaded-log';
import { salesChannelDefaults } from './settings';

export const presetNames = ['sales-channel'] as const;
export type PresetName = (typeof presetNames)[number];

export interface LogSource {
  readonly kind: 'log';
  readonly file: string;
  readonly schema: SchemaConfig | LogSchema;
  /** Settings that a training on it starts from beside the general ones. */
  readonly defaults: SettingsTree;
  /** Whether nobody said what the columns are: their names speak for themselves. */
  readonly implied: boolean;
  /** null where the schema is a preset's, or implied */
  readonly schemaFile: string | null;
}

export interface SchemaFlags {
  /** A schema file. */
  readonly schema?: string | undefined;
  readonly preset?: PresetName | undefined;
}

const byConvention = schemaConfigSchema.parse({ state: 'State', action: 'Action', reward: 'Reward' });

/** The terms of reward shaping that a schema sets. @throws InputError naming the schema file */
export function shapingOf({ schemaFile, schema }: Pick<LogSource, 'schemaFile' | 'schema'>): ShapingConfig {
  return parseInput(`${schemaFile ?? 'schema'} shaping`, shapingConfigSchema, schema.shaping);
}

/**
 * A log with a schema file, a preset, or else the columns State, Action and Reward.
 *
 * @throws InputError if both are given, or the schema file is not one
 */
export function logSource(file: string, { schema, preset }: SchemaFlags = {}): LogSource {
  if (schema !== undefined && preset !== undefined) {
    throw new InputError('--preset: expected without --schema, each says what the columns are');
  }
  const source = { kind: 'log' as const, file, defaults: {}, implied: false, schemaFile: schema ?? null };
  if (schema !== undefined) return { ...source, schema: readSchemaFile(schema) };
  return preset === undefined
    ? { ...source, schema: byConvention, implied: true }
    : { ...source, schema: salesChannelSchema, defaults: salesChannelDefaults };
}

/** Bytes of decisions that fit everywhere. */
const WORTH_SAYING = 100e6;

/** A log without the columns that are taken where nobody says which: what a schema file looks like. */
function withSchemaHint(error: unknown): unknown {
  const column = error instanceof InputError && error.message.includes('expected a column of this name');
  if (!column) return error;
  const hint = '--schema FILE says which columns are what, and check-data --write-schema FILE drafts one';
  return new InputError(`${error.message}; ${hint}`, { cause: error });
}

/** What is wrong with a schema only beside its log, such as an action that was never logged, by its file's name. */
function withSchemaFile(error: unknown, schemaFile: string | null): unknown {
  const ofSchema = error instanceof InputError && /^schema\b/.test(error.message);
  if (!ofSchema || schemaFile === null) return error;
  return new InputError(
    error.message.replace('schema', () => schemaFile),
    { cause: error },
  );
}

type Source = Pick<LogSource, 'file' | 'schema' | 'implied'> & Partial<Pick<LogSource, 'schemaFile'>>;

interface LoadOptions {
  readonly actions?: readonly string[];
  readonly onProgress: (rows: number) => void;
}

async function loadStudy(
  file: string,
  schema: SchemaConfig,
  options: LoadOptions,
  host: Host,
): Promise<LoadedLog> {
  const loaded = await loadLoggedRows(file, schema, options);
  const { features, rewards, actions } = loaded.rows;
  host.logger.info(
    `${file}: ${rewards.length} rows, ${features.length} features, actions ${actions.join(', ')}`,
  );
  return studyLog(loaded);
}

/** Columns of a log whose schema names no features: each with the kind that it seems to be, said aloud. */
async function withFeatures(file: string, schema: LogSchema, { logger }: Host): Promise<LogSchema> {
  if (schema.features !== undefined) return schema;
  const { encoding, separator } = schema;
  const features = guessFeatures(await profileColumns(file, { encoding, separator }), schema);
  const kinds = Object.entries(features).map(([name, { kind }]) => `${name} ${kind}`);
  logger.info(`${file}: the schema names no features, so these are guessed: ${kinds.join(', ') || 'none'}`);
  return { ...schema, features };
}

const gigabytes = (bytes: number) => `${(bytes / 1e9).toPrecision(2)} GB`;

/** Said before memory is taken: with a calendar, a log of megabytes may become gigabytes. */
function sayDecisions(file: string, log: ContactLog, schema: LogSchema, { logger }: Host): void {
  const { count, columns, bytes, encodedBytes } = sizeOfDecisions(log, schema);
  if (bytes + encodedBytes < WORTH_SAYING) return;
  logger.info(
    `${file}: ${count} decisions of ${columns} columns take about ${gigabytes(bytes)}, and for the network at most ${gigabytes(encodedBytes)}`,
  );
}

async function loadCompany(
  pattern: string,
  given: LogSchema,
  options: LoadOptions,
  host: Host,
): Promise<LoadedLog> {
  const files = await filesOf(pattern);
  const schema = await withFeatures(files[0]!, given, host);
  const log = await readCompanyLog(files, schema, options, host);
  const file = files.length > 1 ? `${pattern} (${files.length} files)` : pattern;
  sayDecisions(file, log, schema, host);
  await pause();
  const decisions = decisionsOf(log, schema);
  const customers = log.customers === null ? '' : ` of ${log.customers.names.length} customers`;
  host.logger.info(
    `${file}: ${log.rows} rows, ${decisions.count} decisions${customers}, ${decisions.features.length} columns to decide on, actions ${log.actions.join(', ')}`,
  );
  for (const [reason, rows] of Object.entries(decisions.leftOut))
    if (rows.length > 0) host.logger.info(`${file}: ${rows.length} rows left out: ${reason}`);
  return companyLog({ log, decisions, schema });
}

/** @param actions the model's, to number the rows by; the log's own if not given */
export async function loadLog(
  { file, schema, implied, schemaFile = null }: Source,
  host: Host,
  actions?: readonly string[],
): Promise<LoadedLog> {
  const { logger } = host;
  // Nobody reads what is taken for what in a file that is not there.
  for (const one of await filesOf(file)) expectReadableFile(one);
  if (implied) {
    logger.info(
      `${file}: without --schema or --preset, column State is the state, Action the action and Reward the reward; ` +
        `"${schema.noAction}" contacts nobody, and contacts cost 0`,
    );
  }
  const options = {
    ...(actions !== undefined && { actions }),
    onProgress: (rows: number) => {
      if (rows % 100_000 === 0) logger.info(`${file}: ${rows} rows read`);
    },
  };
  const loading = isStudySchema(schema)
    ? loadStudy(file, schema, options, host)
    : loadCompany(file, schema, options, host);
  return loading.catch((error: unknown) => {
    throw implied ? withSchemaHint(error) : withSchemaFile(error, schemaFile);
  });
}

/** @param hint what else may be done @throws InputError unless the file is the log that a run trained on */
export function expectSameLog(file: string, { dataHash }: LoadedLog, expected: string, hint = ''): void {
  if (dataHash === expected) return;
  throw new InputError(`${file}: expected the data of the run (sha-256 ${expected}), got ${dataHash}${hint}`);
}
