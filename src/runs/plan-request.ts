/** What may be said of a new run, and what planning makes of it. */
import type { TrainingSize } from '../agents/dqn/training-size';
import { version } from '../core/version';
import type { BackendName } from '../tensor/backends/loader';
import type { LogMethod } from './logged/learned/settings';
import type { SpendingRequest } from './logged/spending/flags';
import type { RunConfig } from './run-config';
import { mergeSettings, type SettingsTree } from './settings';
import type { Task, Training } from './task';

/** What may be said of a new run's settings; what is not said has a default. */
export interface SettingsRequest extends SpendingRequest {
  readonly seed?: number | undefined;
  readonly seeds?: number | undefined;
  readonly steps?: number | undefined;
  readonly environments?: number | undefined;
  /** Reward of leaving a logged customer alone. */
  readonly noActionReward?: number | undefined;
  /** How to learn from a log. @default auto; replay-study of published rows */
  readonly method?: LogMethod | undefined;
  /** A JSON file of settings. */
  readonly config?: string | undefined;
  /** `key=value` each. */
  readonly set?: readonly string[] | undefined;
  /** Settings as a tree, in the place of a file. */
  readonly settings?: SettingsTree | undefined;
}

/** What is decided once the backend is known. */
export interface Execution {
  readonly backend: BackendName;
  readonly xla: boolean;
}

export interface Plan<Kind extends Training = Training> {
  /** Of the world or the log; a run's folder is called after it. */
  readonly name: string;
  /** By which the backend is chosen. */
  readonly settings: TrainingSize;
  /** The resolved configuration, and what is to be done by it. */
  readonly run: (execution: Execution) => { readonly config: RunConfig; readonly task: Task<Kind> };
}

export function sourcesOf(
  { config, set = [], settings = {}, steps, environments }: SettingsRequest,
  preset: SettingsTree,
) {
  return {
    preset: mergeSettings(preset, settings),
    file: config,
    assignments: set,
    flags: { steps, environments },
  };
}

export const common = ({ seed = 1, seeds = 1 }: SettingsRequest) => ({ version, seed, seeds });
