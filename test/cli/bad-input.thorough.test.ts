/** Whatever is typed wrong ends in exit code 2, one line that says where and what, and an untouched disk. */
import { version } from '../../src/core/version';
import { readNativeSetup } from '../../src/tensor/native/library';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runHere } from '../support/command-here';
import { inFolder, listing, runCli, shipped, type CliResult } from '../support/run-cli';

const prepared = shipped('data/sales-channel/prepared.csv');
const contacts = shipped('data/sales-channel/contacts.csv');

const convolution = JSON.stringify({
  format: 'layers-model',
  modelTopology: {
    class_name: 'Sequential',
    config: { layers: [{ class_name: 'Conv2D', config: {} }] },
  },
  weightsManifest: [{ paths: ['weights.bin'], weights: [] }],
});

const FILES: Readonly<Record<string, string>> = {
  'not.json': '{"a":',
  'unknown.json': '{"dqn":{"gama":0.9}}',
  'flow.json': '{"segment":{"flows":[{"when":"sms","from":"active","to":"nonActive","mean":0.1,"sd":0}]}}',
  'columns.json': '{"state":["recency","visits"],"action":"Action","reward":"Reward"}',
  'shaping.json': '{"state":"State","action":"Action","reward":"Reward","shaping":{"bonus":1}}',
  'broken.csv': 'State,Action,Reward\r\n"[1, 2]",Email,3\r\n"[1, n/a]",Email,3\r\n',
  'reward.csv': 'State,Action,Reward\n"[1, 2]",Email,3\n\n"[1, 2]",Email,\n',
  'short.csv': 'State,Action,Reward\n"[1, 2]",Email\n',
  'one.csv': 'State,Action,Reward\n"[1, 2]",Email,3\n',
  'one.csv.pipeline.json': '{}',
  'idle.csv': 'State,Action,Reward\n"[1, 2]",No Action,0\n',
  'empty.csv': '',
  'header.csv': 'State,Action,Reward\n',
  'missing.csv': 'State,Action\n"[1, 2]",Email\n',
  file: 'a file\n',
  'full/notes.txt': 'mine\n',
  'judged/report.json': '{}\n',
  'judged/report.md': '',
  'judged/report.html': '',
  'foreign/model.json': convolution,
  'foreign/weights.bin': '',
};

/** The run that ships: what the cases about models and runs start from. */
const run = Object.fromEntries(
  ['config.json', 'model/model.json', 'model/weights.bin', 'model/manifest.json', 'model/cases.json'].map(
    (name) => [name, readFileSync(shipped(`models/segment/${name}`))],
  ),
);

function writeInputs(folder: string): void {
  for (const part of ['full', 'foreign', 'run/model', 'damaged', 'later', 'judged', 'ended/model']) {
    mkdirSync(join(folder, part), { recursive: true });
  }
  symlinkSync('.', join(folder, 'linked'));
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
  for (const [name, bytes] of Object.entries(run)) writeFileSync(join(folder, 'run', name), bytes);
  for (const name of ['model.json', 'manifest.json']) {
    writeFileSync(join(folder, 'damaged', name), run[`model/${name}`]!);
  }
  writeFileSync(join(folder, 'foreign/manifest.json'), run['model/manifest.json']!);
  const weights = Buffer.from(run['model/weights.bin']!);
  weights[9]! ^= 1;
  writeFileSync(join(folder, 'damaged/weights.bin'), weights);
  const writeConfig = (name: string, by: string) => {
    const config = { ...(JSON.parse(run['config.json']!.toString()) as object), version: by };
    writeFileSync(join(folder, name, 'config.json'), JSON.stringify(config));
  };
  writeConfig('later', '0.0.1');
  for (const name of ['judged', 'ended']) writeConfig(name, version);
}

function words(line: string): string[] {
  return line.split(' ').filter((word) => word !== '');
}

