/** A new run as it was asked for, checked before the backend, which takes longer, is loaded. */
import { basename, resolve } from 'node:path';
import { pause } from '../core/pause';
import { version } from '../core/version';
import type { Finding, Severity } from '../dataset/audit/finding';
import { rowCount } from '../dataset/logged-rows';
import type { BackendName } from '../tensor/backends/loader';
import type { World } from '../worlds/world';
import type { Host } from './host';
import { loadLog, shapingOf, type LogSource } from './logged/log-source';
import { loggedDefaults, loggedSettings, type LoggedSettings } from './logged/settings';
import { loggedTask } from './logged/task';
import type { LoopSettings } from './loop-settings';
import type { RunConfig } from './run-config';
import { mergeSettings, resolveSettings, type SettingsTree } from './settings';
import { simulationSettings } from './simulation/settings';
import { simulationTask } from './simulation/task';
import type { Task } from './task';

/** What a run trains on. */
export type Subject = World | LogSource;

/** What may be said of a new run's settings; what is not said has a default. */
export interface SettingsRequest {
  readonly seed?: number | undefined;
  readonly seeds?: number | undefined;
  readonly steps?: number | undefined;
  readonly environments?: number | undefined;
  /** Reward of leaving a logged customer alone. */
  readonly noActionReward?: number | undefined;
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

export interface Plan {
  /** Of the world or the log; a run's folder is called after it. */
  readonly name: string;
  readonly settings: LoopSettings;
  /** The resolved configuration, and what is to be done by it. */
  readonly run: (execution: Execution) => { readonly config: RunConfig; readonly task: Task };
}

function sourcesOf(
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

const common = ({ seed = 1, seeds = 1 }: SettingsRequest) => ({ version, seed, seeds });

function planSimulation(world: World, request: SettingsRequest, host: Host): Plan {
  const schema = simulationSettings(world);
  const settings = resolveSettings(schema, sourcesOf(request, world.defaults));
  return {
    name: world.name,
    settings,
    run: (execution) => {
      const config = { kind: 'simulation' as const, ...common(request), ...execution, settings };
      return { config, task: simulationTask(config, world, host) };
    },
  };
}

function resolveLogged(request: SettingsRequest, preset: SettingsTree): LoggedSettings {
  const { noActionReward } = request;
  const sources = sourcesOf(request, preset);
  return resolveSettings(loggedSettings, {
    ...sources,
    flags: { ...sources.flags, ...(noActionReward !== undefined && { shaping: { noActionReward } }) },
  });
}

/** A training that nobody gave a length sees every row at least once, and is evaluated as often as a short one. */
function lengthFor(rows: number): SettingsTree {
  const { steps, evaluation } = loggedSettings.parse(loggedDefaults);
  if (rows <= steps) return {};
  return { steps: rows, evaluation: { interval: Math.round((evaluation.interval * rows) / steps) } };
}

/** Says so where a training is too short for its log. */
function sayUnseenRows({ steps }: LoggedSettings, rows: number, { logger }: Host): void {
  if (steps >= rows) return;
  logger.warn(`${steps} steps see ${steps} of the ${rows} rows trained on; --steps ${rows} sees each once`);
}

/** What the audit says before anything is learned; all of it heads the report. */
function sayFindings(file: string, findings: readonly Finding[], { logger }: Host): void {
  for (const { severity, code, message } of findings)
    if (severity === 'block') logger.info(`${file}: blocks, ${code}: ${message}`);
  const count = (severity: Severity) => findings.filter((one) => one.severity === severity).length;
  logger.info(
    `${file}: the audit found ${count('block')} that block, ${count('warn')} that warn, ${count('note')} to be known`,
  );
}

/** Each part may take seconds of a large log; between two, whoever wants an end is heard. */
async function planLogged(source: LogSource, request: SettingsRequest, host: Host): Promise<Plan> {
  const { file, schema, defaults } = source;
  const start = { ...loggedDefaults, shaping: shapingOf(source) };
  // Refused before a large log is read.
  const { split } = resolveLogged(request, mergeSettings(start, defaults));
  const log = await loadLog(source, host);
  await pause();
  const splits = log.split(split);
  if (splits.unused > 0)
    host.logger.info(
      `${file}: ${splits.unused} decisions are neither trained nor judged on (validation, or between two sides)`,
    );
  const rows = rowCount(splits.train);
  const settings = resolveLogged(request, mergeSettings({ ...start, ...lengthFor(rows) }, defaults));
  sayUnseenRows(settings, rows, host);
  await pause();
  const findings = log.audit(settings);
  sayFindings(file, findings, host);
  const data = { data: resolve(file), dataHash: log.dataHash, schema };
  return {
    name: basename(file).replace(/\.csv(\.gz)?$/i, ''),
    settings,
    run: (execution) => {
      const config = { kind: 'logged' as const, ...common(request), ...execution, ...data, settings };
      return { config, task: loggedTask(config, { contacts: log.contacts, splits, findings }, host) };
    },
  };
}

/** @throws InputError naming the flag, file, row or setting that is wrong */
export async function planRun(subject: Subject, request: SettingsRequest, host: Host): Promise<Plan> {
  return subject.kind === 'world'
    ? planSimulation(subject, request, host)
    : planLogged(subject, request, host);
}
