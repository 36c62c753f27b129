/** One training in one folder, whatever it trains on: trackers, checkpoints, progress, stopping, the saved model. */
import { existsSync } from 'node:fs';
import { DqnAgent, networkFor, replayLayout, type DqnAgentSettings } from '../agents/dqn/dqn-agent';
import { updatesAfter } from '../agents/dqn/trainer';
import { describeNetwork } from '../agents/dqn/network/describe';
import { InputError } from '../core/errors';
import { SectionProfiler, type Profiler } from '../core/profiler';
import { replayBytes } from '../replay/ring';
import { CheckpointFiles } from '../store/checkpoint-files';
import { loadModel, saveModel, type LoadedModel } from '../store/model-store';
import { NotEnoughMemory } from '../tensor/program';
import { fanOut } from '../track/fan-out';
import { MetricsCsv } from '../track/metrics-csv';
import { seedPaths, type RunPaths } from '../track/run-folder';
import { TensorBoardEvents } from '../track/tensorboard';
import { trainOnline, type TrainingProgress } from '../train/train-online';
import { bestPoint, type TrainingResult } from '../train/training-result';
import type { Host } from './host';
import type { LoopSettings } from './loop-settings';
import { configHash, type RunConfig } from './run-config';
import type { FinishedTraining, Task, Training } from './task';

/** One seed of a run. */
interface SeedRun {
  readonly config: RunConfig;
  readonly task: Task;
  readonly seed: number;
  readonly paths: RunPaths;
  /** Told after every step of all lanes. */
  readonly onStep: () => void;
}

const compact = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 4 });

function progressDetails(
  { epsilon, trainingReturn, evaluation }: TrainingProgress,
  objective: string,
): string[] {
  return [
    ...(evaluation === null ? [] : [`${objective} ${compact.format(evaluation)}`]),
    ...(trainingReturn === null ? [] : [`return ${compact.format(trainingReturn)}`]),
    `epsilon ${epsilon.toFixed(2)}`,
  ];
}

/** Updates that a training will make, all of its lanes stepping together. */
function plannedUpdates({ steps, environments, dqn }: LoopSettings): number {
  return updatesAfter(dqn, Math.ceil(steps / environments) * environments);
}

function announce({ config, seed }: SeedRun, training: Training, start: number, { logger }: Host): void {
  const { settings } = config;
  const layout = replayLayout(training.agent);
  logger.info(describeNetwork(networkFor(training.agent)).at(-1)!);
  const megabytes = replayBytes(layout) / 1e6;
  logger.info(
    `replay: ${compact.format(layout.capacity)} transitions of ${layout.features} features take ${compact.format(megabytes)} MB`,
  );
  const { learningStarts } = settings.dqn;
  if (plannedUpdates(settings) === 0) {
    logger.warn(
      `${settings.steps} steps end before learning starts (learningStarts ${learningStarts}): nothing will be learned`,
    );
  }
  if (start >= settings.steps) {
    logger.info(
      `${config.seeds > 1 ? `seed ${seed}: ` : ''}all ${settings.steps} steps are done; what is left is to judge`,
    );
  } else if (start > 0) {
    logger.info(`continuing at ${start} of ${settings.steps} steps`);
  }
}

async function saveBest(
  { config, task, seed, paths }: SeedRun,
  result: TrainingResult,
  { clock }: Host,
): Promise<LoadedModel> {
  const { environmentSteps, gradientUpdates } = bestPoint(result.learningCurve);
  await saveModel(paths.folder, result.best, {
    ...{ version: config.version, configHash: configHash(config), seed, ...task.details },
    createdAt: new Date(clock.now()).toISOString(),
    objective: task.objective,
    training: { environmentSteps, gradientUpdates },
  });
  return loadModel(paths.model);
}

function tooLittleMemory({ config }: DqnAgentSettings, needed: string, cause: unknown): InputError {
  const { replayCapacity, hiddenLayers, batchSize } = config;
  return new InputError(
    'settings dqn: expected a replay, a network and batches that fit the memory, got ' +
      `replayCapacity ${replayCapacity}, hiddenLayers ${hiddenLayers.join('-')} and batchSize ${batchSize}${needed}`,
    { cause },
  );
}