const log = ['train', '--quiet', '--data'];
const simulation = ['train', '--quiet'];

type Case = readonly [name: string, args: readonly string[], message: RegExp];

const commandLine: readonly Case[] = [
  ['no command', [], /^command line: expected a command \(train, evaluate, .*bench\), got none$/],
  ['an unknown command', ['trian'], /^command line: unknown command "trian"; did you mean train\?$/],
  ['a command like no other', ['fly'], /^command line: unknown command "fly"; expected train, .*, bench$/],
  ['an extra word', words('train segment'), /^train: expected flags alone .*, got "segment"$/],
  ['a flag mistyped', words('train --stpes 5'), /^train: unknown flag --stpes; did you mean --steps\?$/],
  [
    'a flag mistyped, with = and a number',
    words('evaluate --epsiodes=5'),
    /^evaluate: unknown flag --epsiodes; did you mean --episodes\?$/,
  ],
  [
    'a flag of another command',
    words('predict --steps 5'),
    /^predict: unknown flag --steps; predict --help shows those there are$/,
  ],
  ['a letter for a flag', words('train -x'), /^train: unknown flag -x; train --help shows those there are$/],
  ['a flag without its value', words('train --steps'), /^--steps: expected a value .*, got nothing$/],
  ['an empty value', ['train', '--out', ''], /^--out: expected a value .*, got nothing$/],
  [
    '--xla as a switch',
    words('train --xla --quiet'),
    /^--xla: expected one of "auto", "on", "off", got nothing$/,
  ],
  ['a value for a switch', words('evaluate --model run --gate=1'), /^--gate: expected .*, got "1"$/],
  ['a flag twice', words('train --out a --out b'), /^--out: expected once, got "a" and "b"$/],
  ['words for a number', words('train --steps abc'), /^--steps: expected a number, got "abc"$/],
  ['no steps', words('train --steps 0'), /^--steps: expected a number > 0, got 0$/],
  ['a negative seed', words('train --seed -1'), /^--seed: expected a number >= 0, got -1$/],
  [
    'a seed too long',
    words('train --seed 4294967296'),
    /^--seed: expected a number <= 4294967295, got 4294967296$/,
  ],
  [
    'an unknown backend',
    words('train --backend gpu'),
    /^--backend: expected one of "auto", "tensorflow", .*, got "gpu"$/,
  ],
  [
    'an unknown preset',
    words('train --data x.csv --preset mine'),
    /^--preset: expected "sales-channel", got "mine"$/,
  ],
  [
    'simulator and log',
    words('train --environment segment --data x.csv'),
    /^--environment: expected without --data/,
  ],
  ['a schema without a log', words('train --schema columns.json'), /^--schema: expected with --data/],
  [
    'No Action paid in words',
    words('train --no-action-reward abc'),
    /^--no-action-reward: expected a number, got "abc"$/,
  ],
  [
    'No Action paid in a simulator',
    words('train --no-action-reward 1'),
    /^--no-action-reward: expected with --data/,
  ],
  ['a budget in a simulator', words('train --budget 100'), /^--budget: expected with --data/],
  ['a negative price', words('train --price -1'), /^--price: expected a number >= 0, got -1$/],
];

const published = [...log, 'one.csv', '--method'];

const spending: readonly Case[] = [
  [
    'a capacity where rows are replayed',
    [...published, 'replay-study', '--capacity', 'Email=3'],
    /^--capacity: expected --method one-step, dqn or iql, got replay-study$/,
  ],
  [
    'a price where nobody says how to learn',
    [...log, 'one.csv', '--price', '1'],
    /^--price: expected --method one-step, dqn or iql, got replay-study$/,
  ],
  [
    'a budget in words',
    [...published, 'dqn', '--budget', 'much'],
    /^--budget: expected AMOUNT a day or AMOUNT\/decision, such as 100 or 0\.05\/decision, above 0, got "much"$/,
  ],
  ['a budget below 0', [...published, 'iql', '--budget', '-5'], /^--budget: expected .*, above 0, got "-5"$/],
  [
    'a capacity of nothing',
    [...published, 'dqn', '--capacity', 'call=0'],
    /^--capacity: expected .*, above 0, got "call=0"$/,
  ],
  [
    'a capacity without its action',
    [...published, 'dqn', '--capacity', '200'],
    /^--capacity: expected ACTION=NUMBER a day .* got "200"$/,
  ],
  [
    'a price and a budget',
    [...published, 'dqn', '--price', '1', '--budget', '5'],
    /^--price: expected without --budget/,
  ],
];

