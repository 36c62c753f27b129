/** Training for programs: the same runs as the command line's, by two functions. */
import type { z } from 'zod';
import type { dqnConfigSchema } from '../agents/dqn/dqn-config';
import type { World } from '../worlds/world';
import type { BackendRequest } from './backend';
import type { Host } from './host';
import type { LogMethod } from './logged/learned/settings';
import type { Subject } from './plan';
import { quietHost, stoppedBy } from './quiet-host';
import { resumeRun, trainRun, type RunOutcome } from './train-run';
import { inTurn } from './turns';

/** Settings of a run; what is left out has the default that models/README.md states. */
export interface TrainSettings {
  /** Environment transitions to train for, over all lanes. */
  readonly steps?: number;
  /** Lanes stepped together. */
  readonly environments?: number;
  readonly dqn?: z.input<typeof dqnConfigSchema>;
  readonly evaluation?: { readonly interval?: number; readonly episodes?: number };
  readonly report?: {
    readonly evaluationSeed?: number;
    readonly episodes?: number;
    readonly lookAheadEpisodes?: number;
  };
  /** Further settings by their names; those of a world stand under its name. */
  readonly [name: string]: unknown;
}

export interface HostOptions {
  /** Hears how it goes, in place of nobody. */
  readonly host?: Host;
}

interface StopOptions extends HostOptions {
  /** Ends the training after the current step, with a checkpoint. */
  readonly signal?: AbortSignal;
}

export interface TrainOptions extends StopOptions, BackendRequest {
  /** How to learn from a log. @default 'replay-study' */
  readonly method?: LogMethod;
  /** The run's folder. @default models/<world or log>-<time> */
  readonly out?: string;
  /** Replace the run that `out` holds. @default false */
  readonly overwrite?: boolean;
  /** Of every random number of the training. @default 1 */
  readonly seed?: number;
  /** How many seeds to train, from `seed` on. @default 1 */
  readonly seeds?: number;
}

/**
 * Trains in a world or on a log, judges the policy against every baseline, and writes the run's folder. Of several at
 * once each waits for the one before: TensorFlow.js has one backend in a process.
 *
 * @returns the folder's paths, and the report; null in its place if `signal` stopped the training
 * @throws InputError naming the setting, file or row that is wrong
 * @throws RequirementError if a GPU is required and not used
 */
export function train(
  subject: Subject,
  settings: TrainSettings = {},
  { signal, host = quietHost(), ...options }: TrainOptions = {},
): Promise<RunOutcome> {
  return inTurn(() => trainRun(subject, { ...options, settings }, stoppedBy(signal, host)));
}

/** The backend is that of the run. */
export interface ResumeOptions extends StopOptions, Omit<BackendRequest, 'backend' | 'xla'> {
  /** Where the log lies now. @default where it lay */
  readonly data?: string;
}

/**
 * Continues a run where it stopped; a finished one gives its report.
 *
 * @param worlds those the run may be in; none for a run on a log
 * @throws InputError if there is no run to continue
 */
export function resume(
  folder: string,
  worlds: readonly World[],
  { signal, host = quietHost(), ...options }: ResumeOptions = {},
): Promise<RunOutcome> {
  return inTurn(() => resumeRun(folder, { ...options, worlds }, stoppedBy(signal, host)));
}
