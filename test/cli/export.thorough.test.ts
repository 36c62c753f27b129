/** `export` as people type it, and its policy.mjs in a Node that knows nothing of us. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomQuestions, type Question } from '../../scripts/parity/answers';
import { differences } from '../../scripts/parity/differences';
import { parityModels, type ParityModel } from '../../scripts/parity/models';
import { givenOf, type PolicyAnswer } from '../../scripts/parity/policy-answers';
import { ModelQFunction } from '../../src/agents/dqn/model-q-function';
import { sha256 } from '../../src/core/hashes';
import { Random } from '../../src/core/random';
import { actionLabels } from '../../src/dataset/action-list';
import { makeCases } from '../../src/decide/cases';
import { wasmLoader } from '../../src/tensor/backends/wasm';
import { useBackend } from '../support/backends';
import { savedRun } from '../support/saved-run';
import { useFreshFolders } from '../support/fresh-folders';
import { runCli, shipped } from '../support/run-cli';

useBackend(wasmLoader);
const freshFolder = useFreshFolders();

function answersInNode(
  folder: string,
  asked: { rows: unknown; histories?: unknown },
): readonly PolicyAnswer[] {
  const rows = join(folder, 'rows.json');
  writeFileSync(rows, JSON.stringify(asked));
  const script = shipped('scripts/parity/answer-in-node.mjs');
  const { stdout, stderr, status } = spawnSync(process.execPath, [script, join(folder, 'out/tfjs'), rows], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as PolicyAnswer[];
}

const rowsOf = (questions: readonly Question[]) => ({ rows: questions.map(({ row }) => row) });

/** Exported by the command line. */
async function exported(folder: string, one: ParityModel, ...flags: readonly string[]): Promise<void> {
  await savedRun(join(folder, 'run'), one);
  const { code, stderr } = await runCli(['export', '--model', 'run', '--out', 'out', ...flags], {
    cwd: folder,
  });
  expect({ code, stderr }).toMatchObject({ code: 0 });
}

it.each(parityModels().slice(0, 2))(
  '$name: policy.mjs decides raw columns as the product does',
  async (one) => {
    const folder = freshFolder();
    await exported(folder, one, '--format', 'tfjs', '--quiet');
    const questions = await randomQuestions(one, 1000, Random.fromSeed(3));
    const answers = answersInNode(folder, rowsOf(questions));
    expect(differences(questions, (i) => givenOf(answers[i]!, one))).toEqual([]);
  },
);

it('decides the example rows of a model that looks back, for the same reasons', async () => {
  const one = parityModels().find(({ name }) => name === 'looking back')!;
  const folder = freshFolder();
  await exported(folder, one, '--format', 'tfjs', '--quiet');
  const { model, raw } = one;
  const qFunction = new ModelQFunction(model);
  const { cases } = (await makeCases({ model, raw, qFunction, tolerance: 1e-5 }, Random.fromSeed(9)))!;
  for (const isPastKnown of [true, false]) {
    const own = cases.filter(({ history }) => (history !== null) === isPastKnown);
    expect(own.length).toBeGreaterThan(49);
    const histories = isPastKnown ? own.map(({ history }) => history) : undefined;
    const answers = answersInNode(folder, {
      rows: own.map(({ columns }) => columns),
      ...(histories && { histories }),
    });
    const said = (given: object) => {
      const { action, reason, barred } = given as Record<string, unknown>;
      return { action, reason, barred };
    };
    // The module calls actions as the log does.
    const [label] = actionLabels(model.actions, raw?.schema);
    const called = (text: string) => text.replaceAll(JSON.stringify(model.actions[0]), JSON.stringify(label));
    const expected = JSON.parse(called(JSON.stringify(own.map(said)))) as unknown;
    expect(answers.map(said)).toEqual(expected);
  }
});

it('is seen to be wrong where one level of policy.json is another', async () => {
  const [one] = parityModels() as [ParityModel];
  const folder = freshFolder();
  await exported(folder, one, '--format', 'tfjs', '--quiet');
  const file = join(folder, 'out/tfjs/policy.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace('"north"', '"south"'));
  const questions = await randomQuestions(one, 300, Random.fromSeed(3));
  const answers = answersInNode(folder, rowsOf(questions));
  expect(differences(questions, (i) => givenOf(answers[i]!, one)).length).toBeGreaterThan(0);
});

it('writes all formats and a card, and says what it left out', async () => {
  const folder = freshFolder();
  const [one] = parityModels() as [ParityModel];
  await savedRun(join(folder, 'run'), one);
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
  // Once more, the same bytes; and not over what is there.
  const again = await runCli(['export', '--model', 'run', '--all', '--out', 'again', '--quiet'], {
    cwd: folder,
  });
  expect(again.code).toBe(0);
  const bytes = (out: string) => readFileSync(join(folder, out, 'export.json'));
  expect(bytes('again')).toEqual(bytes('out'));
  const { code: kept, stderr: refusal } = await runCli(
    ['export', '--model', 'run', '--all', '--out', 'out', '--quiet'],
    { cwd: folder },
  );
  expect({ kept, refusal }).toMatchObject({
    kept: 2,
    refusal: expect.stringContaining('--overwrite replaces an export') as string,
  });
});
