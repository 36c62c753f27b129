/** One training in one folder, whatever it trains on: trackers, checkpoints, progress, Ctrl-C, the saved model. */
import type { DqnAgentSettings } from '../agents/dqn/dqn-agent';
import { DqnAgent, replayLayout } from '../agents/dqn/dqn-agent';
import type { Estimate } from '../core/estimate';
import { InputError } from '../core/errors';
import { SectionProfiler, type Profiler } from '../core/profiler';
import type { Random } from '../core/random';
import type { VectorEnvironment } from '../env/environment';
import type { QFunction } from '../policies/policy';
import { replayBytes } from '../replay/ring';
import { CheckpointFiles } from '../store/checkpoint-files';
import { loadModel, saveModel, type LoadedModel, type ModelDetails } from '../store/model-store';
import { fanOut } from '../track/fan-out';
import { MetricsCsv } from '../track/metrics-csv';
import { seedPaths, type RunPaths } from '../track/run-folder';
import { TensorBoardEvents } from '../track/tensorboard';
import { bestPoint, trainOnline, type TrainingProgress, type TrainingResult } from '../train/train-online';
import { resumeCommand } from './command-line';
import type { Context } from './context';
import { listenForStop } from './context';

export interface TrainingJob {
  readonly paths: RunPaths;
  readonly random: Random;
  readonly environment: VectorEnvironment;
  readonly agent: DqnAgentSettings;
  readonly steps: number;
  readonly evaluate: (agent: QFunction) => Promise<Estimate>;
  readonly evaluationInterval: number;
  readonly logInterval: number;
  readonly checkpointInterval: number;
  /** How the objective is called in the progress line. */
  readonly objective: string;
  readonly details: Omit<ModelDetails, 'createdAt' | 'training' | 'objective'>;
}

/** A training that reached its last step. */
export interface FinishedTraining {
  readonly result: TrainingResult;
  /** What was saved, read back from the disk: the report judges this. */
  readonly saved: LoadedModel;
  /** How the updates were run. */
  readonly program: ProgramInfo;
}

/** What a report says of how updates were run. */
export interface ProgramInfo {
  readonly program: DqnAgent['program'];
  readonly xla: boolean;
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

function announce(job: TrainingJob, start: number, context: Context): void {
  const { capacity, features } = replayLayout(job.agent);
  const megabytes = replayBytes(replayLayout(job.agent)) / 1e6;
  context.logger.info(
    `replay: ${compact.format(capacity)} transitions of ${features} features take ${compact.format(megabytes)} MB`,
  );
  const { learningStarts } = job.agent.config;
  if (job.steps <= learningStarts) {
    context.logger.warn(
      `${job.steps} steps end before learning starts (learningStarts ${learningStarts}): nothing will be learned`,
    );
  }
  if (start >= job.steps) {
    context.logger.info(
      `all ${job.steps} steps are done; judging the model for the report, which is missing`,
    );
  } else if (start > 0) {
    context.logger.info(`continuing at ${start} of ${job.steps} steps`);
  }
}

async function saveBest(job: TrainingJob, result: TrainingResult, context: Context): Promise<LoadedModel> {
  const { environmentSteps, gradientUpdates } = bestPoint(result.learningCurve);
  await saveModel(job.paths.folder, result.best, {
    ...job.details,
    createdAt: new Date(context.clock.now()).toISOString(),
    objective: job.objective,
    training: { environmentSteps, gradientUpdates },
  });
  return loadModel(job.paths.model);
}

/** Takes the memory that was announced. @throws InputError if the machine does not have it */
function makeAgent(job: TrainingJob, profiler: Profiler): DqnAgent {
  try {
    return new DqnAgent(job.agent, job.random.fork('agent'), profiler);
  } catch (error) {
    // What V8 says of an array that it cannot allocate.
    if (!(error instanceof RangeError && /allocation failed|array length/i.test(error.message))) throw error;
    const { replayCapacity, hiddenLayers } = job.agent.config;
    throw new InputError(
      `settings dqn: expected a replay and a network that fit the memory, got ${replayCapacity} transitions and layers ${hiddenLayers.join('-')}`,
      { cause: error },
    );
  }
}

/**
 * Trains, or continues the training whose checkpoint lies in the folder, and saves the best model.
 *
 * @returns null if Ctrl-C stopped it; a checkpoint is then saved
 */
async function runTraining(job: TrainingJob, context: Context): Promise<FinishedTraining | null> {
  const checkpoints = new CheckpointFiles(job.paths.checkpoint);
  const start = checkpoints.environmentSteps();
  announce(job, start, context);
  const profiler = new SectionProfiler(() => performance.now());
  const agent = makeAgent(job, profiler);
  const ways: Readonly<Record<DqnAgent['program'], string>> = {
    eager: 'operation by operation',
    graph: `recorded as one TensorFlow graph, ${job.agent.xla ? 'compiled by XLA' : 'not compiled by XLA'}`,
    wasm: 'compiled to one WebAssembly function',
  };
  context.logger.info(`updates: ${ways[agent.program]}`);
  const csv = new MetricsCsv(job.paths.metrics);
  const tensorboard = new TensorBoardEvents(job.paths.folder, context);
  const stop = listenForStop(context.logger);
  const progress = context.progress({ title: 'training', total: job.steps, start, unit: 'steps' });
  try {
    const result = await trainOnline({
      ...job,
      agent,
      identity: job.details.configHash,
      tracker: fanOut({ csv, tensorboard }),
      checkpoints,
      profiler,
      clock: context.clock,
      onProgress: (now) => progress.update(now.environmentSteps, progressDetails(now, job.objective)),
      shouldStop: () => stop.shouldStop(),
    });
    progress.stop();
    if (!result.finished) return null;
    const shares = Object.entries(profiler.shares()).map(
      ([name, share]) => `${name} ${(100 * share).toFixed(0)} %`,
    );
    context.logger.info(`time: ${shares.join(', ')}`);
    const program = { program: agent.program, xla: job.agent.xla };
    const saved = await saveBest(job, result, context);
    // Asked for in the last moments: the checkpoint is that of the last step, and what is left is to judge.
    return (await stop.shouldStop()) ? null : { result, saved, program };
  } finally {
    progress.stop();
    stop.release();
    csv.close();
    tensorboard.close();
    agent.dispose();
  }
}

/** A run's seeds: its own first, in the run's folder, the further ones in folders of their own. */
interface Seeds {
  readonly seed: number;
  readonly seeds: number;
}

/**
 * Trains every seed of a run, one after the other.
 *
 * @param jobOf what to train under a seed, in the folder given
 * @returns a training per seed, the run's own first; null if Ctrl-C stopped one
 */
export async function trainSeeds<Job extends TrainingJob>(
  { seed: first, seeds }: Seeds,
  paths: RunPaths,
  jobOf: (seed: number, paths: RunPaths) => Job,
  context: Context,
): Promise<(FinishedTraining & { readonly seed: number; readonly job: Job })[] | null> {
  const trained = [];
  for (let seed = first; seed < first + seeds; seed += 1) {
    if (seeds > 1) context.logger.info(`seed ${seed}`);
    const job = jobOf(seed, seed === first ? paths : seedPaths(paths.folder, seed));
    const training = await runTraining(job, context);
    if (training === null) return null;
    trained.push({ ...training, seed, job });
  }
  context.logger.info(`judging what was learned; after Ctrl-C: ${resumeCommand(paths.folder)}`);
  return trained;
}
