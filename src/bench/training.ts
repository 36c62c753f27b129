/** Where the time of a whole training goes, at the default settings of the segment task and at the published CSV net. */
import { DqnAgent, type DqnAgentSettings } from '../agents/dqn/dqn-agent';
import { identityScaling } from '../agents/scaling';
import { nullProfiler, SectionProfiler, type Profiler, type Section } from '../core/profiler';
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

/** An agent and its loop as a training makes them, but for scaling and exploration, which make no difference in speed. */
export function makeTraining(
  environment: VectorEnvironment,
  config: DqnConfig,
  { xla = false, profiler = nullProfiler }: { readonly xla?: boolean; readonly profiler?: Profiler } = {},
) {
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
  const agent = new DqnAgent(settings, Random.fromSeed(1), profiler);
  return { agent, loop: new RunLoop(environment, agent, profiler).interactions() };
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
  const profiler = new SectionProfiler(now);
  const { agent, loop } = makeTraining(environment, config, { xla, profiler });
  while (agent.updates === 0) await loop.next();
  const start = { at: now(), steps: agent.transitions, updates: agent.updates, shares: profiler.seconds() };
  while (now() - start.at < milliseconds) await loop.next();
  const seconds = (now() - start.at) / 1000;
  agent.dispose();
  return {
    stepsPerSecond: (agent.transitions - start.steps) / seconds,
    updatesPerSecond: (agent.updates - start.updates) / seconds,
    shares: profiler.shares(start.shares),
  };
}
