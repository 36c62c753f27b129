/** A log named on the command line: its schema, and its rows. */
import { InputError } from '../core/errors';
import { loadLoggedRows, type LoadedRows } from '../dataset/load-logged-rows';
import { salesChannelSchema } from '../dataset/presets/sales-channel';
import { readSchemaConfig, schemaConfigSchema, type SchemaConfig } from '../dataset/schema-config';
import type { Context } from './context';

interface SchemaFlags {
  readonly schema?: string | undefined;
  readonly preset?: 'sales-channel' | undefined;
}

/** `--schema`, or `--preset`, or the columns State, Action and Reward. */
export function resolveSchema({ schema, preset }: SchemaFlags): SchemaConfig {
  if (schema !== undefined && preset !== undefined) {
    throw new InputError('--preset: expected without --schema, each says what the columns are');
  }
  if (schema !== undefined) return readSchemaConfig(schema);
  if (preset !== undefined) return salesChannelSchema;
  return schemaConfigSchema.parse({ state: 'State', action: 'Action', reward: 'Reward' });
}

/** @param actions the model's, to number the rows by; the log's own if not given */
export async function loadLog(
  file: string,
  schema: SchemaConfig,
  context: Context,
  actions?: readonly string[],
): Promise<LoadedRows> {
  const loaded = await loadLoggedRows(file, schema, {
    ...(actions !== undefined && { actions }),
    onProgress: (rows) => {
      if (rows % 100_000 === 0) context.logger.info(`${file}: ${rows} rows read`);
    },
  });
  context.logger.info(
    `${file}: ${loaded.rows.rewards.length} rows, ${loaded.rows.features.length} features, actions ${loaded.rows.actions.join(', ')}`,
  );
  return loaded;
}
