/** A model of noise knows the rows that it was trained on by heart: whatever file they lie in, it is judged on the others. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judge, train } from '../../../src';
import { readJsonFile } from '../../../src/core/files';
import { sha256 } from '../../../src/core/hashes';
import { Random } from '../../../src/core/random';
import { rowsHashOf, type DatedRows } from '../../../src/dataset/contacts/log-hash';
import { csvToParquet } from '../../../src/dataset/read/csv-to-parquet';
import type { OffPolicy } from '../../../src/evaluate/off-policy/result';
import type { Looks } from '../../../src/evaluate/looks';
import type { Verdict } from '../../../src/evaluate/verdict';
import type { LoggedReport } from '../../../src/report/report';
import { loadLog, logSource } from '../../../src/runs/logged/log-source';
import { hearingHost } from '../../support/hosts';
import { memoryLedger } from '../../support/memory-ledger';
import { csvOf } from '../../support/public-logs';

type Row = Record<string, string | number>;

const STATES = ['x0', 'x1', 'x2', 'x3', 'x4', 'x5'];

/** A coin decided, and nothing that is known of a customer has to do with what came of it. */
function noise(customers: number): Row[] {
  const random = Random.fromSeed(77);
  const four = (value: number) => Number(value.toFixed(4));
  return Array.from({ length: customers }, (_, i) => ({
    ...{ id: `c${i}`, at: `2026-01-${10 + (i % 15)}`, month: 'January' },
    ...Object.fromEntries(STATES.map((name) => [name, four(random.uniform())])),
    ...{ channel: random.uniform() < 0.5 ? 'mail' : 'none', p: 0.5, margin: four(random.uniform() * 6 - 3) },
  }));
}

const rows = noise(300);
const wider = rows.map((row, i): Row => ({ spend: i, ...row }));
/** The same customers, contacted alike and with the same luck, a month later. */
const later = wider.map((row) => ({ ...row, at: String(row.at).replace('-01-', '-02-') }));

const schema = {
  ...{ customer: 'id', time: 'at', action: 'channel', noAction: 'none', reward: 'margin', propensity: 'p' },
  features: Object.fromEntries(STATES.map((name) => [name, 'number'])),
};
const { time: _, ...undated } = schema;

interface Judged {
  readonly rows: number;
  readonly judgedOn: string;
  readonly offPolicy: OffPolicy;
  readonly verdict: Verdict;
  readonly looks: Looks;
}

let folder: string;
/** Rows that the model was trained on. */
let count: number;
const at = (name: string) => join(folder, name);
const source = (name: string, of: string) => logSource(at(name), { schema: at(of) });
const write = (name: string, text: string) => writeFileSync(at(name), text);

/** @param passes over the rows, many of which teach them by heart */
async function trained(run: string, log: ReturnType<typeof source>, passes = 1, host = hearingHost()) {
  const settings = {
    ...{ passes: { most: passes, patience: passes }, network: { hiddenLayers: [64], learningRate: 0.02 } },
    ...{ conservativeWeight: 0, relativeThreshold: 0, shrinkage: false, withoutEnriched: false },
    offPolicy: { resamples: 100 },
  };
  const options = { out: at(run), method: 'one-step', backend: 'cpu', host } as const;
  return (await train(log, settings, options)).report as LoggedReport;
}

async function judged(
  log: ReturnType<typeof source>,
  asked: { run?: string; split?: 'all' | 'test'; host?: ReturnType<typeof hearingHost> } = {},
): Promise<Judged> {
  const { run = 'run', split, host = hearingHost() } = asked;
  const { document } = await judge(at(run), log, { backend: 'cpu', host, ...(split && { split }) });
  return document as unknown as Judged;
}