const settings: readonly Case[] = [
  ['a setting without value', [...simulation, '--set', 'gamma'], /^--set: expected key=value, got "gamma"$/],
  [
    'a setting mistyped',
    [...simulation, '--set', 'gama=1'],
    /^--set gama: no such setting, expected dqn\.gamma$/,
  ],
  [
    'a setting like no other of its group',
    [
      ...words('evaluate --quiet --policy uniform --preset sales-channel --set offPolicy.foo=1 --data'),
      prepared,
    ],
    /^--set offPolicy\.foo: no such setting, expected one of offPolicy\.\w+, offPolicy\.[^ ]+, .*offPolicy\.floor/,
  ],
  [
    'a setting mistyped in its group',
    [
      ...words('evaluate --quiet --policy uniform --preset sales-channel --set offPolicy.flor=1 --data'),
      prepared,
    ],
    /^--set offPolicy\.flor: no such setting, expected offPolicy\.floor$/,
  ],
  [
    'a group of settings',
    [...simulation, '--set', 'epsilon=0.1'],
    /^--set epsilon: no such setting, expected one of dqn\.epsilon\.start, dqn\.epsilon\.end, dqn\.epsilon\.decayShare$/,
  ],
  [
    'a setting like no other',
    [...simulation, '--set', 'momentum=1'],
    /^--set momentum: no such setting, expected one of environment, .*, segment\.limits$/,
  ],
  [
    'an ambiguous setting',
    [...simulation, '--set', 'episodes=10'],
    /^--set episodes: expected one setting, it could be evaluation\.episodes or report\.episodes$/,
  ],
  [
    'a setting out of range',
    [...simulation, '--set', 'gamma=2'],
    /^--set dqn\.gamma: expected a number <= 1, got 2$/,
  ],
  [
    'a setting of another type',
    [...simulation, '--set', 'hiddenLayers=8'],
    /^--set dqn\.hiddenLayers: expected a list in brackets, got 8$/,
  ],
  [
    'a settings file that is not there',
    [...simulation, '--config', 'none.json'],
    /^none\.json: cannot read: no such file/,
  ],
  [
    'a settings file that is not JSON',
    [...simulation, '--config', 'not.json'],
    /^not\.json:1: expected JSON, /,
  ],
  [
    'an unknown key in a file',
    [...simulation, '--config', 'unknown.json'],
    /^unknown\.json dqn: no key "gama"; did you mean gamma\?$/,
  ],
  [
    'a flow of an unknown campaign',
    [...simulation, '--config', 'flow.json'],
    /^flow\.json segment\.flows\.0\.when: expected "every period" or an action \(none, email, .*\), got "sms"$/,
  ],
];

