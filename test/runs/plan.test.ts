/** What is asked for becomes the settings of a run: who overrides whom, and what a run is called. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { planRun, type SettingsRequest, type Subject } from '../../src/runs/plan';
import { quietHost } from '../../src/runs/quiet-host';
import type { ReplayRunConfig } from '../../src/runs/run-config';
import type { World } from '../../src/worlds/world';
import { useFreshFolders } from '../support/fresh-folders';
import { hearingHost } from '../support/hosts';
import { ladder } from '../support/ladder-world';
import { smallLog } from '../support/small-log';

const freshFolder = useFreshFolders();
const cpu = { backend: 'cpu', xla: false } as const;
const plan = (subject: Subject, request: SettingsRequest = {}) => planRun(subject, request, quietHost());

/** A settings file. */
function file(settings: unknown): string {
  const path = join(freshFolder(), 'settings.json');
  writeFileSync(path, JSON.stringify(settings));
  return path;
}

describe.each<[string, () => Subject]>([
  ['a world', () => ({ ...ladder, defaults: { steps: 10 } }) satisfies World],
  ['a log', () => ({ ...smallLog(freshFolder()), defaults: { steps: 10 } })],
])('the steps of a run on %s', (_name, subject) => {
  // Each word is stronger than those before it.
  const words: readonly [string, () => SettingsRequest, number][] = [
    ['its preset', () => ({}), 10],
    ['settings of a program', () => ({ settings: { steps: 20 } }), 20],
    ['a settings file', () => ({ config: file({ steps: 30 }) }), 30],
    ['--set', () => ({ set: ['steps=40'] }), 40],
    ['the flag', () => ({ steps: 50 }), 50],
  ];

  it.each(words.map(([name], i) => [name, i] as const))('are those of %s', async (_word, strongest) => {
    const request = words.slice(0, strongest + 1).map(([, make]) => make());
    const { settings } = await plan(subject(), Object.assign({}, ...request) as SettingsRequest);
    expect(settings.steps).toBe(words[strongest]![2]);
  });
});

it('a word about one setting leaves the others of its group as they were', async () => {
  const preset = { ...ladder, defaults: { dqn: { gamma: 0.5, target: { tau: 0.25 } } } };
  const request = { config: file({ dqn: { batchSize: 7 } }), set: ['target.period=9'] };
  const { dqn } = (await plan(preset, request)).settings;
  expect(dqn).toMatchObject({ gamma: 0.5, batchSize: 7, target: { tau: 0.25, period: 9 } });
});

describe('a run in a world', () => {
  it('is called after the world, and configured completely', async () => {
    const { name, run } = await plan(ladder, { seed: 4, seeds: 2, set: ['ladder.prize=20'] });
    expect(name).toBe('ladder');
    const { config, task } = run({ backend: 'wasm', xla: false });
    expect(config).toMatchObject({ kind: 'simulation', seed: 4, seeds: 2, backend: 'wasm', xla: false });
    expect(config.settings).toMatchObject({ environment: 'ladder', ladder: { prize: 20 } });
    expect(task.details({} as never)).toMatchObject({ environment: 'ladder', dataHash: null });
  });

  it('keeps whether XLA compiles its updates, which round differently then', async () => {
    const { run } = await plan(ladder);
    expect(run({ backend: 'tensorflow', xla: true }).config).toMatchObject({
      backend: 'tensorflow',
      xla: true,
    });
  });
});

describe('a run on a log', () => {
  const shapingOf = async (shaping: Readonly<Record<string, number>>, request: SettingsRequest) => {
    const { run } = await plan(smallLog(freshFolder(), shaping), request);
    return (run(cpu).config as ReplayRunConfig).settings.shaping;
  };

  it('is called after the file', async () => {
    const source = smallLog(freshFolder());
    expect((await plan(source)).name).toBe('contacts');
    const packed = `${source.file}.gz`;
    writeFileSync(packed, gzipSync(readFileSync(source.file)));
    expect((await plan({ ...source, file: packed })).name).toBe('contacts');
  });

  it('starts from gamma 0, for a row has no consequences', async () => {
    expect((await plan(smallLog(freshFolder()))).settings.dqn.gamma).toBe(0);
  });

  it("takes the schema's shaping, and the reward of No Action from its flag before all else", async () => {
    const schema = { noActionReward: -1, mismatchReward: -2 };
    expect(await shapingOf(schema, {})).toMatchObject(schema);
    const request = { set: ['noActionReward=-3'] };
    expect(await shapingOf(schema, request)).toMatchObject({ ...schema, noActionReward: -3 });
    expect(await shapingOf(schema, { ...request, noActionReward: -4 })).toMatchObject({
      ...schema,
      noActionReward: -4,
    });
  });

  it('sees every row at least once unless it is told its length, and is evaluated as often as a short one', async () => {
    const source = smallLog(freshFolder());
    const rows = Array.from(
      { length: 40_000 },
      (_, row) => `${row},${row % 2 === 0 ? 'none' : 'mail'},${row % 7}`,
    );
    writeFileSync(source.file, `age,channel,profit\n${rows.join('\n')}\n`);
    const large = { ...source, schema: { ...source.schema, costs: {} } };
    const host = hearingHost();
    const lengthOf = async (request: SettingsRequest) => {
      const { run } = await planRun(large, { set: ['split.testShare=0.1'], ...request }, host);
      const { settings } = run(cpu).config as ReplayRunConfig;
      return [settings.steps, settings.evaluation.interval];
    };
    // 36,000 rows are trained on, which is 1.2 times the steps and the interval of a short log.
    expect(await lengthOf({})).toEqual([36_000, 3000]);
    expect(host.heard.warn).toEqual([]);
    expect(await lengthOf({ steps: 9000 })).toEqual([9000, 3000]);
    expect(host.heard.warn).toEqual([
      '9000 steps see 9000 of the 36000 rows trained on; --steps 36000 sees each once',
    ]);
  });

  it('is refused before it has a folder if the rows cannot be split', async () => {
    const request = { set: ['split.testShare=0.95'] };
    await expect(plan(smallLog(freshFolder()), request)).rejects.toThrow(
      'expected rows enough for a test share of 0.95',
    );
  });

  it('says what it read', async () => {
    const source = smallLog(freshFolder());
    const host = hearingHost();
    await planRun(source, {}, host);
    expect(host.heard.info).toEqual([
      `${source.file}: 10 rows, 1 features, actions No Action, call, mail`,
      `${source.file}: the audit found 0 that block, 1 that warn, 1 to be known`,
    ]);
  });
});
