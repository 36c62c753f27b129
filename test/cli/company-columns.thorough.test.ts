/**
 * Columns of customers from tables to decisions: a company simulated, its log enriched, a policy learned; then scoring and
 * serving by its tables decide as by a file in which the same columns were put together by other ways.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { pastOf } from '../../src/profiles/asof/past';
import { openCompany } from '../../src/profiles/tables/open-company';
import { readCompany } from '../../src/profiles/tables/read-company';
import { columnsOfServed, makeBeside } from '../../src/runs/company-columns/columns-of-served';
import { loadModel } from '../../src/store/model-store';
import { runHere } from '../support/command-here';
import { runCli } from '../support/run-cli';
import { startKnownService } from '../support/served-model';

const AS_OF = '2025-09-15';
const MODELS = ['churn', 'value', 'segments'];

let folder: string;
const at = (...path: string[]) => join(folder, ...path);
const company = () => at('co', 'company.yaml');
type Row = Readonly<Record<string, string>>;
const rows = (file: string) => parse<Row>(readFileSync(file), { columns: true });

async function command(...args: string[]) {
  const result = await runCli(args, { cwd: folder });
  if (result.code !== 0) throw new Error(`${args.join(' ')}: ${result.code} ${result.stderr}`);
  return result;
}

const score = (out: string, ...flags: string[]) =>
  command(
    ...['score', '--model', at('run'), '--out', at(out), '--runtime', 'own', '--as-of', AS_OF],
    ...flags,
  );

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'contact-dqn-'));
  await command('simulate-company', '--customers', '150', '--weeks', '36', '--out', 'co', '--quiet');
  await command(
    ...['enrich', '--data', 'co/contacts.csv', '--schema', 'co/contacts.schema.yaml', '--quiet'],
    ...['--company', 'co/company.yaml', '--models', MODELS.join(), '--out', 'enriched.csv'],
  );
  // In this process, for it may take longer than a command of a test may.
  const trained = await runHere(
    [
      ...['train', '--data', 'enriched.csv', '--schema', 'enriched.schema.yaml', '--method', 'one-step'],
      ...['--out', 'run', '--backend', 'wasm', '--quiet', '--set', 'passes.most=2'],
      ...['--set', 'offPolicy.resamples=100', '--set', 'support.leastCustomers=5'],
    ],
    folder,
  );
  if (trained.code !== 0) throw new Error(trained.stderr);
  // What travels with the model is all there is of it from now on.
  rmSync(at('enriched.customers'), { recursive: true });
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** All columns of all customers who are not gone, of the profile by its own function, of each model by `customers apply`. */
async function writeJoined(file: string): Promise<void> {
  const tables = await readCompany(await openCompany(company()));
  const { customers, columns } = pastOf(tables, Date.parse(AS_OF), 90 * 86_400_000).now();
  const applied: Map<string | undefined, Row>[] = [];
  for (const model of MODELS) {
    const out = at(`${model}.csv`);
    await command(
      ...['customers', 'apply', model, '--model', at('run/model/customers', model), '--quiet'],
      ...['--company', company(), '--as-of', AS_OF, '--out', out],
    );
    applied.push(new Map(rows(out).map(({ customer, ...cells }) => [customer, cells])));
  }
  const gone = columns.find(({ name }) => name === 'gone') as { readonly values: Float64Array };
  const lines = customers.flatMap((customer, row) => {
    if (gone.values[row] === 1) return [];
    const own = columns.map((column) => {
      if (column.kind === 'category') return column.names[column.codes[row]!] ?? '';
      return Number.isNaN(column.values[row]) ? '' : String(column.values[row]);
    });
    return [[customer, ...own, ...applied.flatMap((one) => Object.values(one.get(customer)!))].join()];
  });
  const names = applied.flatMap((one) => Object.keys(one.values().next().value!));
  const header = ['customer_id', ...columns.map(({ name }) => name), ...names].join();
  writeFileSync(file, `${[header, ...lines].join('\n')}\n`);
}

