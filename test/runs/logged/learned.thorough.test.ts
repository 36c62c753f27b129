/** Learning from logged decisions, from file to report: what it finds, what it never does, and that it can be stopped. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resume, train } from '../../../src';
import { Random } from '../../../src/core/random';
import type { LoggedReport } from '../../../src/report/report';
import { methods, type LearnedMethod } from '../../../src/runs/logged/learned/settings';
import { logSource } from '../../../src/runs/logged/log-source';
import { predict } from '../../../src/runs/predict';
import { quietHost } from '../../../src/runs/quiet-host';
import { loadModel } from '../../../src/store/model-store';
import { useFreshFolders } from '../../support/fresh-folders';
import { hearingHost, stoppingHost } from '../../support/hosts';

const freshFolder = useFreshFolders();
const backend = 'wasm';

const SCHEMA = `
customer: id
action: channel
noAction: none
actions: [none, mail, call, fax]
reward: margin
propensity: p
features: { group: category }
`;

/** What each channel brings in each group, and how often it is taken: the best one of b hardly ever. */
const MEANS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  a: { none: 0, mail: 1, call: -1, fax: 9 },
  b: { none: 0, mail: 1, call: 3, fax: 9 },
};
const CHANCES = { none: 0.49, mail: 0.487, call: 0.02, fax: 0.003 };

/** One decision each; a fax pays best of all, and is all but never sent. */
function banditLog(folder: string, rows = 6000) {
  const random = Random.fromSeed(1).fork('bandit');
  const lines = Array.from({ length: rows }, (_, i) => {
    let rest = random.uniform();
    const [channel, p] = Object.entries(CHANCES).find(([, chance]) => (rest -= chance) < 0)!;
    const group = random.uniform() < 0.5 ? 'a' : 'b';
    const noise = 2 * random.uniform() - 1;
    return [`c${i}`, channel, (MEANS[group]![channel]! + noise).toFixed(3), p, group].join(',');
  });
  const [file, schema] = [join(folder, 'contacts.csv'), join(folder, 'schema.yaml')];
  writeFileSync(file, `id,channel,margin,p,group\n${lines.join('\n')}\n`);
  writeFileSync(schema, SCHEMA);
  return logSource(file, { schema });
}

/** Judging is others' business. */
const quick = { offPolicy: { resamples: 100 }, passes: { most: 10, patience: 3 } };

const learn = (folder: string, method: LearnedMethod, out = 'run', settings = {}) =>
  train(banditLog(folder), { ...quick, ...settings }, { out: join(folder, out), method, backend });

describe.each(methods)('%s', (method) => {
  it('takes the best channel of each group, though it was logged on 2 % of rows, and no other that is not known', async () => {
    const folder = freshFolder();
    const { report } = await learn(folder, method);
    const ask = { rows: ['{"group": "a"}', '{"group": "b"}'], backend } as const;
    const { predictions } = await predict(join(folder, 'run'), ask, quietHost());
    expect(predictions.map(({ action }) => action)).toEqual(['mail', 'call']);
    const { policies, estimand } = (report as LoggedReport).offPolicy;
    expect(estimand).toBe('decision');
    // The log earns .49 · 0 + .487 · 1 + .02 · 1 + .003 · 9 = .534, the best of what is known (1 + 3) / 2.
    const { low, high } = policies.model!.value!.interval;
    expect([low! < 2, high! > 2]).toEqual([true, true]);
    expect(report!.verdict.decision).toBe('better');
  });
});

it('goes on where it was stopped, in the way of learning that it was at, byte by byte', async () => {
  const folder = freshFolder();
  const settings = { ...quick, passes: { least: 2, most: 2 } };
  await learn(folder, 'auto', 'whole', settings);
  const stopped = join(folder, 'stopped');
  const options = { out: stopped, method: 'auto', backend } as const;
  // The four ways of learning of single decisions have two passes each, and it is asked before every call of a pass.
  const { report } = await train(banditLog(folder), settings, { ...options, host: stoppingHost(13) });
  expect(report).toBeNull();
  expect(readFileSync(join(stopped, 'metrics.csv'), 'utf8')).toMatch(/\n\d+,2,/);
  const resumed = await resume(stopped, []);
  const bytes = (run: string, file: string) => readFileSync(join(folder, run, file), 'base64');
  for (const file of ['model/weights.bin', 'metrics.csv'])
    expect(bytes('stopped', file)).toBe(bytes('whole', file));
  expect((resumed.report as LoggedReport).selection).toEqual(
    (JSON.parse(readFileSync(join(folder, 'whole/report.json'), 'utf8')) as LoggedReport).selection,
  );
});

