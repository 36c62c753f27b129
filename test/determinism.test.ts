import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DqnAgent } from '../src/agents/dqn/dqn-agent';
import { dqnConfigSchema } from '../src/agents/dqn/dqn-config';
import { NormalGenerator } from '../src/core/normal-generator';
import { nullProfiler } from '../src/core/profiler';
import { Random } from '../src/core/random';
import { defaultSegmentConfig } from '../src/worlds/segment/settings';
import { SegmentSimulator } from '../src/worlds/segment/simulator';
import { rollout } from '../src/evaluate/simulated/rollout';
import { GreedyPolicy } from '../src/policies/greedy';
import { meanInterval } from '../src/stats/intervals';
import { MetricsCsv } from '../src/track/metrics-csv';
import { nullCheckpointStore } from '../src/train/checkpoint';
import { trainOnline } from '../src/train/train-online';
import { describeOnBackends } from './support/backends';
import { bits } from './support/bits';
import { useFreshFolders } from './support/fresh-folders';

const freshFolder = useFreshFolders();

const segment = (lanes: number, random: Random) =>
  new SegmentSimulator({ ...defaultSegmentConfig, periods: 10 }, lanes, NormalGenerator.from(random));

/** A short training in the simulator. @returns all that it leaves behind, as text of its bits */
async function train(seed: number): Promise<{ weights: string; curve: string; metrics: string }> {
  const random = Random.fromSeed(seed);
  const environment = segment(4, random.fork('environment'));
  const { actions, observationSpec } = environment;
  const config = dqnConfigSchema.parse({
    hiddenLayers: [16],
    batchSize: 16,
    learningStarts: 40,
    target: { period: 10 },
    rewardScale: 1e-5,
  });
  const agent = new DqnAgent(
    {
      config,
      scaling: {
        observationOffset: [0, 0, 0],
        observationScale: [1 / 5000, 1 / 5000, 1 / 5000],
        rewardScale: config.rewardScale,
      },
      features: observationSpec.features,
      actions,
      masked: false,
      epsilonSteps: 200,
      xla: false,
    },
    random.fork('agent'),
  );
  const metrics = join(freshFolder(), 'metrics.csv');
  const tracker = new MetricsCsv(metrics);
  const { best, learningCurve } = await trainOnline({
    agent,
    environment,
    steps: 300,
    evaluate: async (qFunction) => {
      const play = { episodes: 5, lanes: 5, gamma: config.gamma, random: random.fork('evaluation') };
      const { discountedReward } = await rollout(new GreedyPolicy(qFunction, actions), segment, play);
      return meanInterval(discountedReward);
    },
    evaluationInterval: 100,
    logInterval: 50,
    checkpointInterval: 100,
    identity: 'a run',
    tracker,
    checkpoints: nullCheckpointStore,
    clock: { now: () => 0 },
    profiler: nullProfiler,
    onProgress: () => undefined,
    shouldStop: () => false,
  });
  const weights = bits([best.weights, (await agent.model()).weights]);
  agent.dispose();
  tracker.close();
  return { weights, curve: bits(learningCurve), metrics: readFileSync(metrics, 'utf8') };
}

describeOnBackends('a training', () => {
  it('of one seed leaves the same bytes twice', async () => {
    expect(await train(1)).toEqual(await train(1));
  });

  it('of another seed leaves others', async () => {
    const [first, second] = [await train(1), await train(2)];
    expect(second.weights).not.toBe(first.weights);
    expect(second.curve).not.toBe(first.curve);
    expect(second.metrics).not.toBe(first.metrics);
    expect(second.metrics.split('\n')[0]).toBe(first.metrics.split('\n')[0]);
  });
});
