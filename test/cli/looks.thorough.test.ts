/** Looks at the decisions of a log, counted across the commands that judge on them. */
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CountedLooks } from '../../src/report/report';
import { runHere } from '../support/command-here';
import { shipped } from '../support/run-cli';

const ON_LOG = ['--data', 'log.csv', '--preset', 'sales-channel', '--quiet', '--json'];
const TRAINING = [
  ...['--steps', '64', '--backend', 'cpu'],
  ...[
    'learningStarts=32',
    'batchSize=8',
    'hiddenLayers=[4]',
    'evaluation.interval=32',
    'offPolicy.resamples=100',
  ].flatMap((setting) => ['--set', setting]),
];

let folder: string;
const state = () => join(folder, 'state');
const text = (file: string) => readFileSync(join(folder, file), 'utf8');

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'contact-dqn-'));
  // What is judged does not matter here: a third of the published rows, of either action.
  const [header, ...rows] = readFileSync(shipped('data/sales-channel/prepared.csv'), 'utf8').split('\n');
  const some = rows.filter((_, i) => i % 3 === 0);
  writeFileSync(join(folder, 'log.csv'), `${[header, ...some].join('\n')}\n`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
// One ledger for all tests of this file, which tell one story.
beforeEach(() => (process.env.CONTACT_DQN_STATE = state()));

type Told = Pick<CountedLooks, 'number' | 'total' | 'elsewhere' | 'others' | 'split'>;

async function run(...args: readonly string[]) {
  const { code, stdout, stderr } = await runHere(args, folder);
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.any(String) as string });
  return { looks: (JSON.parse(stdout) as { looks: Told }).looks, stderr };
}

const train = (out: string, ...more: readonly string[]) =>
  run('train', ...ON_LOG, ...TRAINING, '--out', out, ...more);
const evaluate = (...more: readonly string[]) =>
  run('evaluate', ...ON_LOG, '--set', 'offPolicy.resamples=100', ...more);

const numbers = ({ number, total, elsewhere }: Told) => ({ number, total, elsewhere });

it('the first training looks first', async () => {
  const { looks } = await train('one', '--seed', '1');
  expect(looks).toMatchObject({ counted: true, split: 'test', number: 1, total: 1, others: [] });
  expect(text('one/report.md')).toContain(
    'Look 1 at these held-out decisions: no other policy is known to have been judged on them.',
  );
});

it('the same training again is the same look', async () => {
  const { looks } = await train('again', '--seed', '1');
  expect(numbers(looks)).toEqual({ number: 1, total: 1, elsewhere: 0 });
});

it('each further seed is a look, for the report shows what each came to; it knows of those before', async () => {
  const { looks } = await train('two', '--seed', '2', '--seeds', '2');
  expect(numbers(looks)).toEqual({ number: 3, total: 3, elsewhere: 0 });
  const { verdict } = JSON.parse(text('one/report.json')) as { verdict: { decision: string } };
  const at = expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string;
  expect(looks.others).toEqual([
    { number: 1, at, run: 'one', policy: 'model', verdict: verdict.decision, against: 'logged' },
    { number: 2, at, run: 'two/seeds/3', policy: 'model', verdict: null, against: null },
  ]);
  for (const page of ['two/report.md', 'two/report.html']) {
    expect(text(page)).toContain(
      'Look 3 at these held-out decisions: 2 other policies were judged on them before.',
    );
    expect(text(page)).toContain('model of one');
  }
});

it('to judge a model once more, from its folder, is no further look', async () => {
  const { looks } = await evaluate('--model', 'one', '--out', 'judged');
  expect(numbers(looks)).toEqual({ number: 1, total: 3, elsewhere: 0 });
  expect(text('judged/evaluation.md')).toContain(
    'Look 1 of 3 at these held-out decisions: 2 other policies were judged on them since.',
  );
});

it('another split is another matter, and does not hide the first', async () => {
  const { looks } = await train('other', '--seed', '1', '--set', 'split.seed=7');
  expect(numbers(looks)).toEqual({ number: 1, total: 1, elsewhere: 3 });
});

it('the whole log too; the same rules in another file are the same policy, others are not', async () => {
  writeFileSync(join(folder, 'rules.json'), '[{"id": "all", "weights": {"EMsent": 1}}]');
  writeFileSync(join(folder, 'same.yaml'), '- id: all\n  weights:\n    EMsent: 1\n');
  writeFileSync(join(folder, 'new.yaml'), '- id: all\n  weights:\n    DM_sent: 1\n');
  const first = await evaluate('--policy', 'rules.json');
  expect(first.looks).toMatchObject({ split: 'all', number: 1, total: 1, elsewhere: 4 });
  expect(numbers((await evaluate('--policy', 'same.yaml')).looks)).toEqual({
    number: 1,
    total: 1,
    elsewhere: 4,
  });
  expect(numbers((await evaluate('--policy', 'new.yaml')).looks)).toEqual({
    number: 2,
    total: 2,
    elsewhere: 4,
  });
});

it('a damaged line is told, once, and stops nothing', async () => {
  const looks = join(state(), 'looks');
  const [file] = readdirSync(looks);
  appendFileSync(join(looks, file!), 'mice were here\n');
  const told = await evaluate('--policy', 'uniform');
  expect(told.stderr.match(/expected a look as JSON, got "mice were here"/g)).toHaveLength(1);
  // A baseline is known by its name, and lies nowhere.
  expect(told.looks).toMatchObject({ number: 3, unreadable: 1 });
  expect(told.looks.others).toMatchObject([
    { policy: 'rules.json', run: 'rules.json' },
    { policy: 'new.yaml', run: 'new.yaml' },
  ]);
});

it('where nothing can be kept, one warning is said, and the report says that nothing was counted', async () => {
  writeFileSync(join(folder, 'no folder'), '');
  process.env.CONTACT_DQN_STATE = join(folder, 'no folder');
  const told = await evaluate('--policy', 'uniform', '--out', 'uncounted');
  expect(told.stderr.match(/^warning: looks at these decisions are not counted: .*$/gm)).toHaveLength(1);
  expect(told.looks).toEqual({ counted: false, reason: expect.stringContaining('cannot write') as string });
  expect(text('uncounted/evaluation.md')).toContain('Looks at these decisions are not counted:');
});