const values = ({ offPolicy, verdict }: Pick<Judged, 'offPolicy' | 'verdict'>) => ({
  verdict,
  model: offPolicy.policies.model,
});

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'contact-dqn-'));
  write('log.csv', csvOf(rows));
  write('wider.csv', csvOf(wider));
  const logHash = sha256(readFileSync(at('log.csv')));
  write('schema.json', JSON.stringify(schema));
  write('undated.json', JSON.stringify(undated));
  write('wider.json', JSON.stringify({ ...schema, enriched: { columns: ['spend'], logHash } }));
  count = (await trained('run', source('log.csv', 'schema.json'), 30)).splits.train.rows;
  await trained('undated', source('log.csv', 'undated.json'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('is better than what was done only where nobody can tell which rows it knows by heart', async () => {
  write('most.csv', csvOf(rows.slice(1)));
  const [heldOut, most] = [
    await judged(source('log.csv', 'schema.json')),
    await judged(source('most.csv', 'schema.json')),
  ];
  expect([heldOut.rows, most.rows]).toEqual([60, 299]);
  expect([heldOut, most].map(({ verdict }) => verdict.decision === 'better')).toEqual([false, true]);
});

describe('is judged on the rows held out, to the same verdict,', () => {
  const writeParquet = (name: string) =>
    csvToParquet(
      at('log.csv'),
      at(name),
      Object.keys(rows[0]!).map((column) => ({ name: column, type: 'VARCHAR' })),
    );
  const others: readonly [string, string, string, () => unknown][] = [
    ['with a column more', 'wider.csv', 'wider.json', () => undefined],
    ['in another order', 'back.csv', 'schema.json', () => write('back.csv', csvOf([...rows].reverse()))],
    ['as Parquet', 'log.parquet', 'schema.json', () => writeParquet('log.parquet')],
  ];
  it.each(others)('%s', async (_name, file, of, make) => {
    await make();
    const expected = await judged(source('log.csv', 'schema.json'));
    for (const split of [undefined, 'test'] as const) {
      const found = await judged(source(file, of), { ...(split && { split }) });
      expect(values(found)).toEqual(values(expected));
      expect(found.judgedOn).toBe(
        `Judged on the 60 decisions of 60 customers in ${at(file)} that the model was not trained on.`,
      );
    }
  });

  it('where nobody says when, too', async () => {
    const asked = { run: 'undated' };
    const expected = await judged(source('log.csv', 'undated.json'), asked);
    const found = await judged(source('wider.csv', 'undated.json'), asked);
    expect([found.rows, values(found)]).toEqual([60, values(expected)]);
  });

  it('and the other way round, as the same look', async () => {
    const host = hearingHost(memoryLedger());
    const { verdict, looks } = await trained('wide', source('wider.csv', 'wider.json'), 1, host);
    const found = await judged(source('log.csv', 'schema.json'), { run: 'wide', host });
    expect([found.rows, found.verdict.reasons]).toEqual([60, verdict.reasons]);
    expect([looks, found.looks]).toMatchObject([1, 2].map(() => ({ number: 1, total: 1, elsewhere: 0 })));
  });

  it('and says how many it was trained on where all are asked for', async () => {
    const host = hearingHost();
    const { judgedOn } = await judged(source('wider.csv', 'wider.json'), { split: 'all', host });
    expect(judgedOn).toMatch(new RegExp(` decisions of 300 customers in .*, ${count} of which the model`));
    expect(host.heard.warn).toEqual([
      `${at('wider.csv')}: ${count} of these 300 rows were trained on; --split test judges the 60 held out`,
    ]);
  });
});

describe('where its run cannot say what it was trained on,', () => {
  const others: readonly [string, Row[], object][] = [
    ['of some of the rows', wider.slice(1), {}],
    ['of the rows of another month', later, {}],
    ['of rows that were done otherwise', wider.map((row) => ({ ...row, channel: 'mail' })), {}],
    ['where a schema splits otherwise', wider, { split: { by: 'customer', seed: 43 } }],
  ];
  it.each(others)('%s, it is judged on all of them, and that is said', async (_name, some, changes) => {
    write('other.csv', csvOf(some));
    const given = readJsonFile(at('wider.json')) as object;
    write('other.json', JSON.stringify({ ...given, ...changes }));
    const log = source('other.csv', 'other.json');
    const { rows: all, judgedOn, offPolicy } = await judged(log);
    expect(all).toBe(some.length);
    expect(judgedOn).toMatch(/ in .*other\.csv, some of which the model may have been trained on\.$/);
    expect(offPolicy.guarantee.reason).toBe('the log may hold rows that the model was trained on');
    await expect(judged(log, { split: 'test' })).rejects.toThrow(/other\.csv: expected the data of the run/);
  });

  it('of rows that are too few to be split, it is judged on them', async () => {
    write('other.csv', csvOf(rows.slice(0, 1)));
    expect((await judged(source('other.csv', 'schema.json'))).rows).toBe(1);
  });

  it('the same file too is judged whole where a schema splits it otherwise', async () => {
    write('other.json', JSON.stringify({ ...schema, split: { by: 'customer', seed: 43 } }));
    const log = source('log.csv', 'other.json');
    expect((await judged(log)).rows).toBe(300);
    await expect(judged(log, { split: 'test' })).rejects.toThrow(
      /log\.csv: expected decisions that are split as the run split them, and the schema splits them otherwise; /,
    );
  });
});

it('knows its log by its hash alone if its run is older', async () => {
  cpSync(at('run'), at('older'), { recursive: true });
  const file = at('older/config.json');
  const config = readJsonFile(file) as object;
  writeFileSync(file, JSON.stringify({ ...config, logHash: undefined, sidesHash: undefined }));
  const { contacts } = await loadLog(source('wider.csv', 'schema.json'), hearingHost());
  const rowsHash = rowsHashOf(contacts.log as DatedRows);
  const { enriched, ...given } = readJsonFile(at('wider.json')) as { enriched: object };
  write('dated.json', JSON.stringify({ ...given, enriched: { ...enriched, rowsHash } }));
  const rowsOf = async (log: ReturnType<typeof source>) => (await judged(log, { run: 'older' })).rows;
  expect(await rowsOf(source('log.csv', 'schema.json'))).toBe(60);
  expect(await rowsOf(source('wider.csv', 'dated.json'))).toBe(60);
  // That it was this log is said of no rows.
  expect(await rowsOf(source('wider.csv', 'wider.json'))).toBe(300);
});
