/** Commands that go well: what they write, what they print, and that one judges as the other did. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MatchedActions } from '../../src/evaluate/logged/matched-actions';
import { readEvents } from '../support/event-file';
import { runHere } from '../support/command-here';
import { runCli, shipped, SHORT_LOGGED, SHORT_SIMULATION, type CliResult } from '../support/run-cli';
import { eventFiles, outcome, readJson, type Json } from '../support/run-files';

const prepared = shipped('data/sales-channel/prepared.csv');
const preset = ['--data', prepared, '--preset', 'sales-channel'];

let folder: string;
const at = (...path: string[]) => join(folder, ...path);
const cli = (...args: string[]): Promise<CliResult> => runHere(args, folder);

function parsed({ code, stdout, stderr }: CliResult): Json {
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Json;
}

const json = async (...args: string[]): Promise<Json> => parsed(await cli(...args, '--json'));

/** The same by a process of its own, in which nothing is loaded yet. */
const jsonOfProcess = async (...args: string[]): Promise<Json> =>
  parsed(await runCli([...args, '--json'], { cwd: folder }));

let simulated: CliResult;
let logged: CliResult;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'contact-dqn-'));
  const wasm = ['--backend', 'wasm', '--seed', '3', '--json'];
  // As users run them; what comes after is run in this process.
  [simulated, logged] = await Promise.all([
    runCli(['train', ...SHORT_SIMULATION, ...wasm, '--out', 'simulated'], { cwd: folder }),
    runCli(['train', ...SHORT_LOGGED, ...preset, ...wasm, '--seeds', '2', '--out', 'logged'], {
      cwd: folder,
    }),
  ]);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const REPORT_KEYS = [
  'schemaVersion',
  'kind',
  'seed',
  'config',
  'configHash',
  'backend',
  'training',
  'policies',
  'verdict',
];
const LOGGED_KEYS = ['dataHash', 'matchedActions'];