/** What a program has too little memory for, as a line for whoever chose the settings; any other error as it is. */
function withSettings(error: unknown, settings: DqnAgentSettings): unknown {
  return error instanceof NotEnoughMemory ? tooLittleMemory(settings, `: ${error.message}`, error) : error;
}

/** Takes the memory that was announced. @throws InputError if the machine does not have it */
function makeAgent({ agent, random }: Training, profiler: Profiler, { logger }: Host): DqnAgent {
  const onFallback = (reason: string) => logger.warn(`updates: ${reason}`);
  try {
    return new DqnAgent({ ...agent, onFallback }, random.fork('agent'), profiler);
  } catch (error) {
    // What V8 says of an array that it cannot allocate.
    const isAllocation = error instanceof RangeError && /allocation failed|array length/i.test(error.message);
    throw isAllocation ? tooLittleMemory(agent, '', error) : withSettings(error, agent);
  }
}

const programs: Readonly<Record<DqnAgent['program'], string>> = {
  eager: 'operation by operation',
  graph: 'recorded as one TensorFlow graph',
  wasm: 'compiled to one WebAssembly function',
};

function describeProgram({ program }: DqnAgent, xla: boolean): string {
  const compiled = program === 'graph' ? `, ${xla ? '' : 'not '}compiled by XLA` : '';
  return `updates: ${programs[program]}${compiled}`;
}

function describeTime(profiler: SectionProfiler): string {
  const shares = Object.entries(profiler.shares()).map(
    ([name, share]) => `${name} ${(100 * share).toFixed(0)} %`,
  );
  return `time: ${shares.join(', ')}`;
}

/**
 * Trains, or continues the training whose checkpoint lies in the folder, and saves the best model.
 *
 * @returns null if it was stopped; a checkpoint is then saved
 */
async function trainSeed(run: SeedRun, host: Host): Promise<FinishedTraining | null> {
  const { config, task, seed, paths, onStep } = run;
  const { steps, evaluation, logInterval, checkpointInterval } = config.settings;
  const training = task.training(seed);
  const checkpoints = new CheckpointFiles(paths.checkpoint);
  const start = checkpoints.environmentSteps();
  announce(run, training, start, host);
  const profiler = new SectionProfiler(() => performance.now());
  const agent = makeAgent(training, profiler, host);
  host.logger.info(describeProgram(agent, config.xla));
  const csv = new MetricsCsv(paths.metrics);
  const tensorboard = new TensorBoardEvents(paths.folder, { clock: host.clock, host: host.processes.host });
  const stop = host.listenForStop();
  const progress = host.progress({ title: 'training', total: steps, start, unit: 'steps' });
  try {
    const result = await trainOnline({
      ...{ agent, environment: training.environment, steps, evaluate: training.evaluate },
      ...{ logInterval, checkpointInterval, evaluationInterval: evaluation.interval },
      identity: configHash(config),
      tracker: fanOut({ csv, tensorboard }),
      checkpoints,
      profiler,
      clock: host.clock,
      onProgress: (now) => {
        onStep();
        progress.update(now.environmentSteps, progressDetails(now, task.objective));
      },
      shouldStop: () => stop.shouldStop(),
    });
    progress.stop();
    if (!result.finished) return null;
    if (start < steps) host.logger.info(describeTime(profiler));
    const program = { program: agent.program, xla: config.xla };
    const isSaved = start >= steps && existsSync(paths.model);
    const saved = isSaved ? await loadModel(paths.model) : await saveBest(run, result, host);
    // Asked for in the last moments: the checkpoint is that of the last step, and what is left is to judge.
    if (await stop.shouldStop()) return null;
    for (const remark of training.remarks()) host.logger.warn(remark);
    return { seed, result, saved, program };
  } catch (error) {
    // The work memory of a step is asked for when it is first run.
    throw withSettings(error, training.agent);
  } finally {
    progress.stop();
    stop.release();
    csv.close();
    tensorboard.close();
    agent.dispose();
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
  host.logger.info(`judging what was learned; after Ctrl-C: ${host.resumeCommand(paths.folder)}`);
  return trained;
}
