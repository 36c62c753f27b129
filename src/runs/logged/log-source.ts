/** A log by its file and what its columns mean, and its rows once they are read. */
import { InputError, parseInput } from '../../core/errors';
import { loadLoggedRows, type LoadedRows } from '../../dataset/load-logged-rows';
import { salesChannelSchema } from '../../dataset/presets/sales-channel';
import { readSchemaConfig, schemaConfigSchema, type SchemaConfig } from '../../dataset/schema-config';
import { shapingConfigSchema, type ShapingConfig } from '../../worlds/sales-channel-study/shaping';
import type { Host } from '../host';
import type { SettingsTree } from '../settings';
import { salesChannelDefaults } from './settings';

export const presetNames = ['sales-channel'] as const;
export type PresetName = (typeof presetNames)[number];

export interface LogSource {
  readonly kind: 'log';
  readonly file: string;
  readonly schema: SchemaConfig;
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
export function shapingOf({ schemaFile, schema }: LogSource): ShapingConfig {
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
  if (schema !== undefined) return { ...source, schema: readSchemaConfig(schema) };
  return preset === undefined
    ? { ...source, schema: byConvention, implied: true }
    : { ...source, schema: salesChannelSchema, defaults: salesChannelDefaults };
}

/** A log without the columns that are taken where nobody says which: what a schema file looks like. */
function withSchemaHint(error: unknown): unknown {
  const column = error instanceof InputError && error.message.includes('expected a column of this name');
  if (!column) return error;
  const example = '{"state": ["age", "opens"], "action": "channel", "reward": "profit"}';
  const hint = `--schema FILE says which columns are what, such as ${example}`;
  return new InputError(`${error.message}; ${hint}`, { cause: error });
}

/** @param actions the model's, to number the rows by; the log's own if not given */
export async function loadLog(
  { file, schema, implied }: Pick<LogSource, 'file' | 'schema' | 'implied'>,
  { logger }: Host,
  actions?: readonly string[],
): Promise<LoadedRows> {
  if (implied) {
    logger.info(
      `${file}: without --schema or --preset, column State is the state, Action the action and Reward the reward; ` +
        `"${schema.noAction}" contacts nobody, and contacts cost 0`,
    );
  }
  const loaded = await loadLoggedRows(file, schema, {
    ...(actions !== undefined && { actions }),
    onProgress: (rows) => {
      if (rows % 100_000 === 0) logger.info(`${file}: ${rows} rows read`);
    },
  }).catch((error: unknown) => {
    throw implied ? withSchemaHint(error) : error;
  });
  const { features, rewards, actions: names } = loaded.rows;
  logger.info(`${file}: ${rewards.length} rows, ${features.length} features, actions ${names.join(', ')}`);
  return loaded;
}

/** @throws InputError unless the file is the log that a run trained on */
export function expectSameLog(file: string, { dataHash }: LoadedRows, expected: string): void {
  if (dataHash === expected) return;
  throw new InputError(`${file}: expected the data of the run (sha-256 ${expected}), got ${dataHash}`);
}