describe('a run in the simulator', () => {
  it('writes every file of its folder, and lets go of its lock', () => {
    expect(simulated).toMatchObject({ code: 0, stderr: '' });
    const files = [
      ...['config.json', 'metrics.csv', 'checkpoint/latest.json', 'report.json', 'report.md', 'report.html'],
      ...['model/model.json', 'model/weights.bin', 'model/manifest.json'],
    ];
    expect(files.filter((file) => !existsSync(at('simulated', file)))).toEqual([]);
    expect(eventFiles(at('simulated'))).toHaveLength(1);
    expect(existsSync(at('simulated', 'training.lock'))).toBe(false);
  });

  it('prints report.json, byte by byte, with --json', () => {
    expect(simulated.stdout).toBe(readFileSync(at('simulated', 'report.json'), 'utf8'));
  });

  it('reports under the promised keys what it was told to do', () => {
    const report = readJson(folder, 'simulated/report.json');
    expect(Object.keys(report)).toEqual(expect.arrayContaining(REPORT_KEYS));
    expect(Object.keys(report).filter((key) => LOGGED_KEYS.includes(key))).toEqual([]);
    expect(report).toMatchObject({
      schemaVersion: 1,
      kind: 'simulation',
      seed: 3,
      config: readJson(folder, 'simulated/config.json'),
      backend: { name: 'wasm', gpu: false, tensorflow: null, program: 'wasm' },
      // An update for every fourth step once 64 transitions are there.
      training: { environmentSteps: 640, gradientUpdates: (640 - 64) / 4 },
    });
    const metrics = [
      'rewardPerPeriod',
      'discountedReward',
      'totalReward',
      'costPerPeriod',
      'contactsPerPeriod',
      'noActionShare',
    ];
    for (const policy of report.policies as { metrics: Json }[]) {
      expect(Object.keys(policy.metrics)).toEqual(expect.arrayContaining(metrics));
    }
    expect((report.policies as Json[]).map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'model',
        'no-action',
        'always-email',
        'uniform',
        'look-ahead',
        'tile-q',
        'greedy-one-step',
      ]),
    );
  });

  it('measures the same in metrics.csv and for TensorBoard', () => {
    const [header, ...rows] = readFileSync(at('simulated/metrics.csv'), 'utf8').trimEnd().split('\n');
    const [, ...columns] = header!.split(',');
    const expected = rows.map((row) => {
      const [step, ...cells] = row.split(',');
      const scalars = columns
        .map((column, i) => [column, cells[i]!] as const)
        .filter(([, cell]) => cell !== '');
      return {
        step: Number(step),
        scalars: scalars.map(([column, cell]) => [column, Math.fround(Number(cell))]),
      };
    });
    const [file] = eventFiles(at('simulated'));
    const [, ...events] = readEvents(at('simulated', file!));
    expect(expected.map(({ step }) => step)).toEqual([320, 640]);
    expect(events.map(({ step, scalars }) => ({ step, scalars }))).toEqual(expected);
  });

  it('is repeated to the bit by the same seed, in place of the old one with --overwrite', async () => {
    const before = outcome(at('simulated'));
    rmSync(at('simulated/report.html'));
    const again = await cli(
      'train',
      ...SHORT_SIMULATION,
      '--backend',
      'wasm',
      '--seed',
      '3',
      '--out',
      'simulated',
      '--overwrite',
    );
    expect(again).toMatchObject({ code: 0, stderr: '' });
    expect(again.stdout).toContain('written:\n  simulated/model\n  simulated/metrics.csv\n');
    expect(outcome(at('simulated'))).toEqual(before);
    expect(existsSync(at('simulated/report.html'))).toBe(true);
  });

  it('is judged by evaluate as by its report, from the run or from its model folder', async () => {
    const report = readJson(folder, 'simulated/report.json');
    for (const [model, evaluate] of [
      ['simulated', jsonOfProcess],
      ['simulated/model', json],
    ] as const) {
      const evaluation = await evaluate('evaluate', '--quiet', '--model', model);
      expect(evaluation.policies).toEqual(report.policies);
      expect(evaluation.verdict).toEqual(report.verdict);
    }
  });

  it('asks its network what predict prints', async () => {
    const state = [1500, 1200, 2300];
    const { actions, predictions } = (await jsonOfProcess(
      'predict',
      '--model',
      'simulated',
      '--state',
      '1500, 1200, 2300',
    )) as {
      actions: string[];
      predictions: { action: string; qValues: Record<string, number> }[];
    };
    const values = forward(at('simulated/model'), state);
    const [prediction] = predictions;
    expect(Object.keys(prediction!.qValues)).toEqual(actions);
    Object.values(prediction!.qValues).forEach((value, i) => {
      expect(Math.abs(value / values[i]! - 1)).toBeLessThan(1e-4);
    });
    expect(prediction!.action).toBe(actions[values.indexOf(Math.max(...values))]);
    const { stdout } = await cli('predict', '--quiet', '--model', 'simulated', '--state', '[1500,1200,2300]');
    expect(stdout).toMatch(new RegExp(`1500, 1200, 2300 +${prediction!.action} `));
  });
});

/** The network worked out in double precision from the saved files alone. */
function forward(model: string, state: readonly number[]): number[] {
  const { scaling } = readJson(model, 'manifest.json') as {
    scaling: { observationOffset: number[]; observationScale: number[]; rewardScale: number };
  };
  const [{ weights }] = readJson(model, 'model.json').weightsManifest as [{ weights: { shape: number[] }[] }];
  const bytes = readFileSync(join(model, 'weights.bin'));
  let offset = 0;
  const next = () => bytes.readFloatLE(4 * offset++);
  let values = state.map((x, i) => (x - scaling.observationOffset[i]!) * scaling.observationScale[i]!);
  for (let layer = 0; layer < weights.length; layer += 2) {
    const [inputs, units] = weights[layer]!.shape as [number, number];
    const kernel = Array.from({ length: inputs }, () => Array.from({ length: units }, next));
    const sums = Array.from({ length: units }, next).map((bias, unit) =>
      values.reduce((sum, value, input) => sum + value * kernel[input]![unit]!, bias),
    );
    values = layer + 2 < weights.length ? sums.map((sum) => Math.max(0, sum)) : sums;
  }
  return values.map((value) => value / scaling.rewardScale);
}

