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

/** What the columns are where nobody says: their names speak for themselves. */
const byConvention = schemaConfigSchema.parse({ state: 'State', action: 'Action', reward: 'Reward' });

/** `--schema`, or `--preset`, or the columns State, Action and Reward. */
export function resolveSchema({ schema, preset }: SchemaFlags): SchemaConfig {
  if (schema !== undefined && preset !== undefined) {
    throw new InputError('--preset: expected without --schema, each says what the columns are');
  }
  if (schema !== undefined) return readSchemaConfig(schema);
  return preset === undefined ? byConvention : salesChannelSchema;
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
  file: string,
  schema: SchemaConfig,
  context: Context,
  actions?: readonly string[],
): Promise<LoadedRows> {
  if (schema === byConvention) {
    context.logger.info(
      `${file}: without --schema or --preset, column State is the state, Action the action and Reward the reward; ` +
        `"${schema.noAction}" contacts nobody, and contacts cost 0`,
    );
  }
  const loaded = await loadLoggedRows(file, schema, {
    ...(actions !== undefined && { actions }),
    onProgress: (rows) => {
      if (rows % 100_000 === 0) context.logger.info(`${file}: ${rows} rows read`);
    },
  }).catch((error: unknown) => {
    throw schema === byConvention ? withSchemaHint(error) : error;
  });
  context.logger.info(
    `${file}: ${loaded.rows.rewards.length} rows, ${loaded.rows.features.length} features, actions ${loaded.rows.actions.join(', ')}`,
  );
  return loaded;
}
