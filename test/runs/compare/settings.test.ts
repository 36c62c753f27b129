/** In which settings runs differ. */
import { differingSettings, flatSettings } from '../../../src/runs/compare/settings';
import { planRun } from '../../../src/runs/plan';
import { quietHost } from '../../../src/runs/quiet-host';
import type { SimulationRunConfig } from '../../../src/runs/run-config';
import { ladder } from '../../support/ladder-world';

const flat = (config: object) => flatSettings({ config: { settings: {}, ...config } }, [ladder]);

it('names settings as --set does, and what stands beside them by its own name', () => {
  const config = {
    ...{ kind: 'logged', seed: 3, data: '/a.csv', dataHash: 'abc', schema: { reward: 'profit' } },
    settings: { steps: 5, dqn: { gamma: 0.9, hiddenLayers: [64, 64] } },
  };
  expect(Object.fromEntries(flat(config))).toEqual({
    ...{ seed: 3, 'schema.reward': 'profit' },
    ...{ steps: 5, 'dqn.gamma': 0.9, 'dqn.hiddenLayers': [64, 64] },
  });
});

it('goes on below lists of objects', () => {
  const settings = { world: { flows: [{ mean: 1 }, { mean: 2 }] } };
  expect([...flat({ settings }).keys()]).toEqual(['world.flows.0.mean', 'world.flows.1.mean']);
});

it('keeps what differs, with null where a run has no such setting', () => {
  const runs = [
    { a: 1, b: [1, 2], c: 'x' },
    { a: 1, b: [1, 3] },
    { a: 1, b: [1, 2], c: 'x' },
  ];
  expect(differingSettings(runs.map((settings) => flat({ settings })))).toEqual([
    {
      key: 'b',
      values: [
        [1, 2],
        [1, 3],
        [1, 2],
      ],
    },
    { key: 'c', values: ['x', null, 'x'] },
  ]);
});

it('takes what an older version did not have for its default, in a world that is known', async () => {
  const { run } = await planRun(ladder, { steps: 1200 }, quietHost());
  const config = run({ backend: 'cpu', xla: false }).config as SimulationRunConfig;
  const dqn = { ...config.settings.dqn, nSteps: undefined };
  const older = { ...config, settings: { ...config.settings, dqn } };
  const compare = (worlds: readonly (typeof ladder)[]) =>
    differingSettings([config, older].map((one) => flatSettings({ config: { ...one } }, worlds)));
  expect(compare([ladder])).toEqual([]);
  expect(compare([])).toEqual([{ key: 'dqn.nSteps', values: [config.settings.dqn.nSteps, null] }]);
});
