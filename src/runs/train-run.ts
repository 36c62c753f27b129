/** A run from request to files: a new one, or the rest of one that was stopped. */
import { join } from 'node:path';
import { InputError } from '../core/errors';
import { expectReadableFile } from '../core/files';
import { expectNotInput } from '../core/input-paths';
import { filesOf } from '../dataset/read/files-of';
import type { Report } from '../report/report';
import { CheckpointFiles } from '../store/checkpoint-files';
import type { BackendInfo } from '../tensor/backends/loader';
import {
  createRunFolder,
  expectFreeFolder,
  openRunFolder,
  type RunFolder,
  type RunPaths,
} from '../track/run-folder';
import type { World } from '../worlds/world';
import { chooseExecution, sameExecution, type BackendRequest } from './backend';
import { finishedRun } from './finished-run';
import type { Host } from './host';
import { carriedFolder } from './logged/carried-columns';
import { shapingOfLearned } from './logged/learned/unlogged';
import { expectSameLog, loadLog } from './logged/log-source';
import { writeRules } from './logged/readable/readable-policy';
import { loggedTask } from './logged/task';
import { planRun, type SettingsRequest, type Subject } from './plan';
import { readConfigToContinue, worldNamed, type RunConfig } from './run-config';
import { sealModel } from './seal-model';
import { simulationTask } from './simulation/task';
import type { Task } from './task';
import { trainBeside, trainSeeds } from './training-run';

export interface TrainRequest extends SettingsRequest, BackendRequest {
  /** The run's folder. @default models/<world or log>-<time> */
  readonly out?: string | undefined;
  /** Replace the run that `out` holds. */
  readonly overwrite?: boolean | undefined;
}

export interface ResumeRequest extends BackendRequest {
  /** Where the log lies now. @default where it lay */
  readonly data?: string | undefined;
  /** The worlds that the run may be in. */
  readonly worlds: readonly World[];
}

export interface RunOutcome {
  readonly paths: RunPaths;
  /** null if the run was stopped; its checkpoint continues it */
  readonly report: Report | null;
}

/** A name that tells runs apart and sorts by time. */
function defaultFolder(name: string, { clock }: Host): string {
  const time = new Date(clock.now()).toISOString().replace(/[-:]/g, '').replace(/\..*/, '').replace('T', '-');
  return join('models', `${name}-${time}`);
}

/** @throws InputError if files that the run reads lie in the folder that it replaces */
function expectToKeepInputs(out: string, subject: Subject, { config }: TrainRequest): void {
  const named = (flag: string, path: string | null | undefined) =>
    path === null || path === undefined ? [] : [{ flag, path }];
  const log = subject.kind === 'log' ? subject : null;
  const inputs = [
    ...named('--data', log?.file),
    ...named('--schema', log?.schemaFile),
    ...named('--schema', log && carriedFolder(log)),
    ...named('--config', config),
  ];
  expectNotInput([{ flag: '--out', path: out }], inputs);
}

/** Trains, judges and writes the report; says first what is special about the run. */
async function finishRun(
  config: RunConfig,
  task: Task,
  backend: BackendInfo,
  { paths, expectHeld, release, begin, discard }: RunFolder,
  host: Host,
  warning: string | null = null,
): Promise<RunOutcome> {
  let begun = false;
  const onStep = () => {
    if (!begun) begin();
    begun = true;
    expectHeld();
  };
  try {
    if (warning !== null) host.logger.warn(warning);
    const trained = await trainSeeds(config, task, paths, onStep, host);
    // Stopped before its first step, it is there to be continued.
    onStep();
    const beside = trained && (await trainBeside(config, task, trained[0]!, onStep, host));
    if (trained === null || beside === 'stopped') {
      host.logger.warn(`stopped; continue with: ${host.resumeCommand(paths.folder)}`);
      return { paths, report: null };
    }
    const endNoMore = host.endAtOnce?.(() => {
      release();
      host.logger.warn(
        `stopped while judging; what was learned is kept, and judged with: ${host.resumeCommand(paths.folder)}`,
      );
    });
    // Once said, it holds.
    host.logger.info(`judging what was learned; after Ctrl-C: ${host.resumeCommand(paths.folder)}`);
    const report = await task.report(backend, trained, beside).finally(() => endNoMore?.());
    // Loaded here, because the chart library takes longer to start than all else.
    const { writeReport } = await import('../report/write-report.js');
    expectHeld();
    for (const training of trained)
      await sealModel(training, training.seed === report.seed ? report.verdict : null, backend, host);
    if (beside !== null) await sealModel(beside, null, backend, host);
    writeRules(paths, report);
    writeReport(paths.folder, report);
    return { paths, report };
  } catch (error) {
    if (!begun) discard();
    throw error;
  } finally {
    release();
  }
}

/**
 * Trains on a world or a log, judges what was learned and writes the run's folder.
 *
 * @throws InputError naming the flag, file, row or setting that is wrong
 * @throws RequirementError if a GPU is required and not used
 */
export async function trainRun(subject: Subject, request: TrainRequest, host: Host): Promise<RunOutcome> {
  const { out, overwrite = false } = request;
  if (out !== undefined) {
    expectToKeepInputs(out, subject, request);
    expectFreeFolder(out, overwrite);
  }
  const plan = await planRun(subject, request, host);
  const { execution, info } = await chooseExecution(request, plan.settings, host);
  const { config, task } = plan.run(execution);
  const folder = createRunFolder(out ?? defaultFolder(plan.name, host), {
    ...{ overwrite, config, owner: host },
    numbered: out === undefined,
  });
  return finishRun(config, task, info, folder, host);
}

const MOVED = '; if the log has moved, --data says where it lies now';

/** @throws InputError where the log of a run lies no longer */
async function expectLogThere(file: string): Promise<void> {
  try {
    for (const one of await filesOf(file)) expectReadableFile(one);
  } catch (error) {
    throw error instanceof InputError ? new InputError(`${error.message}${MOVED}`) : error;
  }
}

/** What a run that was stopped has to do. */
async function taskOf(config: RunConfig, { data, worlds }: ResumeRequest, host: Host): Promise<Task> {
  if (config.kind === 'simulation')
    return simulationTask(config, worldNamed('environment', config.settings.environment, worlds), host);
  const file = data ?? config.data;
  if (data === undefined) await expectLogThere(file);
  const log = await loadLog({ schema: config.schema, file, implied: false }, host);
  expectSameLog(file, log, config.dataHash, data === undefined ? MOVED : '');
  const { settings, schema } = config;
  const shaping =
    'shaping' in settings ? settings.shaping : shapingOfLearned(settings, { schema, schemaFile: null });
  const findings = log.audit({ audit: settings.audit, shaping });
  return loggedTask(config, { contacts: log.contacts, splits: log.split(settings.split), findings }, host);
}

/**
 * Continues a run where it stopped; a run that is finished gives its report.
 *
 * @param folder the run's
 * @throws InputError if no run is there, or it cannot be continued here
 */
export async function resumeRun(folder: string, request: ResumeRequest, host: Host): Promise<RunOutcome> {
  const config = readConfigToContinue(folder, request.worlds);
  const finished = finishedRun(folder, config, host);
  if (finished !== null) return finished;
  const backend = await sameExecution(config, request, host);
  const task = await taskOf(config, request, host);
  const run = openRunFolder(folder, host);
  const isAnew = !new CheckpointFiles(run.paths.checkpoint).exists();
  const warning = isAnew ? `${folder}: stopped before its first checkpoint; it starts anew` : null;
  return finishRun(config, task, backend, run, host, warning);
}
