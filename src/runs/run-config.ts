/** config.json of a run: everything that makes it what it is, so that it can be continued and judged again. */
import { z } from 'zod';
import { InputError, parseInput, show } from '../core/errors';
import { readJsonFile } from '../core/files';
import { canonicalJson, sha256 } from '../core/hashes';
import { version } from '../core/version';
import { schemaConfigSchema } from '../dataset/schema-config';
import { logSchema } from '../dataset/schema/log-schema';
import { backendNames } from '../tensor/backends/loader';
import { runPaths } from '../track/run-folder';
import type { World } from '../worlds/world';
import { isShrunk, learnedSettings } from './logged/learned/settings';
import { loggedSettings } from './logged/settings';
import { simulationSettings, type SimulationSettings } from './simulation/settings';

const common = {
  version: z.string(),
  seed: z.int().nonnegative(),
  seeds: z.int().positive(),
  backend: z.enum(backendNames),
  /** Whether XLA compiled the updates: it rounds differently, so a resumed run does as the first part did. */
  xla: z.boolean().default(false),
};

const onLog = <Settings extends z.ZodType>(settings: Settings) =>
  z.strictObject({
    kind: z.literal('logged'),
    ...common,
    /** Where the log lies, absolute; whether it is the same one, `dataHash` says. */
    data: z.string(),
    dataHash: z.string(),
    /** As it was before columns were added; absent in older runs. */
    logHash: z.string().optional(),
    /** Which decisions were trained on and which held out; absent in older runs. */
    sidesHash: z.string().optional(),
    schema: z.union([schemaConfigSchema, logSchema]),
    /** What made columns that enrich added: where it lies, absolute, and which it is. */
    customers: z.strictObject({ folder: z.string(), sha256: z.string() }).optional(),
    settings,
  });

/** Rows replayed as the published study does. */
const replaySchema = onLog(loggedSettings);
/** Decisions that a method learns from; its settings name it. */
const learnedSchema = onLog(learnedSettings);

const logRunSchema = (method: unknown): z.ZodType<LoggedRunConfig> =>
  method === undefined ? replaySchema : learnedSchema;

const simulationSchema = (settings: z.ZodType<SimulationSettings>) =>
  z.strictObject({ kind: z.literal('simulation'), ...common, settings });

export type ReplayRunConfig = z.output<typeof replaySchema>;
export type LearnedRunConfig = z.output<typeof learnedSchema>;
export type LoggedRunConfig = ReplayRunConfig | LearnedRunConfig;
export type SimulationRunConfig = z.output<ReturnType<typeof simulationSchema>>;
export type RunConfig = SimulationRunConfig | LoggedRunConfig;

/** Left out where a setting is as it was before there was a choice. */
const unless = <Value>(before: Value, value: Value) => (value === before ? undefined : value);

/** Settings without what came later (single steps, a plain head, a learning rate that stays, no weight decay, nothing drawn together). */
function settingsOnceKnown(config: RunConfig): object {
  if (config.kind === 'logged' && 'network' in config.settings) {
    const { settings, schema } = config;
    const { network } = settings;
    return {
      ...{ ...settings, shrinkage: unless(false, isShrunk(settings, schema)) },
      network: { ...network, weightDecay: unless(0, network.weightDecay) },
    };
  }
  if (!('dqn' in config.settings)) return config.settings;
  const { dqn } = config.settings;
  const later = {
    nSteps: unless(1, dqn.nSteps),
    head: unless('plain', dqn.head),
    learningRateEnd: unless(1, dqn.learningRateEnd),
    weightDecay: unless(0, dqn.weightDecay),
  };
  return { ...config.settings, dqn: { ...dqn, ...later } };
}

/**
 * Equal settings, equal hash; the file system's part (where the data lies) is left out, and how the log is audited and known
 * again, the policy judged, and columns made again, which changes nothing that is learned. So is what came later, where it is
 * as it was before there was a choice: older runs keep their hash, but for those on columns that `enrich` added, of which
 * less may be kept now.
 */
export function configHash(config: RunConfig): string {
  const settings = { ...settingsOnceKnown(config), audit: undefined, offPolicy: undefined };
  const left = { data: undefined, customers: undefined, logHash: undefined, sidesHash: undefined };
  return sha256(canonicalJson({ ...config, ...left, settings }));
}

/** The world that a run says it was in. @throws InputError naming those there are */
export function worldNamed(place: string, name: unknown, worlds: readonly World[]): World {
  const world = worlds.find((one) => one.name === name);
  if (world !== undefined) return world;
  const known = worlds.map((one) => show(one.name)).join(', ');
  throw new InputError(
    `${place}: expected ${worlds.length === 1 ? '' : 'one of '}${known}, got ${show(name)}; a world of your own is known to the program that brings it alone`,
  );
}

const kindSchema = z.looseObject({
  kind: z.enum(['simulation', 'logged']),
  settings: z.looseObject({ environment: z.unknown().optional(), method: z.unknown().optional() }),
});

function parseRunConfig(file: string, value: unknown, worlds: readonly World[]): RunConfig {
  const { kind, settings } = parseInput(file, kindSchema, value);
  if (kind === 'logged') return parseInput(file, logRunSchema(settings.method), value);
  const world = worldNamed(`${file} settings.environment`, settings.environment, worlds);
  return parseInput(file, simulationSchema(simulationSettings(world)), value);
}

/**
 * The configuration, whatever version wrote it.
 *
 * @param folder a run's folder
 * @param worlds those that the run may have been in
 * @throws InputError naming the file if there is none, or it is not a run's configuration
 */
export function readRunConfig(folder: string, worlds: readonly World[]): RunConfig {
  const file = runPaths(folder).config;
  return parseRunConfig(file, readJsonFile(file), worlds);
}

/**
 * A configuration as a report holds it, with the defaults of what its version did not have. One that is not known here (a
 * later version's, or of a world of somebody's own) stays as it is.
 */
export function withDefaults(
  value: Readonly<Record<string, unknown>>,
  worlds: readonly World[],
): Readonly<Record<string, unknown>> {
  const head = kindSchema.safeParse(value);
  const world = worlds.find(({ name }) => name === head.data?.settings.environment);
  const schema =
    head.data?.kind === 'logged'
      ? logRunSchema(head.data.settings.method)
      : world && simulationSchema(simulationSettings(world));
  return schema?.safeParse(value).data ?? value;
}

/**
 * The configuration of a run that is to be continued.
 *
 * @throws InputError also if another version wrote it: its settings and checkpoint may mean something else
 */
export function readConfigToContinue(folder: string, worlds: readonly World[]): RunConfig {
  const file = runPaths(folder).config;
  const value = readJsonFile(file);
  const { version: found } = parseInput(file, z.looseObject({ version: z.string() }), value);
  if (found !== version) throw new InputError(`${file} version: expected ${version}, got ${found}`);
  return parseRunConfig(file, value, worlds);
}
