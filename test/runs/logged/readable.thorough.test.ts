/** The readable policy beside what is learned: that it is found, saved, judged as what it is, and never does what it may not. */
import { copyFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { resume, train } from '../../../src';
import type { OffPolicy } from '../../../src/evaluate/off-policy/result';
import type { LoggedReport } from '../../../src/report/report';
import { leavesOf } from '../../../src/report/content/readable';
import { logSource } from '../../../src/runs/logged/log-source';
import { runHere } from '../../support/command-here';
import { useFreshFolders } from '../../support/fresh-folders';
import { ruleLog, type Chances, type Customer } from '../../support/rule-log';

const freshFolder = useFreshFolders();

/** Learning and judging are others' business. */
const quick = { offPolicy: { resamples: 100 }, passes: { most: 3, patience: 3 } };

/** Calls pay below 40 in Ulm, mails elsewhere below 40, and from 40 on, or at an unknown age, nothing does. */
const means = ({ age, city }: Customer) =>
  age !== null && age < 40
    ? { none: 0, mail: 1, call: city === 'Ulm' ? 3 : -1 }
    : { none: 0, mail: -1, call: -2 };

async function learned(folder: string, log = ruleLog(folder, means), options = {}) {
  const source = logSource(log.data, { schema: log.schema });
  const out = join(folder, 'run');
  const { report } = await train(source, quick, { out, method: 'one-step', backend: 'wasm', ...options });
  return { out, log, report: report as LoggedReport };
}

const rulesOf = (folder: string) => JSON.parse(readFileSync(join(folder, 'rules.json'), 'utf8')) as unknown;

const judged = async (...flags: string[]) => {
  const { stdout, stderr } = await runHere(['evaluate', ...flags, '--quiet', '--json'], '.');
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as { offPolicy: OffPolicy; rules: unknown };
};

it('finds the rule that the log was made by, saves it, and judges it on decisions held out', async () => {
  const folder = freshFolder();
  const { report, out, log } = await learned(folder);
  const { tree, rules, modelMinusReadable, customers } = report.readable!;
  expect(rulesOf(out)).toEqual(rules);
  // By the city first, the same would take four leaves.
  expect(rules).toEqual([
    {
      id: 'age below 40, city is Ulm',
      condition: { age: { lt: 40 }, city: { eq: 'Ulm' } },
      weights: { call: 1 },
    },
    { id: 'age below 40', condition: { age: { lt: 40 } }, weights: { mail: 1 } },
    { id: 'everybody else', weights: { none: 1 } },
  ]);
  expect(customers).toBe(2400);
  expect(leavesOf(tree!).reduce((sum, { decisions }) => sum + decisions, 0)).toBe(2400);
  // Nine tenths have an age, a third of these below 40; a third of them in Ulm, of whom one in five may not be called:
  // .3 · (1/3 · .8 · 3 + 2/3 · 1) = .44.
  const { role, value, doubts, identified } = report.offPolicy.policies.readable!;
  expect([role, identified, doubts]).toEqual(['baseline', true, []]);
  expect(value!.interval.low!).toBeLessThan(0.44);
  expect(value!.interval.high!).toBeGreaterThan(0.44);
  expect(modelMinusReadable).toEqual(report.offPolicy.policies.readable!.difference!.interval);
  expect(report.policies.find(({ name }) => name === 'readable')!.role).toBe('baseline');

  // `evaluate` reads the file, and says the same of the same decisions: those that the model's run held out.
  const file = join(out, 'rules.json');
  const beside = await judged(
    '--model',
    out,
    '--data',
    log.data,
    '--against',
    file,
    '--set',
    'offPolicy.resamples=100',
  );
  const again = beside.offPolicy.policies['rules.json']!;
  const before = report.offPolicy.policies.readable!;
  expect([again.value, again.estimates, again.difference]).toEqual([
    before.value,
    before.estimates,
    before.difference,
  ]);
  // The tree was grown on all other decisions of this log, as the run beside it says.
  const alone = await judged('--policy', file, '--data', log.data);
  expect(alone.offPolicy.decisions).toBe(report.offPolicy.decisions);
  expect(alone.offPolicy.policies['rules.json']!.value).toEqual(before.value);
  const moved = join(folder, 'mine.json');
  copyFileSync(file, moved);
  const elsewhere = await judged('--policy', moved, '--data', log.data, '--schema', log.schema);
  expect(elsewhere.offPolicy.decisions).toBe(3000);
  expect(alone.offPolicy.policies['rules.json']!.identified).toBe(true);
  expect(alone.rules).toEqual({
    'rules.json': [
      { id: 'age below 40, city is Ulm', rows: expect.any(Number) as number },
      { id: 'age below 40', rows: expect.any(Number) as number },
      { id: 'everybody else', rows: expect.any(Number) as number },
    ],
  });
});

it('has one leaf where nothing is to be told apart, and says so', async () => {
  const folder = freshFolder();
  const { report, out } = await learned(
    folder,
    ruleLog(folder, () => ({ none: 0, mail: -0.3, call: -0.3 })),
  );
  expect(report.readable!.rules).toEqual([{ id: 'everybody', weights: { none: 1 } }]);
  expect(readFileSync(join(out, 'report.md'), 'utf8')).toContain(
    'No rule of these columns is shown to earn more than always doing No Action',
  );
  // Where it leaves everybody alone it does as the model wherever that does.
  const { rows, policies } = report.splits.test;
  expect(report.readable!.sameAsModel).toBeCloseTo(policies.model!.noActions / rows, 12);
});

it('asks whether something is missing where that tells most', async () => {
  const folder = freshFolder();
  const log = ruleLog(folder, ({ age }) => ({ none: 0, mail: age === null ? 2 : -1, call: -1 }));
  const settings = ['--set', 'passes.most=3', '--set', 'offPolicy.resamples=100'];
  const source = ['--data', log.data, '--schema', log.schema, '--method', 'one-step'];
  const command = ['train', ...source, ...settings, '--backend', 'wasm', '--out', 'run', '--quiet'];
  const { stdout } = await runHere(command, folder);
  expect(stdout).toMatch(/written:\n {2}run\/model\n {2}run\/metrics.csv\n {2}run\/rules.json\n/);
  expect(stdout).toContain('Beside the model stands a decision tree of 2 leaves');
  expect(rulesOf(join(folder, 'run'))).toEqual([
    { id: 'age is missing', condition: { age: { missing: true } }, weights: { mail: 1 } },
    { id: 'everybody else', weights: { none: 1 } },
  ]);
});

it('does in no leaf what the log does not show there, however well it would seem to pay', async () => {
  const folder = freshFolder();
  // Only Ulm is ever called, where it pays; a line through that says that it pays elsewhere too.
  const chances: Chances = ({ city, mayCall }) =>
    city === 'Ulm' && mayCall ? { none: 0.4, mail: 0.2, call: 0.4 } : { none: 0.5, mail: 0.5, call: 0 };
  const log = ruleLog(folder, () => ({ none: 0, mail: 0, call: 3 }), { chances });
  const { report } = await learned(folder, log);
  const { rules } = report.readable!;
  expect(rules![0]).toEqual({ id: 'city is Ulm', condition: { city: { eq: 'Ulm' } }, weights: { call: 1 } });
  expect(rules!.slice(1).every(({ weights }) => weights.call === undefined)).toBe(true);
  expect(report.offPolicy.policies.readable!.doubts).toEqual([]);
});

it('counts a call that may not be made as what is then done', async () => {
  const folder = freshFolder();
  // A call earns less than a mail does for all, once the fifth who may not be called counts as left alone: .8 · 1.1 < 1.
  const { report } = await learned(
    folder,
    ruleLog(folder, () => ({ none: 0, mail: 1, call: 1.1 }), { customers: 6000 }),
  );
  expect(report.readable!.rules).toEqual([{ id: 'everybody', weights: { mail: 1 } }]);
  const { scores } = leavesOf(report.readable!.tree!)[0]!;
  expect(scores.call).toBeCloseTo(0.88, 1);
  expect(scores.mail).toBeCloseTo(1, 1);
});

it('is the same where a run of several seeds was stopped before it was judged', async () => {
  const folder = freshFolder();
  const { out } = await learned(folder, ruleLog(folder, means), { seeds: 2 });
  const [rules, report] = ['rules.json', 'report.json'].map((name) => readFileSync(join(out, name), 'utf8'));
  for (const name of ['rules.json', 'report.json']) rmSync(join(out, name));
  await resume(out, []);
  expect(readFileSync(join(out, 'rules.json'), 'utf8')).toBe(rules);
  const readable = (text: string) => (JSON.parse(text) as LoggedReport).readable;
  expect(readable(readFileSync(join(out, 'report.json'), 'utf8'))).toEqual(readable(report!));
  expect(existsSync(join(out, 'seeds/2/rules.json'))).toBe(false);
});

it('stands beside no replay of rows', async () => {
  const folder = freshFolder();
  const log = ruleLog(folder, means, { customers: 400 });
  const settings = { steps: 500, environments: 1, offPolicy: { resamples: 100 } };
  const out = join(folder, 'run');
  const { report } = await train(logSource(log.data, { schema: log.schema }), settings, {
    ...{ out, method: 'replay-study', backend: 'wasm' },
  });
  expect((report as LoggedReport).readable).toBeUndefined();
  expect(existsSync(join(out, 'rules.json'))).toBe(false);
});
