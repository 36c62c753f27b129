/** One training in one folder, whatever it trains on: trackers, checkpoints, progress, stopping, the saved model. */
import { existsSync } from 'node:fs';
import { SectionProfiler, type Profiler } from '../core/profiler';
import { CheckpointFiles } from '../store/checkpoint-files';
import { loadModel, saveModel, type LoadedModel } from '../store/model-store';
import { fanOut } from '../track/fan-out';
import { MetricsCsv } from '../track/metrics-csv';
import { besidePaths, seedPaths, type RunPaths } from '../track/run-folder';
import { TensorBoardEvents } from '../track/tensorboard';
import type { TrainingResult } from '../train/training-result';
import type { Host } from './host';
import { configHash, type RunConfig } from './run-config';
import { offlineLoop } from './offline-loop';
import { onlineLoop } from './online-loop';
import type { SeedLoop } from './seed-loop';
import type { FinishedTraining, Learning, Task, Training } from './task';

/** One seed of a run. */
interface SeedRun {
  readonly config: RunConfig;
  readonly task: Learning;
  readonly seed: number;
  readonly paths: RunPaths;
  /** Told after every step of all lanes. */
  readonly onStep: () => void;
}

/** Says so where a part of the training is done already. */
function announceStart({ config, seed }: SeedRun, start: number, length: number, { logger }: Host): void {
  if (start >= length) {
    logger.info(
      `${config.seeds > 1 ? `seed ${seed}: ` : ''}all ${length} steps are done; what is left is to judge`,
    );
  } else if (start > 0) {
    logger.info(`continuing at ${start} of ${length} steps`);
  }
}

async function saveBest(
  { config, task, seed, paths }: SeedRun,
  result: TrainingResult,
  { clock }: Host,
): Promise<LoadedModel> {
  const { environmentSteps, gradientUpdates } = result.kept!;
  const details = {
    ...{ version: config.version, configHash: configHash(config), seed, ...task.details(result) },
    createdAt: new Date(clock.now()).toISOString(),
    objective: task.objective,
    training: { environmentSteps, gradientUpdates },
  };
  await saveModel(paths.folder, result.best, details, null, task.customers);
  return loadModel(paths.model);
}

const programs: Readonly<Record<SeedLoop['program'], string>> = {
  eager: 'operation by operation',
  graph: 'recorded as one TensorFlow graph',
  wasm: 'compiled to one WebAssembly function',
};

function describeProgram({ program }: SeedLoop, xla: boolean): string {
  const compiled = program === 'graph' ? `, ${xla ? '' : 'not '}compiled by XLA` : '';
  return `updates: ${programs[program]}${compiled}`;
}

function describeTime(profiler: SectionProfiler): string {
  const shares = Object.entries(profiler.shares()).map(
    ([name, share]) => `${name} ${(100 * share).toFixed(0)} %`,
  );
  return `time: ${shares.join(', ')}`;
}

function loopOf(training: Training, objective: string, profiler: Profiler, host: Host): SeedLoop {
  return 'environment' in training
    ? onlineLoop(training, objective, profiler, host)
    : offlineLoop(training, objective, profiler, host);
}

/**
 * Trains, or continues the training whose checkpoint lies in the folder, and saves the best model.
 *
 * @returns null if it was stopped; a checkpoint is then saved
 */
async function trainSeed(run: SeedRun, host: Host): Promise<FinishedTraining | null> {
  const { config, task, seed, paths, onStep } = run;
  const training = task.training(seed);
  const checkpoints = new CheckpointFiles(paths.checkpoint);
  const start = checkpoints.environmentSteps();
  const profiler = new SectionProfiler(() => performance.now());
  const loop = loopOf(training, task.objective, profiler, host);
  announceStart(run, start, loop.length, host);
  host.logger.info(describeProgram(loop, config.xla));
  const csv = new MetricsCsv(paths.metrics);
  const tensorboard = new TensorBoardEvents(paths.folder, { clock: host.clock, host: host.processes.host });
  const stop = host.listenForStop();
  const progress = host.progress({ title: 'training', total: loop.length, start, unit: 'steps' });
  try {
    const result = await loop.train({
      identity: configHash(config),
      tracker: fanOut({ csv, tensorboard }),
      checkpoints,
      clock: host.clock,
      onProgress: (done, details) => {
        onStep();
        progress.update(done, [...details]);
      },
      shouldStop: () => stop.shouldStop(),
    });
    progress.stop();
    if (!result.finished) return null;
    if (start < loop.length) host.logger.info(describeTime(profiler));
    const program = { program: loop.program, xla: config.xla };
    const isSaved = start >= loop.length && existsSync(paths.model);
    const saved = isSaved ? await loadModel(paths.model) : await saveBest(run, result, host);
    // Asked for in the last moments: the checkpoint is that of the last step, and what is left is to judge.
    if (await stop.shouldStop()) return null;
    for (const remark of training.remarks(result)) host.logger.warn(remark);
    return { seed, folder: paths.folder, result, saved, program };
  } finally {
    progress.stop();
    stop.release();
    csv.close();
    tensorboard.close();
    loop.dispose();
  }
}

/**
 * Trains every seed of a run, one after the other: its own first, in the run's folder, the further ones in folders of
 * their own.
 *
 * @param onStep told after every step of all lanes
 * @returns a training per seed; null if one was stopped
 */
export async function trainSeeds(
  config: RunConfig,
  task: Task,
  paths: RunPaths,
  onStep: () => void,
  host: Host,
): Promise<FinishedTraining[] | null> {
  const trained: FinishedTraining[] = [];
  for (let seed = config.seed; seed < config.seed + config.seeds; seed += 1) {
    if (config.seeds > 1) host.logger.info(`seed ${seed}`);
    const place = seed === config.seed ? paths : seedPaths(paths.folder, seed);
    const training = await trainSeed({ config, task, seed, paths: place, onStep }, host);
    if (training === null) return null;
    trained.push(training);
  }
  return trained;
}

/**
 * Trains what the task wants to judge beside the run's own seed, in a folder of its own with a checkpoint of its own.
 *
 * @returns null if there is nothing of the kind; `stopped` if it was stopped
 */
export async function trainBeside(
  config: RunConfig,
  task: Task,
  own: FinishedTraining,
  onStep: () => void,
  host: Host,
): Promise<FinishedTraining | null | 'stopped'> {
  const learning = task.beside?.(own) ?? null;
  if (learning === null) return null;
  host.logger.info(learning.announcement);
  const paths = besidePaths(own.folder, learning.name);
  const training = await trainSeed({ config, task: learning, seed: own.seed, paths, onStep }, host);
  if (training === null) return 'stopped';
  host.logger.info(`learned in ${training.result.wallSeconds.toFixed(1)} s`);
  return training;
}
