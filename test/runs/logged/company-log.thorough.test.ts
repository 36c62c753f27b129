/** A company's log through training, judging and asking: one way from raw columns to what the network sees. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { judge, train } from '../../../src';
import type { LoggedReport } from '../../../src/report/report';
import { encodeFile } from '../../../src/dataset/features/raw-file';
import { loadLog, logSource } from '../../../src/runs/logged/log-source';
import { predict } from '../../../src/runs/predict';
import { quietHost } from '../../../src/runs/quiet-host';
import { loadModel } from '../../../src/store/model-store';
import { companyLog } from '../../support/company-log';
import { useFreshFolders } from '../../support/fresh-folders';
import { hearingHost } from '../../support/hosts';

const freshFolder = useFreshFolders();

type Extra = readonly [columns: string, cells: (row: number) => string];

async function trained(options: { schema?: string; extra?: Extra } = {}) {
  const folder = freshFolder();
  const log = companyLog(folder, options.schema, options.extra);
  const run = join(folder, 'run');
  const settings = { steps: 300, environments: 2, dqn: { hiddenLayers: [8] } };
  const { report } = await train(log, settings, { out: run, method: 'replay-study', backend: 'cpu' });
  return { folder, log, run, report: report as LoggedReport };
}

const ROW = { age: 31, plan: 'B', vip: false, may_call: 'no', opt_out: 'no' };
const HISTORY = { 'earlier call': 0, 'earlier mail': 1, 'days since last contact': 12 };

it('learns from raw columns, and takes raw columns from then on', async () => {
  const { run, log, report } = await trained();
  const { model, manifest } = await loadModel(run);
  expect(manifest.schemaVersion).toBe(2);
  expect(model.features).toEqual([
    ...['age', 'age: missing', 'plan: A', 'plan: B', 'plan: C', 'vip', 'earlier call', 'earlier mail'],
    ...['days since last contact', 'days since last contact: never'],
  ]);
  expect(report.splits.test.rows).toBe(50);
  expect(report.splits.train.rows).toBe(150);

  const ask = (rows: readonly object[]) =>
    predict(run, { rows: rows.map((row) => JSON.stringify(row)), backend: 'cpu' }, quietHost());
  const { predictions } = await ask([
    { ...ROW, ...HISTORY },
    { ...ROW, ...HISTORY, may_call: 'yes' },
    { ...ROW, ...HISTORY, may_call: 'yes', opt_out: 'yes', age: null },
    { ...ROW, ...HISTORY, may_call: 'yes', opt_out: null },
  ]);
  // Calls need consent, and no opt-out; whether there is one must be known.
  expect(predictions.map(({ qValues }) => qValues.call === null)).toEqual([true, false, true, true]);
  expect(predictions[0]!.qValues.mail).toBe(predictions[1]!.qValues.mail);

  await expect(ask([ROW])).rejects.toThrow(
    '--row earlier call: expected contacts by call before this decision, ever, got none; the model asks for "age"',
  );
  await expect(ask([{ ...ROW, ...HISTORY, vip: null }])).rejects.toThrow(
    '--row vip: expected a value, got none',
  );
  await expect(ask([{ ...ROW, ...HISTORY, age: 'old' }])).rejects.toThrow(
    '--row age: expected a number, got "old"',
  );

  const evaluation = await judge(run, log, { split: 'test', backend: 'cpu' });
  const { matchedActions } = evaluation.document as { matchedActions: unknown };
  expect(matchedActions).toEqual(report.splits.test);
});

it('is judged on what was not trained on, and warns whoever asks for all', async () => {
  const { run, log } = await trained();
  const host = hearingHost();
  const { document } = await judge(run, log, { backend: 'cpu', host });
  expect(document).toMatchObject({ split: 'test', rows: 50 });
  expect(host.heard.warn).toEqual([]);
  await judge(run, log, { split: 'all', backend: 'cpu', host });
  expect(host.heard.warn).toEqual([
    `${log.file}: 150 of these 200 rows were trained on; --split test judges the 50 held out`,
  ]);

  const [header, ...rows] = readFileSync(log.file, 'utf8').trim().split('\n');
  writeFileSync(log.file, `${[header, ...rows.slice(1)].join('\n')}\n`);
  const later = hearingHost();
  await judge(run, log, { backend: 'cpu', host: later });
  expect(later.heard.warn).toEqual([]);
  await expect(judge(run, log, { split: 'test', backend: 'cpu' })).rejects.toThrow(
    /contacts\.csv: expected the data of the run \(sha-256 \w+\), got \w+; without --split a new log is judged whole$/,
  );
});

it('encodes the raw columns of a row as it encoded the log', async () => {
  const schema = [
    ...['action: channel', 'noAction: none', 'reward: margin', 'time: day', 'missing: ["", "C"]'],
    'features: { age: number, plan: category, vip: flag, p: number, joined: date, since: { kind: days-since, never: 9 } }',
  ].join('\n');
  const { folder, run } = await trained({
    schema,
    extra: ['joined,since', (i) => `2025-0${(i % 9) + 1}-03,${i % 10}`],
  });
  const loaded = await loadLog(
    logSource(join(folder, 'contacts.csv'), { schema: join(folder, 'schema.yaml') }),
    quietHost(),
  );
  const { manifest } = await loadModel(run);
  const rows = loaded.rows(manifest.raw!);
  const raw = await encodeFile(manifest.raw!, join(folder, 'contacts.csv'), rows.actions);
  const width = rows.features.length;
  // In the order of the file, whose header is line 1.
  const inFile = new Float32Array(raw.observations.length);
  rows.lines.forEach((line, row) =>
    inFile.set(rows.observations.subarray(row * width, (row + 1) * width), (line - 2) * width),
  );
  expect(raw.observations).toEqual(inFile);
  expect(new Set(raw.observations).size).toBeGreaterThan(100);
});

it('answers a file of raw columns as it answers single rows', async () => {
  const { run, folder } = await trained();
  const rows = [
    { ...ROW, ...HISTORY },
    { ...ROW, ...HISTORY, age: null, plan: 'C' },
  ];
  const columns = Object.keys(rows[0]!);
  const cells = rows.map((row) =>
    columns.map((column) => String(row[column as keyof typeof row] ?? '')).join(','),
  );
  const data = join(folder, 'now.csv');
  writeFileSync(data, `${[columns.join(','), ...cells].join('\n')}\n`);
  const one = await predict(
    run,
    { rows: rows.map((row) => JSON.stringify(row)), backend: 'cpu' },
    quietHost(),
  );
  const out = join(folder, 'decided.csv');
  const file = await predict(run, { data, out, backend: 'cpu' }, quietHost());
  expect(file.predictions.map(({ qValues }) => qValues)).toEqual(
    one.predictions.map(({ qValues }) => qValues),
  );
  const [header, , second] = readFileSync(out, 'utf8').split('\n');
  expect(header).toBe('row,action,value none,value call,value mail');
  // Calls need consent, which is not given.
  expect(second).toMatch(new RegExp(`^2,${file.predictions[1]!.action},[^,]+,,[^,]+$`));
});

it('makes the same model however the rows of the file are shuffled', async () => {
  const { run, folder, log } = await trained();
  const [header, ...rows] = readFileSync(log.file, 'utf8').trim().split('\n');
  writeFileSync(log.file, `${[header, ...rows.reverse()].join('\n')}\n`);
  const again = join(folder, 'again');
  const settings = { steps: 300, environments: 2, dqn: { hiddenLayers: [8] } };
  await train(log, settings, { out: again, method: 'replay-study', backend: 'cpu' });
  const [one, other] = [await loadModel(run), await loadModel(again)];
  expect(other.model.weights).toEqual(one.model.weights);
  expect(other.manifest.raw).toEqual(one.manifest.raw);
});

it('refuses raw rows where a model takes numbers ready made', async () => {
  const asked = predict('models/segment', { rows: ['{"age": 1}'], backend: 'cpu' }, quietHost());
  await expect(asked).rejects.toThrow(
    '--row: expected a model that was trained on raw columns; this one takes --state',
  );
});

it('names the line of a schema file that is no YAML, and the key that is wrong', () => {
  const folder = freshFolder();
  expect(() => companyLog(folder, 'action: [a\nreward: b\n')).toThrow(/schema\.yaml:\d: expected YAML, /);
  expect(() => companyLog(folder, 'action: a\n')).toThrow(/schema\.yaml reward: expected reward or rewards/);
  expect(() => companyLog(folder, 'action: a\nreward: b\ncalendar: 7d\n')).toThrow(
    /schema\.yaml calendar: expected with time, the column that says when/,
  );
});
