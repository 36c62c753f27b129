/** `export` as people type it, and its policy.mjs in a Node that knows nothing of us. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomQuestions, type Question } from '../../scripts/parity/answers';
import { differences } from '../../scripts/parity/differences';
import { parityModels, type ParityModel } from '../../scripts/parity/models';
import { givenOf, type PolicyAnswer } from '../../scripts/parity/policy-answers';
import { sha256 } from '../../src/core/files';
import { Random } from '../../src/core/random';
import { saveModel } from '../../src/store/model-store';
import { wasmLoader } from '../../src/tensor/backends/wasm';
import { useBackend } from '../support/backends';
import { useFreshFolders } from '../support/fresh-folders';
import { runCli, shipped } from '../support/run-cli';

useBackend(wasmLoader);
const freshFolder = useFreshFolders();

const details = {
  ...{
    version: '0.1.0',
    createdAt: '2026-11-28T00:00:00.000Z',
    configHash: 'x',
    dataHash: 'y',
    environment: null,
  },
  ...{ gamma: 0, seed: 7, training: { environmentSteps: 10, gradientUpdates: 10 } },
};

async function saved(folder: string, { model, raw }: ParityModel): Promise<string> {
  await saveModel(folder, model, { ...details, raw });
  return folder;
}

function answersInNode(folder: string, questions: readonly Question[]): readonly PolicyAnswer[] {
  const rows = join(folder, 'rows.json');
  writeFileSync(rows, JSON.stringify(questions.map(({ row }) => row)));
  const script = shipped('scripts/parity/answer-in-node.mjs');
  const { stdout, stderr, status } = spawnSync(process.execPath, [script, join(folder, 'out/tfjs'), rows], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as PolicyAnswer[];
}

/** Exported by the command line. */
async function exported(folder: string, one: ParityModel, ...flags: readonly string[]): Promise<void> {
  await saved(join(folder, 'run'), one);
  const { code, stderr } = await runCli(['export', '--model', 'run', '--out', 'out', ...flags], {
    cwd: folder,
  });
  expect({ code, stderr }).toMatchObject({ code: 0 });
}

it.each(parityModels().slice(0, 3))(
  '$name: policy.mjs decides raw columns as the product does',
  async (one) => {
    const folder = freshFolder();
    await exported(folder, one, '--format', 'tfjs', '--quiet');
    const questions = await randomQuestions(one, 1000, Random.fromSeed(3));
    const answers = answersInNode(folder, questions);
    expect(differences(questions, (i) => givenOf(answers[i]!, one.model.actions))).toEqual([]);
  },
);

