/** A world that somebody writes needs nothing but its own file: training, judging, saving, resuming, the report. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judge, resume, train, type RunOutcome, type World } from '../../src';
import type { SimulationReport } from '../../src/report/report';
import { corridor } from '../support/corridor-world';
import { useFreshFolders } from '../support/fresh-folders';
import { stoppingHost } from '../support/hosts';
import { ladder } from '../support/ladder-world';

/** Whole trainings, judged and reported: some seconds each on a busy machine. */
const freshFolder = useFreshFolders();

const settings = {
  steps: 1200,
  environments: 4,
  dqn: { hiddenLayers: [16], batchSize: 32, learningStarts: 100, learningRate: 5e-3, target: { period: 20 } },
  evaluation: { interval: 300, episodes: 10 },
  report: { episodes: 40 },
  checkpointInterval: 400,
};

const weights = (folder: string) => readFileSync(join(folder, 'model/weights.bin')).toString('base64');
const metrics = (folder: string) => readFileSync(join(folder, 'metrics.csv'), 'utf8');

const ownWorlds: readonly (readonly [string, World])[] = [
  ['ladder', ladder],
  ['corridor', corridor],
];

/** Holds a run in each world that is never interrupted, under the world's name. */
let whole: string;
const outcomes = new Map<string, RunOutcome>();

beforeAll(async () => {
  whole = mkdtempSync(join(tmpdir(), 'contact-dqn-'));
  for (const [name, world] of ownWorlds)
    outcomes.set(name, await train(world, settings, { out: join(whole, name), backend: 'wasm' }));
});

afterAll(() => rmSync(whole, { recursive: true, force: true }));

describe.each(ownWorlds)('the world %s', (name, world) => {
  const folder = (part: string) => join(freshFolder(), `${name}-${part}`);

  it('is trained in, judged, saved and reported', async () => {
    const out = join(whole, name);
    const { policies, environment, verdict } = outcomes.get(name)!.report as SimulationReport;
    expect(environment).toBe(name);
    expect(policies.map((policy) => policy.name)).toEqual([
      'model',
      'no-action',
      `always-${world.open({}).actions[1]!}`,
      'uniform',
    ]);
    expect(verdict.decision).not.toBe('worse');
    for (const file of ['config.json', 'report.json', 'report.md', 'report.html', 'model/manifest.json'])
      expect(existsSync(join(out, file))).toBe(true);

    const judged = await judge(out, world, { episodes: 20, backend: 'wasm' });
    expect(judged.document).toMatchObject({
      environment: name,
      policies: [{ name: 'model', episodes: 20 }, {}, {}, {}],
    });
    expect(judged.verdict).not.toBeNull();
  });

  it('is resumed to the same bytes', async () => {
    const parted = folder('parted');
    const stopped = await train(world, settings, { out: parted, backend: 'wasm', host: stoppingHost(120) });
    expect(stopped.report).toBeNull();
    const { report } = await resume(parted, [world]);
    expect(report).not.toBeNull();
    expect(weights(parted)).toBe(weights(join(whole, name)));
    expect(metrics(parted)).toBe(metrics(join(whole, name)));
  });

  it('is not resumed by a program that does not bring it', async () => {
    const out = folder('foreign');
    await train(world, settings, { out, backend: 'wasm', host: stoppingHost(1) });
    await expect(resume(out, [])).rejects.toThrow(`got "${name}"`);
  });
});

it('the ladder is learned to the value worked out by hand', () => {
  const [model] = (outcomes.get('ladder')!.report as SimulationReport).policies;
  expect(model!.metrics.discountedReward!.value).toBeCloseTo(6.2, 5);
});

it("a world's own settings stand under its name, and are checked", async () => {
  const own = { ...settings, ladder: { prize: 20 } };
  const { report } = await train(ladder, own, { out: join(freshFolder(), 'prize'), backend: 'wasm' });
  // −1 − .9 + .81 · 20
  expect((report as SimulationReport).policies[0]!.metrics.discountedReward!.value).toBeCloseTo(14.3, 5);
  await expect(train(ladder, { ladder: { prise: 1 } })).rejects.toThrow(
    'settings ladder: no key "prise"; did you mean prize?',
  );
});
