/** A training in an environment, all of its lanes stepping together, on the way of every run. */
import { DqnAgent, networkFor, replayLayout, type DqnAgentSettings } from '../agents/dqn/dqn-agent';
import { describeNetwork } from '../agents/dqn/network/describe';
import { updatesAfter } from '../agents/dqn/trainer';
import { InputError } from '../core/errors';
import type { Profiler } from '../core/profiler';
import { replayBytes } from '../replay/ring';
import { NotEnoughMemory } from '../tensor/program';
import { trainOnline, type TrainingProgress } from '../train/train-online';
import type { Host } from './host';
import type { LoopSettings } from './loop-settings';
import { compact, evaluationDetail, type SeedLoop } from './seed-loop';
import type { OnlineTraining } from './task';

function progressDetails(
  { epsilon, trainingReturn, evaluation }: TrainingProgress,
  objective: string,
): string[] {
  return [
    ...evaluationDetail(objective, evaluation),
    ...(trainingReturn === null ? [] : [`return ${compact.format(trainingReturn)}`]),
    `epsilon ${epsilon.toFixed(2)}`,
  ];
}

/** Updates that a training will make, all of its lanes stepping together. */
function plannedUpdates({ steps, environments, dqn }: LoopSettings): number {
  return updatesAfter(dqn, Math.ceil(steps / environments) * environments);
}

function announce({ agent, settings }: OnlineTraining, { logger }: Host): void {
  const layout = replayLayout(agent);
  logger.info(describeNetwork(networkFor(agent)).at(-1)!);
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
function makeAgent({ agent, random }: OnlineTraining, profiler: Profiler, { logger }: Host): DqnAgent {
  const onFallback = (reason: string) => logger.warn(`updates: ${reason}`);
  try {
    return new DqnAgent({ ...agent, onFallback }, random.fork('agent'), profiler);
  } catch (error) {
    // What V8 says of an array that it cannot allocate.
    const isAllocation = error instanceof RangeError && /allocation failed|array length/i.test(error.message);
    throw isAllocation ? tooLittleMemory(agent, '', error) : withSettings(error, agent);
  }
}

/** Says what it will take, and takes it. @throws InputError if the machine does not have it */
export function onlineLoop(
  training: OnlineTraining,
  objective: string,
  profiler: Profiler,
  host: Host,
): SeedLoop {
  const { environment, evaluate, settings } = training;
  const { steps, evaluation, logInterval, checkpointInterval } = settings;
  announce(training, host);
  const agent = makeAgent(training, profiler, host);
  return {
    length: steps,
    get program() {
      return agent.program;
    },
    async train({ onProgress, ...surroundings }) {
      try {
        return await trainOnline({
          ...{ agent, environment, steps, evaluate, profiler, ...surroundings },
          ...{ logInterval, checkpointInterval, evaluationInterval: evaluation.interval },
          onProgress: (now) => onProgress(now.environmentSteps, progressDetails(now, objective)),
        });
      } catch (error) {
        // The work memory of a step is asked for when it is first run.
        throw withSettings(error, training.agent);
      }
    },
    dispose: () => agent.dispose(),
  };
}