it('decides by the tables as by a file of the same columns, with one thread and several', async () => {
  await score('made.csv', '--company', company());
  const made = readFileSync(at('made.csv'));
  expect(new Set(rows(at('made.csv')).map(({ action }) => action)).size).toBeGreaterThan(1);
  await writeJoined(at('joined.csv'));
  await score('given.csv', '--data', at('joined.csv'));
  expect(readFileSync(at('given.csv'))).toEqual(made);
  await score('threads.csv', '--company', company(), '--threads', '2');
  expect(readFileSync(at('threads.csv'))).toEqual(made);
});

it('takes cells of a file as they are, and says which were made and which given', async () => {
  await score('made.csv', '--company', company(), '--overwrite');
  const text = readFileSync(at('co/customers.csv'), 'utf8').trimEnd().split('\n');
  const [header, ...lines] = text;
  writeFileSync(
    at('some.csv'),
    [`${header!},churn_probability`, ...lines.map((line) => `${line},1`), ''].join('\n'),
  );
  const { stdout } = await score('some-out.csv', '--company', company(), '--data', at('some.csv'), '--json');
  const told = JSON.parse(stdout) as { company: { given: string[]; made: { name: string; by: string }[] } };
  expect(told.company.given).toEqual(['churn_probability']);
  expect(told.company.made).toContainEqual({ name: 'lifetime_value', by: 'value' });
  expect(told.company.made.map(({ by }) => by)).not.toContain('churn');
  // Whoever was certain to be lost is worth other values.
  expect(readFileSync(at('some-out.csv'))).not.toEqual(readFileSync(at('made.csv')));
});

it('says that a model is old, and what the tables do not tell', async () => {
  const later = at('co', 'later.yaml');
  const text = readFileSync(company(), 'utf8');
  expect(text.match(/until: .*/g)).toHaveLength(4);
  writeFileSync(later, text.replaceAll(/until: .*/g, "until: '2025-11-08'"));
  const { stderr } = await runCli(
    ['score', '--model', at('run'), '--company', later, '--as-of', '2025-11-10', '--out', at('old.csv')],
    { cwd: folder },
  );
  expect(stderr).toMatch(
    /churn, value, segments: fitted on what was known until 2025-09-08.*, 63 days before/,
  );
  expect(stderr).toMatch(/later\.yaml transactions: known until 2025-11-08/);
});

it('makes the same columns in a thread beside', async () => {
  const model = await loadModel(at('run'));
  const request = { company: company(), asOf: AS_OF, now: 0, model };
  const worker = resolve(__dirname, '../../dist/src/runs/company-columns/columns-worker.js');
  const [here, beside] = [await columnsOfServed(request), await makeBeside(request, worker)];
  expect(beside).toEqual(here);
  await expect(makeBeside({ ...request, asOf: '2027-01-01' }, worker)).rejects.toThrow(
    /^--as-of \(now where none is given\): expected at most/,
  );
});

