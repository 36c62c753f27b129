/** A run as it was asked for, checked before the backend, which takes longer, is loaded. */
import { wasmIsFaster, xlaPaysBack, type TrainingSize } from '../agents/dqn/training-size';
import { InputError, parseInput } from '../core/errors';
import { version } from '../core/version';
import type { LoadedRows } from '../dataset/load-logged-rows';
import { rowCount } from '../dataset/logged-rows';
import { splitRows } from '../dataset/split';
import { shapingConfigSchema } from '../worlds/sales-channel-study/shaping';
import type { BackendName } from '../tensor/backends/loader';
import {
  loggedConfigSchema,
  loggedDefaults,
  salesChannelDefaults,
  simulationConfigSchema,
  simulationDefaults,
} from '../train/train-config';
import type { Context } from './context';
import { loadLog, resolveSchema } from './log-source';
import type { RunConfig } from './run-config';
import { mergeSettings, resolveSettings } from './settings';

/** What the flags of `train` say about a new run. */
export interface NewRunFlags {
  readonly data?: string | undefined;
  readonly schema?: string | undefined;
  readonly preset?: 'sales-channel' | undefined;
  readonly seed?: number | undefined;
  readonly seeds?: number | undefined;
  readonly steps?: number | undefined;
  readonly environments?: number | undefined;
  readonly config?: string | undefined;
  readonly set?: readonly string[] | undefined;
  readonly noActionReward?: number | undefined;
  readonly xla?: 'auto' | 'on' | 'off' | undefined;
}

export interface NewRun {
  /** The resolved configuration, once the backend is known. */
  readonly configFor: (backend: BackendName) => RunConfig;
  /** Whether wasm is the backend to try first. */
  readonly prefersWasm: boolean;
  /** The log, read to check it; null for a simulator. */
  readonly loaded: LoadedRows | null;
}

/** @throws InputError if XLA is asked of a backend that does not have it */
function choosesXla(requested: 'auto' | 'on' | 'off', backend: BackendName, size: TrainingSize): boolean {
  if (backend === 'tensorflow') return requested === 'auto' ? xlaPaysBack(size) : requested === 'on';
  if (requested === 'on') throw new InputError(`--xla on: expected the backend tensorflow, got ${backend}`);
  return false;
}

/** @throws InputError naming the flag, file, row or setting that is wrong */
export async function newRun(given: NewRunFlags, context: Context): Promise<NewRun> {
  const { data, seed = 1, seeds = 1, steps, environments, config: file, set: assignments = [] } = given;
  const common = { version, seed, seeds };
  const xlaFor = (backend: BackendName, size: TrainingSize) => choosesXla(given.xla ?? 'auto', backend, size);
  // XLA is TensorFlow's: whoever asks for it asks for native TensorFlow.
  const prefersWasm = (size: TrainingSize) => given.xla !== 'on' && wasmIsFaster(size);
  const sources = { file, assignments, flags: { steps, environments } };
  if (data === undefined) {
    const settings = resolveSettings(simulationConfigSchema, { ...sources, preset: simulationDefaults });
    return {
      configFor: (backend) => ({
        kind: 'simulation',
        ...common,
        backend,
        xla: xlaFor(backend, settings),
        settings,
      }),
      prefersWasm: prefersWasm(settings),
      loaded: null,
    };
  }
  const schema = resolveSchema(given);
  const shaping = parseInput(`${given.schema ?? 'schema'} shaping`, shapingConfigSchema, schema.shaping);
  const task = given.preset === undefined ? {} : salesChannelDefaults;
  const { noActionReward } = given;
  const settings = resolveSettings(loggedConfigSchema, {
    ...sources,
    preset: mergeSettings({ ...loggedDefaults, shaping }, task),
    flags: { ...sources.flags, ...(noActionReward !== undefined && { shaping: { noActionReward } }) },
  });
  const loaded = await loadLog(data, schema, context);
  // Too few rows to split should be found before the run has a folder.
  splitRows(rowCount(loaded.rows), settings.split.testShare, settings.split.seed);
  const { dataHash } = loaded;
  return {
    configFor: (backend) => ({
      kind: 'logged',
      ...common,
      backend,
      xla: xlaFor(backend, settings),
      data,
      dataHash,
      schema,
      settings,
    }),
    prefersWasm: prefersWasm(settings),
    loaded,
  };
}
