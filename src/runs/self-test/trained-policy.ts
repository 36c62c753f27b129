/** A policy that a DQN has just learned, in memory: nothing is written. */
import { DqnAgent } from '../../agents/dqn/dqn-agent';
import { ModelQFunction } from '../../agents/dqn/model-q-function';
import { nullProfiler } from '../../core/profiler';
import { GreedyPolicy } from '../../policies/greedy';
import type { Policy } from '../../policies/policy';
import { nullTracker } from '../../track/tracker';
import { nullCheckpointStore } from '../../train/checkpoint';
import { trainOnline } from '../../train/train-online';
import type { World } from '../../worlds/world';
import { chooseExecution } from '../backend';
import type { Host } from '../host';
import { planSimulation } from '../plan';

export interface TrainedPolicy {
  readonly policy: Policy;
  /** Environment steps of the training. */
  readonly steps: number;
  dispose(): void;
}

/** The backend that npm alone brings: whoever tests with the same seed tests the same network. */
const BACKEND = 'wasm';

/** @returns null if it was stopped */
export async function trainedPolicy(
  world: World,
  { seed, steps }: { readonly seed: number; readonly steps: number },
  host: Host,
): Promise<TrainedPolicy | null> {
  const plan = planSimulation(world, { seed, steps }, host);
  const { execution } = await chooseExecution({ backend: BACKEND }, plan.settings, host);
  const { task } = plan.run(execution);
  const { agent: agentSettings, random, environment, evaluate, settings } = task.training(seed);
  const agent = new DqnAgent(agentSettings, random.fork('agent'));
  const stop = host.listenForStop();
  const progress = host.progress({ title: 'training a DQN', total: steps, unit: 'steps' });
  const { logInterval, checkpointInterval, evaluation } = settings;
  try {
    const { best, finished } = await trainOnline({
      ...{ agent, environment, steps, evaluate, evaluationInterval: evaluation.interval },
      ...{ logInterval, checkpointInterval, identity: 'self-test', clock: host.clock },
      ...{ tracker: nullTracker, checkpoints: nullCheckpointStore, profiler: nullProfiler },
      onProgress: ({ environmentSteps }) => progress.update(environmentSteps, []),
      shouldStop: () => stop.shouldStop(),
    });
    if (!finished) return null;
    const model = new ModelQFunction(best);
    const policy = new GreedyPolicy(
      model,
      best.actions,
      'dqn',
      `learned by a DQN in ${steps.toLocaleString('en-US')} decisions`,
    );
    return { policy, steps, dispose: () => model.dispose() };
  } finally {
    progress.stop();
    stop.release();
    agent.dispose();
  }
}
