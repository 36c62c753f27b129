/** A training on a log: the rows it learns from, those it holds out, and where its report says that the log lies. */
import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { train } from '../../../src';
import { loadLog } from '../../../src/runs/logged/log-source';
import { planRun } from '../../../src/runs/plan';
import { quietHost } from '../../../src/runs/quiet-host';
import type { ReplayRunConfig } from '../../../src/runs/run-config';
import type { OnlineTraining, Task } from '../../../src/runs/task';
import type { LoggedReport } from '../../../src/report/report';
import { useFreshFolders } from '../../support/fresh-folders';
import { readJson } from '../../support/run-files';
import { smallLog } from '../../support/small-log';

const freshFolder = useFreshFolders();
const home = process.cwd();
afterEach(() => process.chdir(home));

async function opened(set: readonly string[] = []) {
  const source = smallLog(freshFolder());
  const plan = await planRun(source, { set }, quietHost());
  const { config, task } = plan.run({ backend: 'cpu', xla: false });
  return {
    config: config as ReplayRunConfig,
    task: task as Task<OnlineTraining>,
    log: await loadLog(source, quietHost()),
  };
}

describe('the split', () => {
  it("holds out the rows that scikit-learn's train_test_split holds out", async () => {
    const { config, log } = await opened();
    const { all, train: learned, test } = log.split(config.settings.split);
    // RandomState(42).permutation(10) is 8 1 5 0 7 2 9 4 3 6, of which a fifth comes first.
    expect([...test.rewards]).toEqual([8, 1]);
    expect([...learned.rewards]).toEqual([5, 0, 7, 2, 9, 4, 3, 6]);
    expect(all()).toBe(log.rows(null));
  });
});

describe('a training', () => {
  it('replays the rows trained on alone, and is evaluated on them', async () => {
    const { task } = await opened();
    const { environment, evaluate } = task.training(1);
    expect(environment.observationSpec).toMatchObject({ features: ['age'], low: 20, high: 29 });
    // Nobody is contacted: of the eight rows, 0, 9, 3 and 6 had no contact and earned what they did.
    const idle = { qValues: ({ length }: Float32Array) => Promise.resolve(new Float32Array(3 * length)) };
    expect((await evaluate(idle)).value).toBe((0 + 9 + 3 + 6) / 8);
  });

  it('sees ages of mean 0 and deviation 1 over those rows, and rewards of at most 1; or all as it is', async () => {
    const fitted = (await opened()).task.training(1).agent.scaling;
    // Ages 25 20 27 22 29 24 23 26: mean 24.5, squared deviations 58 over 8 rows.
    expect(fitted.observationOffset[0]).toBeCloseTo(24.5, 5);
    expect(fitted.observationScale[0]).toBeCloseTo(1 / Math.sqrt(58 / 8), 5);
    expect(fitted.rewardScale).toBeCloseTo(1 / 9, 12);
    const { scaling } = (await opened(['scaling=none'])).task.training(1).agent;
    expect(scaling).toEqual({ observationOffset: [0], observationScale: [1], rewardScale: 1 });
  });
});

describe("the report's path of the log", () => {
  const settings = {
    steps: 16,
    evaluation: { interval: 16 },
    dqn: { hiddenLayers: [4], batchSize: 4, learningStarts: 8 },
  };

  async function pathOf(workingFolder: string, logFolder: string): Promise<string> {
    process.chdir(workingFolder);
    const { report } = await train(smallLog(logFolder), settings, { out: 'run', backend: 'cpu' });
    const { data, config } = report as LoggedReport;
    expect((config as ReplayRunConfig).data).toBe(data);
    // What continues the run needs the whole path.
    expect(readJson(workingFolder, 'run/config.json').data).toBe(join(logFolder, 'contacts.csv'));
    return data;
  }

  it('is shown below the working folder', async () => {
    const folder = realpathSync(freshFolder());
    mkdirSync(join(folder, 'logs'));
    expect(await pathOf(folder, join(folder, 'logs'))).toBe('logs/contacts.csv');
  });

  it('is shown in full elsewhere', async () => {
    const [here, there] = [realpathSync(freshFolder()), realpathSync(freshFolder())];
    expect(await pathOf(here, there)).toBe(join(there, 'contacts.csv'));
  });
});
