/** Whether a folder holds a run that has come to its end, a part of one, or something that must not be continued. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dqnConfigSchema } from '../../src/agents/dqn/dqn-config';
import { finishedRun } from '../../src/runs/finished-run';
import { planRun } from '../../src/runs/plan';
import { quietHost } from '../../src/runs/quiet-host';
import { learnedSettings } from '../../src/runs/logged/learned/settings';
import {
  configHash,
  readConfigToContinue,
  type LearnedRunConfig,
  type RunConfig,
} from '../../src/runs/run-config';
import { useFreshFolders } from '../support/fresh-folders';
import { hearingHost } from '../support/hosts';
import { inputError } from '../support/input-error';
import { ladder } from '../support/ladder-world';

const freshFolder = useFreshFolders();

interface Parts {
  readonly config?: Partial<RunConfig>;
  /** Left out where there is none. */
  readonly report?: object;
  readonly model?: boolean;
  readonly checkpoint?: boolean;
}

async function configOf(changes: object = {}): Promise<RunConfig> {
  const { run } = await planRun(ladder, { steps: 1200 }, quietHost());
  return { ...run({ backend: 'cpu', xla: false }).config, ...changes };
}

/** A run's folder, by hand. */
async function folderOf({ config: changes, report, model, checkpoint }: Parts): Promise<string> {
  const folder = freshFolder();
  const config = await configOf(changes);
  const write = (name: string, value: unknown) => writeFileSync(join(folder, name), JSON.stringify(value));
  write('config.json', config);
  if (report !== undefined) {
    write('report.json', { configHash: configHash(config), ...report });
    for (const page of ['report.md', 'report.html']) write(page, '');
  }
  if (model) mkdirSync(join(folder, 'model'));
  if (checkpoint) {
    mkdirSync(join(folder, 'checkpoint'));
    write('checkpoint/latest.json', {});
  }
  return folder;
}

const ask = (folder: string, host = hearingHost()) =>
  finishedRun(folder, readConfigToContinue(folder, [ladder]), host);

it('a run with its report is finished, and says how to train for longer', async () => {
  const folder = await folderOf({ report: { seed: 7 }, model: true, checkpoint: true });
  const host = hearingHost();
  expect(ask(folder, host)).toMatchObject({ report: { seed: 7 }, paths: { folder } });
  expect(host.heard.info).toEqual([
    `${folder}: finished, 1200 of 1200 steps; for a longer training start a new run with --steps above 1200`,
  ]);
});

it.each(['report.json', 'report.md', 'report.html'])(
  'without %s it goes on from its checkpoint',
  async (page) => {
    const folder = await folderOf({ report: {}, model: true, checkpoint: true });
    rmSync(join(folder, page));
    const host = hearingHost();
    expect(ask(folder, host)).toBeNull();
    expect(host.heard).toEqual({ info: [], warn: [] });
  },
);

it('a run that was stopped before its first checkpoint is not finished', async () => {
  expect(ask(await folderOf({}))).toBeNull();
});

it('a run with a model, and neither report nor checkpoint, is not trained over its own model', async () => {
  const folder = await folderOf({ model: true });
  expect(() => ask(folder)).toThrow(
    inputError(
      `${join(folder, 'checkpoint')}: expected a checkpoint to continue from, found none; the run is finished`,
    ),
  );
});

it('a report of another configuration is refused', async () => {
  const folder = await folderOf({ report: { configHash: 'another' } });
  const expected = configHash(await configOf());
  expect(() => ask(folder)).toThrow(
    inputError(
      `${join(folder, 'report.json')} configHash: expected that of config.json (${expected}), got "another"`,
    ),
  );
});

it('a run of another version is refused', async () => {
  const folder = await folderOf({ config: { version: '0.0.1' }, report: {} });
  expect(() => ask(folder)).toThrow(/config\.json version: expected \d+\.\d+\.\d+, got 0\.0\.1$/);
});

it('a folder without a run is refused', () => {
  const folder = freshFolder();
  expect(() => ask(folder)).toThrow(
    inputError(`${join(folder, 'config.json')}: cannot read: no such file or folder`),
  );
});

it('where the log of a run lies is no part of what it is', async () => {
  const config = await configOf();
  expect(configHash({ ...config, data: 'a.csv' } as RunConfig)).toBe(
    configHash({ ...config, data: 'b.csv' } as RunConfig),
  );
  expect(configHash({ ...config, seed: 2 })).not.toBe(configHash(config));
});

it('a setting that came later is no part of it where it is as before: older runs keep their hash', async () => {
  const simulated = await configOf();
  const learned = {
    ...{ ...simulated, kind: 'logged', data: 'a.csv', dataHash: 'x', schema: {} },
    settings: learnedSettings.parse({ method: 'dqn' }),
  } as unknown as LearnedRunConfig;
  const hashWith = (weightDecay: number | undefined) => [
    configHash({
      ...simulated,
      settings: { ...simulated.settings, dqn: { ...dqnConfigSchema.parse({}), weightDecay } },
    } as RunConfig),
    configHash({
      ...learned,
      settings: { ...learned.settings, network: { ...learned.settings.network, weightDecay } },
    } as RunConfig),
  ];
  expect(hashWith(0)).toEqual(hashWith(undefined));
  hashWith(0.1).forEach((hash, i) => expect(hash).not.toBe(hashWith(0)[i]));
});

it('by what else a log is known again is no part of it: older runs do not say it', async () => {
  const config = {
    ...{ ...(await configOf()), kind: 'logged', data: 'a.csv', dataHash: 'x', schema: {} },
    settings: learnedSettings.parse({ method: 'dqn' }),
  } as unknown as LearnedRunConfig;
  expect(configHash({ ...config, logHash: 'y', sidesHash: 'z' })).toBe(configHash(config));
  expect(configHash({ ...config, dataHash: 'y' })).not.toBe(configHash(config));
});

it('whether differences between customers are drawn together is part of it only where they are', async () => {
  const simulated = await configOf();
  const hashWith = (shrinkage: boolean | 'auto', schema: object) =>
    configHash({
      ...{ ...simulated, kind: 'logged', data: 'a.csv', dataHash: 'x', schema },
      settings: { ...learnedSettings.parse({ method: 'dqn' }), shrinkage },
    } as unknown as LearnedRunConfig);
  const enriched = { enriched: { columns: ['a'] } };
  expect(hashWith('auto', {})).toBe(hashWith(false, {}));
  expect(hashWith('auto', enriched)).toBe(hashWith(true, enriched));
  expect(hashWith(true, {})).not.toBe(hashWith(false, {}));
});