const logs: readonly Case[] = [
  ['a log that is not there', [...log, 'none.csv'], /^none\.csv: cannot read: no such file/],
  [
    'a word in a state',
    [...log, 'broken.csv'],
    /^broken\.csv:3 State: expected a number in place 2 .*, got "\[1, n\/a\]"$/,
  ],
  ['an empty reward', [...log, 'reward.csv'], /^reward\.csv:4 Reward: expected a number, got ""$/],
  [
    'a row with too few cells',
    [...log, 'short.csv'],
    /^short\.csv:2: expected 3 cells as in the header, got 2$/,
  ],
  [
    'an empty log',
    [...log, 'empty.csv'],
    /^empty\.csv:1: expected a line of column names, got an empty file$/,
  ],
  ['a log of a header', [...log, 'header.csv'], /^header\.csv:2: expected rows below the header, got none$/],
  [
    'a log without rewards',
    [...log, 'missing.csv'],
    /^missing\.csv:1 Reward: expected a column .* "State", "Action"; --schema FILE says which columns are what, and check-data --write-schema FILE drafts one$/,
  ],
  [
    'a log too short to split',
    [...log, 'one.csv', '--out', 'new'],
    /^split: expected rows enough for a test share of 0\.2, got 1$/,
  ],
  [
    'a schema with an unknown column',
    [...log, prepared, '--schema', 'columns.json'],
    /prepared\.csv:1 recency: expected a column of this name, got columns "State", "Action", "Reward"$/,
  ],
  [
    'a term of shaping that is none',
    [...log, prepared, '--schema', 'shaping.json'],
    /^shaping\.json shaping: no key "bonus"$/,
  ],
  ['a schema that is not JSON', [...log, prepared, '--schema', 'not.json'], /^not\.json:1: expected JSON, /],
  [
    'a schema and a preset',
    [...log, prepared, '--schema', 'columns.json', '--preset', 'sales-channel'],
    /^--preset: expected without --schema/,
  ],
  [
    'a split seed too long',
    [...log, prepared, '--set', 'split.seed=4294967296'],
    /^--set split\.seed: .*got 4294967296$/,
  ],
  [
    'a raw log to prepare without its columns',
    words('prepare --data one.csv --out x.csv'),
    /^one\.csv:1 TotalDMsSent: expected a column/,
  ],
  [
    'a fit that is none',
    ['prepare', '--data', contacts, '--pipeline', 'columns.json', '--out', 'x.csv'],
    /^columns\.json schemaVersion: expected 1, got nothing/,
  ],
  [
    'no log to prepare',
    words('prepare --out x.csv'),
    /^--data: expected a value \(CSV of raw contacts\), got nothing$/,
  ],
];