it('tries ways of learning and keeps the one that validation values most', async () => {
  const folder = freshFolder();
  const { report } = await learn(folder, 'auto');
  const { selection, training } = report as LoggedReport;
  const { candidates, rows, decisions, estimator } = selection!;
  // Of single decisions all methods are one regression, that may be held back.
  expect(
    candidates.map(({ method, gamma, conservativeWeight, relativeThreshold }) => [
      ...[method, gamma, conservativeWeight, relativeThreshold],
    ]),
  ).toEqual([
    ['one-step', 0, null, 0],
    ['dqn', 0, 0.1, 0],
    ['dqn', 0, 1, 0],
    ['dqn', 0, 0, 0.3],
  ]);
  expect([estimator, rows, decisions]).toEqual(['dr', 3600, training.environmentSteps]);
  const kept = candidates.filter(({ isKept }) => isKept);
  expect(kept).toHaveLength(1);
  expect(kept[0]!.value.value).toBe(Math.max(...candidates.map(({ value }) => value.value!)));
  // Only what is likely beside No Action (.49) and mail (.487): never a call, so that a mail for everybody is best.
  const [low, high] = [candidates[3]!.value.low!, candidates[3]!.value.high!];
  expect([low < 1, high > 1]).toEqual([true, true]);
  const { manifest } = await loadModel(join(folder, 'run'));
  expect(manifest.support!.leastOfLikeliest).toBe(kept[0]!.relativeThreshold);
  expect(readFileSync(join(folder, 'run/report.md'), 'utf8')).toContain('4 ways of learning were tried');
});

it('holds validation apart: what is learned from, chosen by and judged on are three sides', async () => {
  const folder = freshFolder();
  const { report } = await learn(folder, 'one-step', 'run', { passes: { most: 1 } });
  const { splits, training } = report as LoggedReport;
  expect(splits.test.rows).toBe(1200);
  // Three fifths, in batches of 64 … 128: a pass, up to the batch that ends it.
  expect(training.environmentSteps).toBe(Math.ceil(3600 / 128) * 128);
  expect(splits.train.rows).toBe(3600);
  expect(readFileSync(join(folder, 'run/report.md'), 'utf8')).toContain(
    'the value on validation customers from',
  );
});

const HISTORY_SCHEMA = `
customer: id
time: day
action: channel
noAction: none
reward: margin
propensity: p
discount: { gamma: 0.9, per: decision }
terminal: gone
features: { visit: count, tired: flag }
`;

/** Two decisions each: a mail earns 1 at once and spoils the second visit, which then costs 2 in place of earning 1. */
function tiringLog(folder: string, customers = 1500) {
  const random = Random.fromSeed(2).fork('tiring');
  const draw = (): string => (random.uniform() < 0.5 ? 'mail' : 'none');
  const lines = Array.from({ length: customers }, (_, i) => {
    const [first, second] = [draw(), draw()];
    const tired = first === 'mail' ? 1 : 0;
    const noise = () => random.uniform() - 0.5;
    const earned = [tired + noise(), (tired === 1 ? -2 : 1) + noise()];
    return [
      [`c${i}`, '2026-01-05', first, earned[0]!.toFixed(3), 0.5, 0, 0, 0].join(','),
      [`c${i}`, '2026-01-12', second, earned[1]!.toFixed(3), 0.5, 1, tired, 1].join(','),
    ].join('\n');
  });
  const [file, schema] = [join(folder, 'contacts.csv'), join(folder, 'schema.yaml')];
  writeFileSync(file, `id,day,channel,margin,p,visit,tired,gone\n${lines.join('\n')}\n`);
  writeFileSync(schema, HISTORY_SCHEMA);
  return logSource(file, { schema });
}

it('looks ahead where that pays, and shows by how much beside who does not', async () => {
  const folder = freshFolder();
  const { report } = await train(tiringLog(folder), quick, { out: join(folder, 'run'), backend });
  const { selection, offPolicy } = report as LoggedReport;
  expect(selection!.candidates.find(({ isKept }) => isKept)!.gamma).toBeGreaterThan(0);
  const ask = { rows: ['{"visit": 0, "tired": 0}'], backend } as const;
  const { predictions } = await predict(join(folder, 'run'), ask, quietHost());
  expect(predictions[0]!.action).toBe('none');
  // No Action first: 0 + .9 · 1; a mail first, which the next reward alone asks for: 1 - .9 · 2 = -.8.
  const { low, high } = offPolicy.policies.myopic!.difference!.interval;
  expect([low! < 1.7, high! > 1.7, low! > 1.3]).toEqual([true, true, true]);
  expect(readFileSync(join(folder, 'run/report.md'), 'utf8')).toContain('beside the latter (myopic)');
});

it('says what cannot be asked of it', async () => {
  const folder = freshFolder();
  const source = banditLog(folder, 40);
  const run = (settings: object) =>
    train(source, settings as never, {
      out: join(folder, 'run'),
      method: 'dqn',
      backend,
      host: hearingHost(),
    });
  await expect(run({ steps: 100 })).rejects.toThrow(/steps/);
  await expect(run({ split: { testShare: 0.2, validationShare: 0.1 } })).rejects.toThrow(
    'split: expected at least 10 customers to choose among models by, got 4',
  );
});

it('saves the support with the model', async () => {
  const folder = freshFolder();
  await learn(folder, 'one-step', 'run', { passes: { most: 1 } });
  const { manifest } = await loadModel(join(folder, 'run'));
  expect(manifest.schemaVersion).toBe(3);
  expect(manifest.support).toMatchObject({ leastProbability: 0.01, leastCustomers: 50 });
});