describe('a run on a log', () => {
  it('reports under the promised keys, on the rows of the published split', () => {
    expect(logged).toMatchObject({ code: 0, stderr: '' });
    const report = readJson(folder, 'logged/report.json');
    expect(Object.keys(report)).toEqual(expect.arrayContaining([...REPORT_KEYS, ...LOGGED_KEYS]));
    expect(report).toMatchObject({
      kind: 'logged',
      verdict: { decision: 'cannot tell' },
      matchedActions: { rows: 296 },
      // ceil(296 * 0.2) = 60 rows are held out.
      splits: { train: { rows: 236 }, test: { rows: 60 } },
    });
    const policies = Object.values((report.matchedActions as { policies: Record<string, Json> }).policies);
    for (const lines of policies) {
      expect(Object.keys(lines)).toEqual(
        expect.arrayContaining([
          ...['reward', 'contacts', 'cost', 'rewardPerContact', 'costPerRewardPoint', 'negativeRewards'],
          ...['noActions', 'noActionWins', 'noActionLosses', 'expectedChanceWins'],
        ]),
      );
    }
  });

  it('trains each of several seeds as a run of its own would', async () => {
    await json('train', ...SHORT_LOGGED, ...preset, '--backend', 'wasm', '--seed', '4', '--out', 'alone');
    for (const file of ['metrics.csv', 'model/weights.bin', 'model/model.json']) {
      expect(readFileSync(at('logged/seeds/4', file))).toEqual(readFileSync(at('alone', file)));
    }
    const { seeds } = readJson(folder, 'logged/report.json') as { seeds: { seed: number; values: Json }[] };
    expect(seeds.map(({ seed }) => seed)).toEqual([3, 4]);
    const { splits } = readJson(folder, 'alone/report.json') as {
      splits: { test: { policies: { model: Json } } };
    };
    expect(seeds[1]!.values['held-out reward']).toBe(splits.test.policies.model.reward);
  });

  it('is judged by evaluate as by its report, on all rows and on those held out', async () => {
    const report = readJson(folder, 'logged/report.json');
    const onLog = ['evaluate', '--quiet', '--model', 'logged', '--data', prepared];
    const { stdout, stderr } = await runCli([...onLog, '--split', 'all', '--json'], { cwd: folder });
    expect((JSON.parse(stdout) as Json).matchedActions).toEqual(report.matchedActions);
    expect(stderr).toBe(
      `warning: ${prepared}: 236 of these 296 rows were trained on; --split test judges the 60 held out\n`,
    );
    const heldOut = await json(...onLog, '--out', 'judged');
    expect(heldOut).toMatchObject({ split: 'test', rows: 60, offPolicy: report.offPolicy });
    expect(heldOut.matchedActions).toEqual((report.splits as Json).test);
    expect(readJson(folder, 'judged/evaluation.json')).toEqual(heldOut);
  });

  it('is judged on a log without one of its channels, and pays for that channel all the same', async () => {
    const mailless = readFileSync(prepared, 'utf8')
      .split('\r\n')
      .filter((line) => !line.includes('DM_sent'));
    writeFileSync(at('mailless.csv'), mailless.join('\r\n'));
    const judged = await json('evaluate', '--quiet', '--model', 'logged', '--data', 'mailless.csv');
    const { rows, policies } = judged.matchedActions as { rows: number; policies: Record<string, Json> };
    expect(rows).toBe(148);
    expect(policies.uniform!.cost).toBeCloseTo(148 / 3, 9); // a third of the rows, one franc each
  });

  it('does not pass the gate, for a log alone cannot show that a model is better', async () => {
    const { code, stdout } = await cli(
      'evaluate',
      '--quiet',
      '--model',
      'logged',
      '--data',
      prepared,
      '--gate',
    );
    expect(code).toBe(3);
    expect(stdout).toContain('verdict: cannot tell');
  });

  it('says what it takes for what where nothing says which columns are what', async () => {
    const loud = [...SHORT_LOGGED, '--backend', 'cpu'].filter((flag) => flag !== '--quiet');
    const { code, stderr } = await cli('train', ...loud, '--data', prepared, '--out', 'conventional');
    expect(code).toBe(0);
    expect(stderr).toContain(
      `${prepared}: without --schema or --preset, column State is the state, Action the action and Reward the reward; ` +
        '"No Action" contacts nobody, and contacts cost 0\n',
    );
    // The preset, which the shipped log was made for, says that letters cost a franc each.
    const costOf = (run: string) => {
      const { matchedActions } = readJson(folder, `${run}/report.json`) as { matchedActions: MatchedActions };
      return matchedActions.policies.logged!.cost;
    };
    expect(costOf('conventional')).toBe(0);
    expect(costOf('logged')).toBeGreaterThan(0);
  });

  it('reads the columns that a schema names', async () => {
    const rows = Array.from(
      { length: 40 },
      (_, i) => `${i % 7},${i % 3 === 0 ? 'mail' : 'nothing'},${i % 5},${i}`,
    );
    writeFileSync(at('log.csv'), ['recency,done,paid,visits', ...rows].join('\n'));
    const schema = {
      state: ['visits', 'recency'],
      action: 'done',
      reward: 'paid',
      noAction: 'nothing',
      costs: { mail: 2 },
    };
    writeFileSync(at('schema.json'), JSON.stringify(schema));
    const report = await json(
      'train',
      ...SHORT_LOGGED,
      '--data',
      'log.csv',
      '--schema',
      'schema.json',
      '--no-action-reward',
      '0.5',
      '--out',
      'columns',
    );
    expect(report.actions).toEqual(['No Action', 'mail']);
    expect(report.config).toMatchObject({ settings: { shaping: { noActionReward: 0.5 } } });
    expect(readJson(folder, 'columns/model/manifest.json').features).toEqual(['visits', 'recency']);
    // Rows 0, 3, ..., 39 are 14 mails of cost 2.
    const { policies } = report.matchedActions as { policies: { logged: Json } };
    expect(policies.logged).toMatchObject({ contacts: 14, cost: 28 });
  });
});