const folders: readonly Case[] = [
  [
    'a folder with files in it',
    [...simulation, '--out', 'full'],
    /^full: expected a new or empty folder, found notes\.txt; name another folder$/,
  ],
  [
    'the same before a log is read, here one that is not there',
    words('train --data nowhere.csv --out full'),
    /^full: expected a new or empty folder, found notes\.txt; name another folder$/,
  ],
  [
    'overwriting what is no run',
    [...simulation, '--out', 'full', '--overwrite'],
    /^full: expected only the files of a run to overwrite, found notes\.txt; name another folder$/,
  ],
  [
    'a run folder that is a file',
    [...simulation, '--out', 'file'],
    /^file: cannot make the folder: it exists and is not a folder$/,
  ],
  [
    'a run folder below a file',
    [...simulation, '--out', 'file/run'],
    /^file\/run: cannot make the folder: a part of the path is not a folder$/,
  ],
  [
    'a run folder where the system allows none',
    [...simulation, '--out', '/proc/run'],
    /^\/proc\/run: cannot make the folder: no such file or folder$/,
  ],
  [
    'a prepared file below a file',
    ['prepare', '--data', contacts, '--out', 'file/x.csv'],
    /^file\/x\.csv: cannot write: /,
  ],
  [
    'preparing over what is there',
    ['prepare', '--data', contacts, '--out', 'one.csv'],
    /^--out: expected a file that is not there yet, found one\.csv; --overwrite replaces it$/,
  ],
  [
    'raw contacts that would be replaced',
    words('prepare --data one.csv --out ./linked/one.csv --overwrite'),
    /^--out \.\/linked\/one\.csv: expected another file than --data one\.csv, which is read$/,
  ],
  [
    'an earlier fit that would be replaced',
    words('prepare --data broken.csv --pipeline linked/one.csv.pipeline.json --out one.csv --overwrite'),
    /^--out one\.csv\.pipeline\.json: expected another file than --pipeline linked\/one\.csv\.pipeline\.json, .*$/,
  ],
  [
    'resuming a finished run whose report and checkpoint are gone',
    words('train --quiet --resume ended'),
    /^ended\/checkpoint: expected a checkpoint to continue from, found none; the run is finished$/,
  ],
  [
    'resuming a run whose report is of another configuration',
    words('train --quiet --resume judged'),
    /^judged\/report\.json configHash: expected that of config\.json \(\w{64}\), got nothing$/,
  ],
  [
    'an evaluation below a file',
    words('evaluate --quiet --policy uniform --episodes 1 --out file/x'),
    /^file\/x\/evaluation\.json: cannot write: a part of the path is not a folder$/,
  ],
  [
    'resuming what is not there',
    words('train --quiet --resume none'),
    /^none\/config\.json: cannot read: no such file/,
  ],
  [
    'resuming with steps',
    words('train --resume run --steps 5'),
    /^--steps: expected without --resume, a run's settings are/,
  ],
  ['resuming with a seed', words('train --resume run --seed 1'), /^--seed: expected without --resume/],
  [
    'resuming on another backend',
    words('train --resume run --backend cpu'),
    /^--backend: expected without --resume/,
  ],
  [
    'resuming with No Action paid',
    words('train --resume run --no-action-reward 1'),
    /^--no-action-reward: expected without --resume/,
  ],
  [
    'resuming with another budget',
    words('train --resume run --budget 100'),
    /^--budget: expected without --resume/,
  ],
  [
    'resuming and overwriting',
    words('train --resume run --overwrite'),
    /^--overwrite: expected without --resume/,
  ],
  [
    'resuming a run of another version',
    words('train --quiet --resume later'),
    /^later\/config\.json version: expected \d+\.\d+\.\d+, got 0\.0\.1$/,
  ],
];

const models: readonly Case[] = [
  ['neither model nor policy', ['evaluate'], /^evaluate: expected either --model or --policy$/],
  [
    'model and policy',
    words('evaluate --model run --policy uniform'),
    /^evaluate: expected either --model or --policy$/,
  ],
  [
    'an unknown policy',
    words('evaluate --policy best'),
    /^--policy: expected one of no-action, always-email, .*tile-q, got "best"$/,
  ],
  [
    'an unknown policy on a log',
    ['evaluate', '--quiet', '--policy', 'best', '--data', prepared, '--preset', 'sales-channel'],
    /^--policy: expected one of logged, no-action, .*, got "best"$/,
  ],
  [
    'a split without a log',
    words('evaluate --model run --split test'),
    /^--split test: expected with --data/,
  ],
  [
    'episodes of a log',
    ['evaluate', '--model', 'run', '--data', prepared, '--episodes', '5'],
    /^--episodes: expected without --data/,
  ],
  ['a gate for a baseline', words('evaluate --policy uniform --gate'), /^--gate: expected with --model/],
  ['a model that is not there', words('evaluate --quiet --model none'), /^none: no such folder$/],
  ['a model that is a file', words('evaluate --quiet --model file'), /^file: expected a folder, got a file$/],
  [
    'a folder without a model',
    words('evaluate --quiet --model full'),
    /^full: expected a run's folder .* found no model\.json there$/,
  ],
  [
    'a damaged model',
    words('evaluate --quiet --model damaged'),
    /^damaged\/weights\.bin: damaged: expected sha-256 \w{64} .*, got \w{64}$/,
  ],
  [
    'a foreign model',
    words('predict --quiet --model foreign --state 1,2,3'),
    /^foreign\/model\.json .*class_name: expected "Dense", got "Conv2D"/,
  ],
  [
    'a model of other features',
    words('evaluate --quiet --model run --data idle.csv'),
    /^idle\.csv: expected the model's features \["active","semiActive","nonActive"\], got \["State\[0\]","State\[1\]"\]$/,
  ],
  [
    'a log with an action that the model does not know',
    ['evaluate', '--quiet', '--model', 'run', '--data', prepared, '--preset', 'sales-channel'],
    /prepared\.csv:2 Action: expected one of "No Action", .*, got "DM_sent"$/,
  ],
  [
    'no state',
    words('predict --model run'),
    /^--state: expected a value \(the features of one .*\), or --row or --data, got nothing$/,
  ],
  [
    'a state with a number missing',
    words('predict --quiet --model run --state 1,2'),
    /^--state: expected 3 numbers \(active, semiActive, nonActive\), got 2$/,
  ],
  [
    'a state with a word',
    words('predict --quiet --model run --state 1,two,3'),
    /^--state: expected numbers between commas, got "two"$/,
  ],
  [
    'a state beyond single precision',
    words('predict --quiet --model run --state 1,1e39,3'),
    /^--state: expected numbers .*, got "1e39"$/,
  ],
];