it('is seen to be wrong where one level of policy.json is another', async () => {
  const [one] = parityModels() as [ParityModel];
  const folder = freshFolder();
  await exported(folder, one, '--format', 'tfjs', '--quiet');
  const file = join(folder, 'out/tfjs/policy.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace('"north"', '"south"'));
  const questions = await randomQuestions(one, 300, Random.fromSeed(3));
  const answers = answersInNode(folder, questions);
  expect(differences(questions, (i) => givenOf(answers[i]!, one.model.actions)).length).toBeGreaterThan(0);
});

it('writes all formats and a card, and says what it left out', async () => {
  const folder = freshFolder();
  const [one] = parityModels() as [ParityModel];
  await saved(join(folder, 'run'), one);
  const { code, stdout, stderr } = await runCli(
    ['export', '--model', 'run', '--all', '--out', 'out', '--json'],
    {
      cwd: folder,
    },
  );
  expect(code).toBe(0);
  expect(stderr).toContain('rules left out: run: expected a run with rules.json');
  const { formats } = JSON.parse(stdout) as { formats: string[] };
  expect(formats).toEqual(['tfjs', 'onnx', 'savedmodel']);
  const { files } = JSON.parse(readFileSync(join(folder, 'out/export.json'), 'utf8')) as {
    files: Record<string, string>;
  };
  for (const [path, hash] of Object.entries(files))
    expect(sha256(readFileSync(join(folder, 'out', path)))).toBe(hash);
  const card = readFileSync(join(folder, 'out/model-card.md'), 'utf8');
  expect(card).toContain('Not judged: there is no report beside the model.');
  expect(card).toContain('| last visit | float64 | days since, from 0 on; NaN where it never happened |');
  expect(card).not.toContain('### rules');
  // Once more, the same bytes.
  const again = await runCli(['export', '--model', 'run', '--all', '--out', 'again', '--quiet'], {
    cwd: folder,
  });
  expect(again.code).toBe(0);
  const bytes = (out: string) => readFileSync(join(folder, out, 'export.json'));
  expect(bytes('again')).toEqual(bytes('out'));
});

it('writes the readable policy of a run', async () => {
  const folder = freshFolder();
  const [one] = parityModels() as [ParityModel];
  await saved(join(folder, 'run'), one);
  const rules = [
    {
      id: 'young',
      condition: { age: { lt: 40 }, plan: { notIn: ['basic'] } },
      weights: { email: 0.75, none: 0.25 },
    },
    { id: 'rest', weights: { none: 1 } },
  ];
  writeFileSync(join(folder, 'run/rules.json'), JSON.stringify(rules));
  const { code } = await runCli(['export', '--model', 'run', '--format', 'rules', '--out', 'out'], {
    cwd: folder,
  });
  expect(code).toBe(0);
  expect(JSON.parse(readFileSync(join(folder, 'out/rules/rules.json'), 'utf8'))).toEqual({
    variations: ['none', 'email', 'mail', 'call'],
    leaves: [
      {
        id: 'young',
        condition: { age: { $exists: true, $lt: 40 }, plan: { $exists: true, $nin: ['basic'] } },
        weights: [0.25, 0.75, 0, 0],
      },
      { id: 'rest', condition: {}, weights: [1, 0, 0, 0] },
    ],
  });
});

it('refuses in one line, and leaves everything as it was', async () => {
  const folder = freshFolder();
  const [one] = parityModels() as [ParityModel];
  await saved(join(folder, 'run'), one);
  mkdirSync(join(folder, 'mine'));
  writeFileSync(join(folder, 'mine/notes.txt'), 'mine');
  const refusals: readonly (readonly [readonly string[], string])[] = [
    [['--out', 'out'], '--format: expected one of tfjs, onnx, savedmodel, rules, or --all, got neither'],
    [['--out', 'out', '--all', '--format', 'onnx'], 'or --all, got both'],
    [['--out', 'out', '--format', 'rules'], 'run: expected a run with rules.json'],
    [['--out', 'mine', '--format', 'onnx'], '--out mine: expected a new or empty folder, found notes.txt'],
    [
      ['--out', 'mine', '--format', 'onnx', '--overwrite'],
      'expected only the files of an export to overwrite, found notes.txt',
    ],
    [
      ['--out', 'run', '--format', 'onnx', '--overwrite'],
      '--out run: expected another file than --model run, which is read',
    ],
    [['--out', 'out', '--format', 'pickle'], '--format: expected one of "tfjs"'],
  ];
  for (const [flags, message] of refusals) {
    const { code, stderr } = await runCli(['export', '--model', 'run', '--quiet', ...flags], { cwd: folder });
    expect({ message, code, stderr: stderr.trim().split('\n').at(-1) }).toEqual({
      message,
      code: 2,
      stderr: expect.stringContaining(message) as string,
    });
  }
  expect(existsSync(join(folder, 'out'))).toBe(false);
  expect(readdirSync(folder).sort()).toEqual(['mine', 'run']);
});

it('replaces an export that is there, and only if it may', async () => {
  const folder = freshFolder();
  const [one] = parityModels() as [ParityModel];
  await exported(folder, one, '--format', 'onnx', '--quiet');
  const args = ['export', '--model', 'run', '--format', 'savedmodel', '--out', 'out', '--quiet'];
  const kept = await runCli(args, { cwd: folder });
  expect(kept.stderr).toContain('--overwrite replaces an export');
  expect(readdirSync(join(folder, 'out')).sort()).toEqual(['export.json', 'onnx']);
  const { code } = await runCli([...args, '--overwrite'], { cwd: folder });
  expect(code).toBe(0);
  expect(readdirSync(join(folder, 'out')).sort()).toEqual(['export.json', 'savedmodel']);
  expect(readdirSync(folder).sort()).toEqual(['out', 'run']);
});
