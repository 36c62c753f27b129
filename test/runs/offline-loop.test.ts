/** What of the candidate that was kept becomes part of the model. */
import type { Model } from '../../src/agents/model';
import { nullProfiler } from '../../src/core/profiler';
import { Random } from '../../src/core/random';
import { offlineLoop } from '../../src/runs/offline-loop';
import { quietHost } from '../../src/runs/quiet-host';
import type { OfflineCandidate } from '../../src/runs/task';
import { nullTracker } from '../../src/track/tracker';
import { nullCheckpointStore } from '../../src/train/checkpoint';
import { chooseBackend } from '../../src/tensor/backend';
import { columnsOf, settingsFor } from '../support/offline-learner';
import { MemoryCheckpoints } from '../support/memory-run';
import { BY_ONE_FEATURE } from '../support/support-filters';

const columns = columnsOf(
  Array.from({ length: 8 }, (_, i) => ({ place: 0, action: i % 2, reward: i })),
  { places: 1, actions: 2 },
);
const unlogged = { noActionReward: 3, startsFrom: [] };

function candidate(
  value: number,
  leastOfLikeliest: number,
  batchSize: number,
  opened: () => void,
): OfflineCandidate {
  return {
    learner: settingsFor(columns, { kind: 'dqn', doubleQ: false, conservativeWeight: 0 }, { batchSize }),
    decisions: () => {
      opened();
      return columns;
    },
    support: { ...BY_ONE_FEATURE, leastOfLikeliest },
    validate: () =>
      Promise.resolve({
        value: { value, low: null, high: null, level: 0.95 },
        ...{ estimator: 'dr', isRough: false },
      }),
    valueBound: () => 100,
    random: Random.fromSeed(1),
  };
}

async function loopOf(values: readonly number[], checkpoints = nullCheckpointStore, batchSize = 8) {
  const said: string[] = [];
  await chooseBackend('cpu', {});
  const opened = values.map(() => 0);
  const priced = (model: Model) => Promise.resolve({ ...model, charges: [0, model.scaling.rewardScale] });
  const shrunk = (model: Model) =>
    Promise.resolve({
      model: { ...model, scaling: { ...model.scaling, rewardScale: 11 } },
      calibration: { means: [0, 0], kept: 0.5, slope: { value: 0.6, low: null, high: null, level: 0.95 } },
    });
  const loop = offlineLoop(
    {
      budget: { leastPasses: 1, mostPasses: 1, patience: 1 },
      rows: 8,
      candidates: values.map((value, i) => candidate(value, i / 10, batchSize, () => (opened[i]! += 1))),
      ...{ unlogged, shrunk, priced, remarks: () => [] },
    },
    'value',
    nullProfiler,
    quietHost(),
  );
  const result = await loop.train({
    ...{ identity: 'a run', tracker: nullTracker, checkpoints, clock: { now: () => 0 } },
    ...{ onProgress: (_, details) => said.push(...details), shouldStop: () => false },
  });
  loop.dispose();
  return { result, opened, said };
}

it('is its support, what is assumed, what its differences are drawn together by, and then what actions are charged', async () => {
  const { result, opened } = await loopOf([1, 5, 3]);
  expect(result.selection!.chosen).toBe(1);
  expect(result.best.support!.leastOfLikeliest).toBe(0.1);
  expect(result.best).toMatchObject({ unlogged, scaling: { rewardScale: 11 }, charges: [0, 11] });
  expect(result.calibration).toMatchObject({ kept: 0.5 });
  expect(opened).toEqual([1, 1, 1]);
});

it('is in no pass beyond the last one, whatever the last batch has of it', async () => {
  // 3 batches of 3 are 9 of 8 decisions.
  const { result, said } = await loopOf([1], nullCheckpointStore, 3);
  expect(result.environmentSteps).toBe(9);
  expect(said.filter((detail) => detail.startsWith('pass'))).toContain('pass 1');
  expect(said).not.toContain('pass 2');
});

it('is the same for a run that goes on when all of them are done', async () => {
  const checkpoints = new MemoryCheckpoints();
  const first = await loopOf([1, 5, 3], checkpoints);
  const again = await loopOf([1, 5, 3], checkpoints);
  expect(again.result).toEqual(first.result);
  // The first is opened to say how updates are run, and given back.
  expect(again.opened).toEqual([1, 0, 0]);
});
