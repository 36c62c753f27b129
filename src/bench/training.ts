/** Where the time of a whole training goes, at the default settings of the segment task and at the published CSV net. */
import { DqnAgent, type DqnAgentSettings } from '../agents/dqn/dqn-agent';
import { identityScaling } from '../agents/scaling';
import { SectionProfiler, type Section } from '../core/profiler';
import { Random } from '../core/random';
import type { VectorEnvironment } from '../env/environment';
import { RunLoop } from '../train/run-loop';
import type { DqnConfig } from '../agents/dqn/dqn-config';
import type { Now } from './stopwatch';

export interface TrainingSpeed {
  readonly stepsPerSecond: number;
  readonly updatesPerSecond: number;
  readonly shares: Readonly<Record<Section, number>>;
}

/**
 * Runs the loop for about `milliseconds` after the first update.
 *
 * @param xla whether the updates are compiled
 */
export async function benchTraining(
  environment: VectorEnvironment,
  config: DqnConfig,
  xla: boolean,
  milliseconds: number,
  now: Now,
): Promise<TrainingSpeed> {
  const { features } = environment.observationSpec;
  const settings: DqnAgentSettings = {
    config,
    scaling: identityScaling(features.length, config.rewardScale),
    features,
    actions: environment.actions,
    masked: false,
    epsilonSteps: 1,
    xla,
  };
  const warmUp = new SectionProfiler(now);
  const agent = new DqnAgent(settings, Random.fromSeed(1), warmUp);
  const loop = new RunLoop(environment, agent, warmUp).interactions();
  while (agent.updates === 0) await loop.next();
  const start = { at: now(), steps: agent.transitions, updates: agent.updates, shares: warmUp.seconds() };
  while (now() - start.at < milliseconds) await loop.next();
  const seconds = (now() - start.at) / 1000;
  agent.dispose();
  return {
    stepsPerSecond: (agent.transitions - start.steps) / seconds,
    updatesPerSecond: (agent.updates - start.updates) / seconds,
    shares: warmUp.shares(start.shares),
  };
}