describe('a service', () => {
  let known: Awaited<ReturnType<typeof startKnownService>>;
  let loads = 0;
  beforeAll(async () => {
    const knowCustomers: Parameters<typeof startKnownService>[2] = {
      knowCustomers: (model) => {
        loads += 1;
        return columnsOfServed({ company: company(), asOf: AS_OF, now: 0, model });
      },
    };
    known = await startKnownService(at('run'), { log: at('decisions') }, knowCustomers);
  }, 120_000);
  afterAll(() => known.service.close());

  it('says of a customer by name what scoring says', async () => {
    await score('made.csv', '--company', company(), '--overwrite');
    const scored = rows(at('made.csv'));
    // What the log had itself stands in the table of customers, and need not be said either.
    const customers = scored.map(({ customer_id: customer }) => ({ customer }));
    const { body } = await known.ask('/decide', { customers });
    const answers = body.decisions as { action: string; columnsAsOf: string }[];
    expect(answers.map(({ action }) => action)).toEqual(scored.map(({ action }) => action));
    expect(new Set(answers.map(({ columnsAsOf }) => columnsAsOf))).toEqual(
      new Set(['2025-09-15T00:00:00.000Z']),
    );
    for (const [i, row] of scored.slice(0, 20).entries()) {
      const { qValues, barred } = (await known.ask('/explain', customers[i])).body as {
        qValues: Record<string, number>;
        barred: Record<string, string>;
      };
      for (const [action, value] of Object.entries(qValues))
        // Sums of single precision hang on how many rows are decided on at once.
        if (!Object.hasOwn(barred, action)) expect(Number(row[`value ${action}`])).toBeCloseTo(value, 4);
    }
    const [line] = readFileSync(
      at('decisions', `decisions-${new Date().toISOString().slice(0, 10)}.1.jsonl`),
      'utf8',
    ).split('\n');
    expect(JSON.parse(line!)).toMatchObject({ columnsAsOf: '2025-09-15T00:00:00.000Z' });
    expect(Object.keys((JSON.parse(line!) as { columns: object }).columns)).toContain('lifetime_value');
  });

  it('shows of which moment its columns are, and makes them anew at every load', async () => {
    const moment = '2025-09-15T00:00:00.000Z';
    expect((await known.ask('/v2/health/ready')).body).toEqual({ ready: true, columnsAsOf: moment });
    expect((await known.ask('/policy')).body).toMatchObject({ known: { asOf: moment, customers: 150 } });
    const { text } = await known.ask('/metrics');
    expect(text).toContain(`contact_dqn_columns_as_of_seconds ${Date.parse(moment) / 1000}`);
    expect(text).toContain('contact_dqn_known_customers 150');
    const before = loads;
    expect((await known.ask('/admin/model', {})).status).toBe(200);
    expect(loads).toBe(before + 1);
  });

  it('stays with the old model where a new one reads no columns of a company', async () => {
    const { status, body } = await known.ask('/admin/model', {
      model: resolve(__dirname, '../../models/segment'),
    });
    expect([status, body.error]).toEqual([409, expect.stringMatching(/reads no columns of a company$/)]);
    expect((await known.ask('/v2/health/ready')).status).toBe(200);
  });

  it('ends while columns are being made for a model that will be served no more', async () => {
    let isAsked = () => undefined as void;
    const asked = new Promise<void>((done) => (isAsked = done));
    let loaded = 0;
    const { service } = await startKnownService(
      at('run'),
      {},
      {
        knowCustomers: (model, signal) => {
          loaded += 1;
          if (loaded === 1) return columnsOfServed({ company: company(), asOf: AS_OF, now: 0, model });
          isAsked();
          return new Promise((_, fail) =>
            signal.addEventListener('abort', () => fail(signal.reason as Error)),
          );
        },
      },
    );
    const swapped = expect(service.swap()).rejects.toThrow('the service is shutting down');
    await asked;
    await service.close();
    await swapped;
  });

  it('knows nothing of whom it was told to forget while columns were being made of tables of before', async () => {
    let [isAsked, go] = [() => undefined as void, () => undefined as void];
    const begun = new Promise<void>((done) => (isAsked = done));
    const goOn = new Promise<void>((done) => (go = done));
    let loaded = 0;
    const { service, ask } = await startKnownService(
      at('run'),
      {},
      {
        knowCustomers: async (model) => {
          const columns = await columnsOfServed({ company: company(), asOf: AS_OF, now: 0, model });
          loaded += 1;
          if (loaded === 1) return columns;
          isAsked();
          await goOn;
          return columns;
        },
      },
    );
    const customers = async () => ((await ask('/policy')).body.known as { customers: number }).customers;
    const swapped = service.swap();
    await begun;
    const [{ customer_id: gone }] = rows(at('co/customers.csv')) as [Row];
    expect((await ask(`/admin/customers/${gone!}`, undefined, { method: 'DELETE' })).status).toBe(200);
    expect(await customers()).toBe(149);
    go();
    await swapped;
    expect(await customers()).toBe(149);
    await service.swap();
    expect(await customers()).toBe(150);
    await service.close();
  });
});
