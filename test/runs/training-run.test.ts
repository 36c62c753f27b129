/** What a training says of itself is true. */
import { join } from 'node:path';
import { train, type TrainSettings } from '../../src';
import { useFreshFolders } from '../support/fresh-folders';
import { hearingHost } from '../support/hosts';
import { ladder } from '../support/ladder-world';

const freshFolder = useFreshFolders();

async function trained(settings: TrainSettings, seeds = 1) {
  const host = hearingHost();
  const out = join(freshFolder(), 'run');
  const short = { evaluation: { episodes: 2 }, report: { episodes: 2 } };
  const dqn = { hiddenLayers: [4], batchSize: 4, ...settings.dqn };
  const { report } = await train(
    ladder,
    { ...short, ...settings, dqn },
    { out, seeds, backend: 'cpu', host },
  );
  return { training: report!.training, ...host.heard };
}

describe('that nothing will be learned', () => {
  // Lanes step together until the steps are made, and from the 1,001st transition on each makes a quarter of an update
  // due: 4 steps of 300 lanes are 1,200 transitions, 32 steps of 32 lanes 1,024.
  it.each([
    { steps: 1000, environments: 300, updates: 50 },
    { steps: 1000, environments: 32, updates: 6 },
    { steps: 1004, environments: 1, updates: 1 },
    { steps: 1000, environments: 100, updates: 0 },
    { steps: 1003, environments: 1, updates: 0 },
  ])('is said only where no update runs: %j', async ({ steps, environments, updates }) => {
    const { training, warn } = await trained({ steps, environments });
    expect(training.gradientUpdates).toBe(updates);
    const sentence = `${steps} steps end before learning starts (learningStarts 1000): nothing will be learned`;
    expect(warn).toEqual(updates === 0 ? [sentence] : []);
  });
});

it('what it says first is what it takes: the memory, then how updates are run', async () => {
  const { info } = await trained({
    steps: 8,
    environments: 4,
    dqn: { replayCapacity: 1000, learningStarts: 4 },
  });
  // Per transition two observations of one feature, action, reward and discount, four bytes each.
  // A layer of 4 units and one of 2, each with its bias: 8 + 10 numbers, their copies and two moments of each.
  expect(info.slice(1, 4)).toEqual([
    'network: 18 parameters; learning keeps 0.29 kB of them',
    'replay: 1,000 transitions of 1 features take 0.02 MB',
    'updates: operation by operation',
  ]);
});

it('every seed has a training of its own, in turn', async () => {
  const { info } = await trained({ steps: 8, environments: 4, dqn: { learningStarts: 4 } }, 3);
  expect(info.filter((line) => line.startsWith('seed'))).toEqual(['seed 1', 'seed 2', 'seed 3']);
});
