/** config.json of a run: everything that makes it what it is, so that it can be continued and judged again. */
import { join } from 'node:path';
import { z } from 'zod';
import { InputError, parseInput } from '../core/errors';
import { canonicalJson, readJsonFile, sha256 } from '../core/files';
import { version } from '../core/version';
import { schemaConfigSchema } from '../dataset/schema-config';
import { backendNames } from '../tensor/backends/loader';
import { runPaths } from '../track/run-folder';
import { loggedConfigSchema, simulationConfigSchema } from '../train/train-config';

const common = {
  version: z.string(),
  seed: z.int().nonnegative(),
  seeds: z.int().positive(),
  backend: z.enum(backendNames),
  /** Whether XLA compiled the updates: it rounds differently, so a resumed run does as the first part did. */
  xla: z.boolean().default(false),
};

export const runConfigSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('simulation'), ...common, settings: simulationConfigSchema }),
  z.strictObject({
    kind: z.literal('logged'),
    ...common,
    data: z.string(),
    dataHash: z.string(),
    schema: schemaConfigSchema,
    settings: loggedConfigSchema,
  }),
]);

export type RunConfig = z.output<typeof runConfigSchema>;
export type SimulationRunConfig = Extract<RunConfig, { kind: 'simulation' }>;
export type LoggedRunConfig = Extract<RunConfig, { kind: 'logged' }>;

/**
 * Equal settings, equal hash; the file system's part (where the data lies) is left out. So is a plain head, which every
 * network had before there were others: runs of that time keep their hash.
 */
export function configHash(config: RunConfig): string {
  const { dqn } = config.settings;
  const settings = { ...config.settings, dqn: { ...dqn, head: dqn.head === 'plain' ? undefined : dqn.head } };
  return sha256(canonicalJson({ ...config, data: undefined, settings }));
}

/**
 * The configuration, whatever version wrote it: whoever continues the run calls `expectSameVersion` too.
 *
 * @param folder a run's folder
 * @throws InputError naming the file if there is none, or it is not a run's configuration
 */
export function readRunConfig(folder: string): RunConfig {
  const file = runPaths(folder).config;
  return parseInput(file, runConfigSchema, readJsonFile(file));
}

/** @throws InputError if another version wrote the run: its checkpoint may mean something else */
export function expectSameVersion(folder: string, config: RunConfig): void {
  if (config.version === version) return;
  throw new InputError(`${join(folder, 'config.json')} version: expected ${version}, got ${config.version}`);
}
