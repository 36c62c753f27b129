/** A training on a log that names added columns: learned once more without them, judged beside, killed and continued. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoggedReport } from '../../src/report/report';
import { runHere } from '../support/command-here';
import { runCli, shipped } from '../support/run-cli';
import { outcome, readJson, type Json } from '../support/run-files';

const ADDED = ['earlier_clicks', 'earlier_sales', 'earlier_spend', 'segment'];

let folder: string;

const trainInto = (out: string, ...more: readonly string[]) => [
  ...['train', '--data', shipped('data/company-log/contacts.csv'), '--schema', 'schema.yaml'],
  ...['--method', 'one-step', '--backend', 'wasm', '--out', out, '--quiet'],
  ...['--set', 'passes.most=6', '--set', 'offPolicy.resamples=100', ...more],
];

const reportOf = (run: string) => readJson(join(folder, run), 'report.json') as unknown as LoggedReport;

/** Both trainings of a run, without the time that they took. */
function outcomes(run: string): Json & { readonly report: Json } {
  const { report, ...own } = outcome(join(folder, run));
  const { training, ...enriched } = report.enriched as { readonly training: Record<string, unknown> };
  const without = join(folder, run, 'without-enriched');
  return {
    ...own,
    report: { ...report, enriched: { ...enriched, training: { ...training, wallSeconds: null } } },
    metrics: readFileSync(join(without, 'metrics.csv'), 'utf8'),
    weights: readFileSync(join(without, 'model/weights.bin'), 'base64'),
    ownMetrics: own.metrics,
    ownWeights: own.weights,
  };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'contact-dqn-'));
  // Without the discount each decision is judged by itself, which takes a fraction of the time.
  const schema = readFileSync(shipped('data/company-log/schema.yaml'), 'utf8')
    .replace(/discount:\n {2}gamma.*\n {2}per.*\n/, '')
    // Half of them are judged, so that segments have customers enough.
    .replace('test: 0.2\n  validation: 0\n', 'test: 0.5\n  validation: 0.2\n');
  writeFileSync(join(folder, 'schema.yaml'), `${schema}enriched:\n  columns: [${ADDED.join(', ')}]\n`);
  expect(await runHere(trainInto('whole'), folder)).toMatchObject({ code: 0, stderr: '' });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('says what they add, on the same customers, all in all and by segment', () => {
  const { enriched, offPolicy, verdict, looks } = reportOf('whole');
  // In the order of the features.
  expect(enriched!.columns).toEqual(['segment', 'earlier_clicks', 'earlier_sales', 'earlier_spend']);
  const { decision, difference, segments, sameAsModel } = enriched!.comparison!;
  expect(difference).toEqual(offPolicy.policies['without-enriched']!.difference);
  expect(decision).toBe(verdict.comparisons.find(({ against }) => against === 'without-enriched')!.decision);
  expect(sameAsModel).toBeGreaterThan(0);
  expect(segments!.column).toBe('segment');
  const units = segments!.segments.map(({ decisions }) => decisions);
  expect(units.reduce((sum, count) => sum + count, 0)).toBe(offPolicy.decisions);
  const known = segments!.segments.flatMap((one) => (one.difference === null ? [] : [one.difference]));
  expect(known).toHaveLength(segments!.family);
  expect(known.length).toBeGreaterThan(1);
  for (const { interval } of known) expect(interval.level).toBeCloseTo(1 - 0.05 / segments!.family, 12);
  expect(looks).toMatchObject({ total: 2, number: 2, others: [{ policy: 'without-enriched', number: 1 }] });
  expect(offPolicy.policies['look-alike-score']).toMatchObject({ role: 'baseline', identified: true });
});

it('keeps a model that asks for the other columns alone', () => {
  const { features, raw } = readJson(join(folder, 'whole/without-enriched'), 'model/manifest.json') as {
    features: readonly string[];
    raw: { schema: { features: object; enriched?: object } };
  };
  expect(features).toContain('tenure_weeks');
  expect(features.filter((name) => ADDED.some((column) => name.startsWith(column)))).toEqual([]);
  expect(raw.schema.enriched).toBeUndefined();
  expect(Object.keys(raw.schema.features)).not.toContain('segment');
});

it('is judged on what its run held out, wherever its model is asked for', async () => {
  const data = ['--data', shipped('data/company-log/contacts.csv'), '--set', 'offPolicy.resamples=100'];
  for (const model of ['whole/without-enriched', 'whole/without-enriched/model']) {
    const { code, stdout } = await runHere(
      ['evaluate', '--model', model, ...data, '--json', '--quiet'],
      folder,
    );
    expect(code).toBe(0);
    const { split, offPolicy } = JSON.parse(stdout) as LoggedReport & { readonly split: string };
    expect(split).toBe('test');
    const { value } = offPolicy.policies.model!.value!.interval;
    // The rewards are modelled by fewer columns here: not the same number, and of the same decisions.
    expect(offPolicy.decisions).toBe(reportOf('whole').offPolicy.decisions);
    expect(Number.isFinite(value)).toBe(true);
  }
});

it('killed in its second training ends as one that never was', async () => {
  const rows = () => {
    const file = join(folder, 'killed/without-enriched/metrics.csv');
    return existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 2 : 0;
  };
  const { code } = await runCli(trainInto('killed'), {
    cwd: folder,
    signal: { name: 'SIGKILL', when: () => rows() >= 9 },
  });
  expect(code).toBeNull();
  expect(rows()).toBeLessThan(24);
  expect(existsSync(join(folder, 'killed/report.json'))).toBe(false);
  const resumed = await runHere(['train', '--resume', 'killed'], folder);
  expect(resumed.code).toBe(0);
  expect(resumed.stderr).toMatch(
    /^all \d+ steps are done[^]*^learning once more the same way, without the 4 columns that enrich added: with them it took \d+ s[^]*^continuing at \d+ of \d+ steps$/m,
  );
  const { looks: _, ...report } = outcomes('killed').report;
  const { looks: __, ...whole } = outcomes('whole').report;
  expect({ ...outcomes('killed'), report }).toEqual({ ...outcomes('whole'), report: whole });
});

it('is left out where that is asked, and says so; a run that has it can be replaced', async () => {
  expect(
    await runHere(trainInto('whole', '--set', 'withoutEnriched=false', '--overwrite'), folder),
  ).toMatchObject({
    code: 0,
    stderr: '',
  });
  expect(existsSync(join(folder, 'whole/without-enriched'))).toBe(false);
  const { enriched, offPolicy } = reportOf('whole');
  expect(enriched).toMatchObject({ policy: null, comparison: null, reason: 'withoutEnriched=false' });
  expect(offPolicy.policies['without-enriched']).toBeUndefined();
});
