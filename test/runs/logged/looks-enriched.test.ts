/** Looks at a log with added columns are looks at the log that they were added to: the decisions are the same. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judge, train } from '../../../src';
import { sha256 } from '../../../src/core/hashes';
import type { Verdict } from '../../../src/evaluate/verdict';
import type { Looks, LoggedReport } from '../../../src/report/report';
import { enrich } from '../../../src/runs/enrich/enrich';
import { evaluateOnLog } from '../../../src/runs/logged/evaluate';
import { loadLog, logSource } from '../../../src/runs/logged/log-source';
import { takeLook } from '../../../src/runs/logged/looks';
import { quietHost } from '../../../src/runs/quiet-host';
import { writeCompany } from '../../support/company-files';
import { hearingHost } from '../../support/hosts';
import { memoryLedger } from '../../support/memory-ledger';
import { shopContacts, shopRows } from '../../support/shop';

let folder: string;
const at = (name: string) => join(folder, name);
const hashOf = (name: string) => sha256(readFileSync(at(name)));
const source = (name: string, schema = name.replace(/\..*$/, '.schema.yaml')) =>
  logSource(at(name), { schema: at(schema) });

async function enriched(data: string, schema: string, out: string) {
  const request = { data: at(data), schema: at(schema), company: at('company.yaml'), out: at(out) };
  const settings = { models: [], window: '30d', set: [], seed: 1, overwrite: true };
  await enrich({ ...request, ...settings }, quietHost());
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'contact-dqn-'));
  writeCompany(folder, shopRows(15));
  // Blank lines, and cells of two lines: the lines of the enriched files are others.
  const rows = shopContacts(15).map((line, i) => `${line},${i % 3},"row\n${i}"${i % 7 === 0 ? '\n' : ''}`);
  writeFileSync(at('log.csv'), ['customer,sent_at,channel,margin,opened,tier,note', ...rows, ''].join('\n'));
  await enriched('log.csv', 'contacts.schema.yaml', 'first.csv');
  await enriched('log.csv', 'contacts.schema.yaml', 'second.parquet');
  await enriched('second.parquet', 'second.schema.yaml', 'again.csv');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const LOGS = ['first.csv', 'second.parquet', 'again.csv'];
const sources = () => [source('log.csv', 'contacts.schema.yaml'), ...LOGS.map((name) => source(name))];

it('says in the schema and beside it which log it was, also of one that was enriched before', async () => {
  for (const one of LOGS) {
    const { logHash } = await loadLog(source(one), quietHost());
    const columns = JSON.parse(readFileSync(at(one.replace(/\..*$/, '.customers/columns.json')), 'utf8')) as {
      logHash: string;
    };
    expect([logHash, columns.logHash]).toEqual([hashOf('log.csv'), hashOf('log.csv')]);
  }
});

it('counts policies together that are judged on the same held-out decisions of any of these files', async () => {
  const { ledger, kept } = memoryLedger();
  const host = hearingHost({ ledger });
  const verdict: Verdict = {
    ...{ decision: 'worse', reasons: [], baseline: 'logged', guaranteed: null, comparisons: [] },
  };
  const numbers: Looks[] = [];
  for (const [i, one] of sources().entries()) {
    const log = await loadLog(one, host);
    const { contacts, logHash } = log;
    const { decisions } = log.split({ testShare: 0.2, seed: 7 });
    const lookedAt = { logHash, split: 'test', contacts, decisions: decisions.test } as const;
    const subject = { run: null, policy: `policy ${i}`, identity: String(i) };
    numbers.push(takeLook(lookedAt, { subject, verdict, level: 0.95 }, host));
  }
  expect(numbers).toMatchObject([1, 2, 3, 4].map((number) => ({ number, elsewhere: 0 })));
  expect([...kept.keys()]).toEqual([hashOf('log.csv')]);
});

it('counts what is judged on the whole log', async () => {
  const host = hearingHost(memoryLedger());
  const looksOf = async (policy: string, one: ReturnType<typeof source>) => {
    const asked = { policy, worlds: [], set: ['offPolicy.resamples=100'] };
    return (await evaluateOnLog(asked, one, host)).document.looks;
  };
  const [log, , parquet] = sources();
  expect(await looksOf('uniform', log!)).toMatchObject({ number: 1, split: 'all', elsewhere: 0 });
  expect(await looksOf('always-email', parquet!)).toMatchObject({ number: 2, split: 'all', elsewhere: 0 });
});

it.each([
  ['the log', () => sources()[0]!, () => sources()],
  // By the schema of its run, or by its own.
  [
    'a file with more columns',
    () => source('first.csv'),
    () => [logSource(at('first.csv')), ...sources().slice(2)],
  ],
])('counts what a training on %s judges, and its model on any of these files', async (_name, own, others) => {
  const { ledger, kept } = memoryLedger();
  const host = hearingHost({ ledger });
  const settings = { steps: 60, environments: 2, dqn: { hiddenLayers: [4] }, offPolicy: { resamples: 100 } };
  const run = { out: at('run'), overwrite: true, method: 'replay-study', backend: 'cpu', host } as const;
  const { report } = await train(own(), settings, run);
  const { looks, verdict } = report as LoggedReport;
  expect(looks).toMatchObject({ number: 1, total: 1, split: 'test' });
  for (const one of others()) {
    const { document } = await judge(at('run'), one, { backend: 'cpu', host });
    expect(document.looks).toMatchObject({ number: 1, total: 1, split: 'test', elsewhere: 0 });
    expect((document.verdict as Verdict).decision).toBe(verdict.decision);
  }
  expect([...kept.keys()]).toEqual([hashOf('log.csv')]);
});

describe('a log of other rows counts by itself, whatever the schema says that it was:', () => {
  const lines = () => readFileSync(at('first.csv'), 'utf8').trimEnd().split('\n');
  const later = (line: string) => line.replace(/\b20(\d\d)-/, (_, year: string) => `20${Number(year) + 1}-`);
  it.each<[string, () => string[]]>([
    ['some of them', () => lines().slice(0, 201)],
    ['as many of another year', () => lines().map(later)],
  ])('%s', async (_name, changed) => {
    const { ledger, kept } = memoryLedger();
    const host = hearingHost({ ledger });
    writeFileSync(at('newer.csv'), changed().join('\n'));
    const asked = { policy: 'uniform', worlds: [], set: ['offPolicy.resamples=100'] };
    await evaluateOnLog(asked, source('newer.csv', 'first.schema.yaml'), host);
    expect([...kept.keys()]).toEqual([hashOf('newer.csv')]);
  });
});
