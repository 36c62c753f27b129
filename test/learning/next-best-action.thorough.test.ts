/** What a run's training learns where the truth is known in closed form. */
import { join } from 'node:path';
import { ModelQFunction } from '../../src/agents/dqn/model-q-function';
import { GreedyPolicy } from '../../src/policies/greedy';
import { planRun } from '../../src/runs/plan';
import { quietHost } from '../../src/runs/quiet-host';
import { trainSeeds } from '../../src/runs/training-run';
import { wasmLoader } from '../../src/tensor/backends/wasm';
import { runPaths } from '../../src/track/run-folder';
import { nextBestAction } from '../../src/worlds/list';
import { choicesTable } from '../../src/worlds/next-best-action/views';
import { nextBestActionConfigSchema } from '../../src/worlds/next-best-action/settings';
import { useBackend } from '../support/backends';
import { useFreshFolders } from '../support/fresh-folders';

const freshFolder = useFreshFolders();

describe.each(['unframed', 'framed'])('%s, the default settings with a third of the steps', (framing) => {
  useBackend(wasmLoader);

  it('advertise first and then make a large discount, with every seed', async () => {
    const host = quietHost();
    const world = { [nextBestAction.name]: { framing } };
    const { run } = await planRun(nextBestAction, { steps: 10_000, seeds: 2, settings: world }, host);
    const { config, task } = run({ backend: 'wasm', xla: false });
    const paths = runPaths(join(freshFolder(), 'run'));
    const trained = await trainSeeds(config, task, paths, () => undefined, host);
    for (const { saved } of trained!) {
      const model = new ModelQFunction(saved.model);
      const policy = new GreedyPolicy(model, saved.model.actions);
      const { rows } = await choicesTable(policy, nextBestActionConfigSchema.parse({ framing }), 1);
      model.dispose();
      expect(rows.slice(0, 2).map((row) => [row[0], row.at(-1)])).toEqual([
        ['none', 'advertisement'],
        ['advertisement', 'large-discount'],
      ]);
    }
    expect(trained).toHaveLength(2);
  });
});
