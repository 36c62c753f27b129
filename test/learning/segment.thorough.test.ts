/** What a run's training learns in the segment world, seed by seed. */
import { join } from 'node:path';
import { ModelQFunction } from '../../src/agents/dqn/model-q-function';
import { GreedyPolicy } from '../../src/policies/greedy';
import { planRun } from '../../src/runs/plan';
import { quietHost } from '../../src/runs/quiet-host';
import { playPolicy, policyResults } from '../../src/runs/simulation/judge';
import { trainSeeds } from '../../src/runs/training-run';
import { wasmLoader } from '../../src/tensor/backends/wasm';
import { runPaths } from '../../src/track/run-folder';
import { segment } from '../../src/worlds/list';
import { useBackend } from '../support/backends';
import { useFreshFolders } from '../support/fresh-folders';

/** Discounted value of the best constant policy: 4.6 million episodes of an independent implementation, ± 1.5. */
const ALWAYS_RESURRECTION = 463_545;

const freshFolder = useFreshFolders();

describe('the default settings with a third of the steps', () => {
  useBackend(wasmLoader);

  it('beat the best constant policy with every seed', async () => {
    const host = quietHost();
    const { run } = await planRun(
      segment,
      { steps: 10_000, seeds: 2, settings: { evaluation: { episodes: 20 } } },
      host,
    );
    const { config, task } = run({ backend: 'wasm', xla: false });
    const trained = await trainSeeds(
      config,
      task,
      runPaths(join(freshFolder(), 'run')),
      () => undefined,
      host,
    );
    const judge = {
      world: segment.open({}),
      gamma: 0.9,
      seed: 1000,
      episodes: 2000,
      planningEpisodes: 1,
      host,
    };
    const lows: number[] = [];
    for (const { saved } of trained!) {
      const model = new ModelQFunction(saved.model);
      const played = await playPolicy(
        judge,
        new GreedyPolicy(model, saved.model.actions),
        'model',
        judge.episodes,
      );
      model.dispose();
      lows.push(policyResults([played])[0]!.metrics.discountedReward!.low!);
    }
    expect(lows).toHaveLength(2);
    expect(Math.min(...lows)).toBeGreaterThan(ALWAYS_RESURRECTION);
  });
});