describe('every command', () => {
  it.each(['train', 'evaluate', 'prepare', 'predict', 'doctor', 'bench'])(
    '%s --help shows examples to type',
    async (name) => {
      const { code, stdout, stderr } = await cli(name, '--help');
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toMatch(new RegExp(`Examples:\\n  contact-dqn ${name}`));
    },
  );

  it('evaluate --help names the episodes, discount and seed that it takes without a flag', async () => {
    const play = (policy: string) =>
      json('evaluate', '--quiet', '--policy', policy, '--set', 'periods=1') as Promise<{
        gamma?: number;
        seed?: number;
        policies?: { episodes: number }[];
      }>;
    const [uniform, lookAhead] = [await play('uniform'), await play('look-ahead')];
    const help = (await cli('evaluate', '--help')).stdout.replace(/\s+/g, ' ');
    const [episodes, ofLookAhead] = [uniform, lookAhead].map(({ policies }) => policies![0]!.episodes);
    expect(help).toContain(
      `run's, or ${episodes}); a baseline that plans, such as look-ahead, keeps to ${ofLookAhead} unless`,
    );
    expect(help).toContain(`(default the model's, or ${uniform.gamma})`);
    expect(help).toContain(`(default the model's run's, or ${uniform.seed})`);
  });

  it('is named by --help, and --version says which program this is', async () => {
    const { stdout } = await cli('--help');
    expect(stdout).toMatch(
      /contact-dqn train [^]+ evaluate [^]+ prepare [^]+ predict [^]+ doctor [^]+ bench /,
    );
    expect(await cli('--version')).toEqual({
      code: 0,
      stdout: `${String(readJson(shipped('package.json')).version)}\n`,
      stderr: '',
    });
  });

  it('prepare makes the published rows, byte by byte', async () => {
    const steps = await json(
      'prepare',
      '--quiet',
      '--data',
      shipped('data/sales-channel/contacts.csv'),
      '--out',
      'made.csv',
    );
    expect(steps).toMatchObject({ seed: 42, out: 'made.csv', pipeline: 'made.csv.pipeline.json' });
    expect(readFileSync(at('made.csv'))).toEqual(readFileSync(prepared));
  });

  it('prepare applies the fit that an earlier one wrote, and writes it beside the rows again', async () => {
    const raw = ['prepare', '--quiet', '--data', shipped('data/sales-channel/contacts.csv')];
    await json(...raw, '--out', 'fitted.csv');
    await json(...raw, '--pipeline', 'fitted.csv.pipeline.json', '--out', 'applied.csv');
    expect(readFileSync(at('applied.csv'))).toEqual(readFileSync(prepared));
    expect(readJson(folder, 'applied.csv.pipeline.json')).toEqual(
      readJson(folder, 'fitted.csv.pipeline.json'),
    );
  });

  it('evaluate plays a named baseline, twice the same', async () => {
    const baseline = [
      'evaluate',
      '--quiet',
      '--policy',
      'always-email',
      '--episodes',
      '250',
      '--set',
      'periods=5',
    ];
    const one = await json(...baseline);
    expect(await json(...baseline)).toEqual(one);
    expect(one.policies).toMatchObject([
      { name: 'always-email', episodes: 250, metrics: { contactsPerPeriod: { value: 1 } } },
    ]);
  });
});