// One for all cases, because every one of them must leave it as it was.
let inputs: string;
let before: ReturnType<typeof listing>;

beforeAll(() => {
  inputs = mkdtempSync(join(tmpdir(), 'contact-dqn-'));
  writeInputs(inputs);
  before = listing(inputs);
});

afterAll(() => rmSync(inputs, { recursive: true }));

async function expectRefused(
  run: (args: readonly string[], cwd: string) => Promise<CliResult>,
  args: readonly string[],
  message: RegExp,
): Promise<void> {
  const { code, stdout, stderr } = await run(args, inputs);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^[^\n]+\n$/);
  expect(stderr.trimEnd()).toMatch(message);
  expect(listing(inputs)).toEqual(before);
}

const all = [commandLine, spending, settings, logs, folders, models];

it.each(all.flat())('refuses %s in one line that says where and what', (_name, args, message) =>
  expectRefused(runHere, args, message),
);

// What a process makes of a refusal is one for all.
it.each([commandLine[0]!, logs[0]!])('refuses %s as a process too', (_name, args, message) =>
  expectRefused((words, cwd) => runCli(words, { cwd }), args, message),
);

function isInstalled(name: string): boolean {
  try {
    createRequire(__filename).resolve(name);
    return true;
  } catch {
    return false;
  }
}

const native = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'];

it('refuses a backend that is not installed, and says what is missing', () =>
  inFolder(async (folder) => {
    const { code, stdout, stderr } = await runCli(
      ['predict', '--backend', 'tensorflow', '--model', 'x', '--state', '1'],
      {
        cwd: folder,
      },
    );
    // Where it is installed the command gets as far as the model.
    const message =
      readNativeSetup() !== null || native.some(isInstalled)
        ? /^backend tensorflow: .*\nx: no such folder\n$/
        : /^--backend tensorflow: not available here: .*tfjs-node-gpu is not installed; .*tfjs-node is not installed\n$/;
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  }));

it('exits with 3 where a GPU is required of a backend that has none', () =>
  inFolder(async (folder) => {
    const result = await runCli(['train', '--require-gpu', '--backend', 'cpu'], { cwd: folder });
    expect(result).toEqual({
      code: 3,
      stdout: '',
      stderr: '--require-gpu: no GPU in use: cpu: CPU, plain JavaScript\n',
    });
    expect(listing(folder)).toEqual({});
  }));

it('says in English what is wrong, whatever the language of the machine', () =>
  inFolder(async (folder) => {
    const { stderr } = await runCli(['train', '--nope'], {
      cwd: folder,
      environment: { LC_ALL: 'de_DE.UTF-8' },
    });
    expect(stderr).toBe('train: unknown flag --nope; train --help shows those there are\n');
  }));
