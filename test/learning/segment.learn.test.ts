import { DqnAgent } from '../../src/agents/dqn/dqn-agent';
import { NormalGenerator } from '../../src/core/normal-generator';
import { nullProfiler } from '../../src/core/profiler';
import { Random } from '../../src/core/random';
import { defaultSegmentConfig } from '../../src/worlds/segment/settings';
import { SegmentSimulator } from '../../src/worlds/segment/simulator';
import { rollout } from '../../src/evaluate/simulated/rollout';
import { ModelQFunction } from '../../src/agents/dqn/model-q-function';
import { GreedyPolicy } from '../../src/policies/greedy';
import type { QFunction } from '../../src/policies/policy';
import { meanInterval } from '../../src/stats/intervals';
import { wasmLoader } from '../../src/tensor/backends/wasm';
import { nullTracker } from '../../src/track/tracker';
import { nullCheckpointStore } from '../../src/train/checkpoint';
import { simulationSettings } from '../../src/runs/simulation/settings';
import { segment as world } from '../../src/worlds/segment/world';
import { trainOnline } from '../../src/train/train-online';
import { useBackend } from '../support/backends';

/** Discounted value of the best constant policy, from an independent implementation. */
const ALWAYS_RESURRECTION = 463_531;
const STEPS = 10_000;

describe('the default settings with a third of the steps', () => {
  useBackend(wasmLoader);

  it('beat the best constant policy of the segment task', async () => {
    const { dqn, environments, evaluation } = simulationSettings(world).parse(world.defaults);
    const segment = defaultSegmentConfig;
    const random = Random.fromSeed(1);
    const make = (lanes: number, stream: Random) =>
      new SegmentSimulator(segment, lanes, NormalGenerator.from(stream));
    const environment = make(environments, random.fork('environment'));
    const { actions, observationSpec } = environment;
    const customers = segment.start.active + segment.start.semiActive + segment.start.nonActive;
    const agent = new DqnAgent(
      {
        config: dqn,
        scaling: {
          observationOffset: [0, 0, 0],
          observationScale: [1 / customers, 1 / customers, 1 / customers],
          rewardScale: dqn.rewardScale,
        },
        features: observationSpec.features,
        actions,
        masked: false,
        epsilonSteps: dqn.epsilon.decayShare * STEPS,
        xla: false,
      },
      random.fork('agent'),
    );
    const valueOf = async (qFunction: QFunction, episodes: number, stream: Random) => {
      const play = { episodes, lanes: episodes, gamma: dqn.gamma, random: stream };
      return meanInterval((await rollout(new GreedyPolicy(qFunction, actions), make, play)).discountedReward);
    };
    const { best } = await trainOnline({
      agent,
      environment,
      steps: STEPS,
      evaluate: (qFunction) => valueOf(qFunction, evaluation.episodes, random.fork('evaluation')),
      evaluationInterval: evaluation.interval,
      logInterval: 1000,
      checkpointInterval: STEPS,
      identity: 'a run',
      tracker: nullTracker,
      checkpoints: nullCheckpointStore,
      clock: { now: () => 0 },
      profiler: nullProfiler,
      onProgress: () => undefined,
      shouldStop: () => false,
    });
    agent.dispose();
    const model = new ModelQFunction(best);
    const { low } = await valueOf(model, 2000, Random.fromSeed(1000));
    expect(low).toBeGreaterThan(ALWAYS_RESURRECTION);
    model.dispose();
  }, 60_000);
});
