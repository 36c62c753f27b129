/** Columns that are made while a company is played are those that `enrich` writes; and what a shuffle leaves alone. */
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { behaviourGoesOn, hiddenStateAct } from '../../scripts/study-enriched/acts';
import { columnsAsOf } from '../../scripts/study-enriched/columns-as-of';
import { playFresh, simulatedCompany } from '../../scripts/study-enriched/fresh-company';
import { keptIn } from '../../scripts/study-enriched/kept';
import { PlayedChunk, type Act } from '../../scripts/study-enriched/played-chunk';
import { otherRows, writeShuffled } from '../../scripts/study-enriched/shuffle';
import { Random } from '../../src/core/random';
import type { RawColumn } from '../../src/dataset/contacts/contact-log';
import { pastOf } from '../../src/profiles/asof/past';
import { customerModelNamed } from '../../src/profiles/models/list';
import type { CompanyTables } from '../../src/profiles/tables/company-tables';
import { openCompany } from '../../src/profiles/tables/open-company';
import { readCompany } from '../../src/profiles/tables/read-company';
import { enrich } from '../../src/runs/enrich/enrich';
import { quietHost } from '../../src/runs/quiet-host';
import { weekTime } from '../../src/runs/simulate-company/company-rows';
import { beginChunk } from '../../src/runs/simulate-company/play-company';
import { simulateCompany, type CompanyFiles } from '../../src/runs/simulate-company/simulate-company';
import { defaultCustomersConfig as config } from '../../src/worlds/customers/settings';
import { customers as world } from '../../src/worlds/customers/world';

const DAY = 86_400_000;
const plan = { customers: 140, contacts: 0.4 };
/** Weeks of the log; policies begin in one of them, so that there are rows to compare with. */
const WEEKS = 14;
const BEGINS = 12;
const SEED = 3;

let folder: string;
let files: CompanyFiles;
let tables: CompanyTables;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'contact-dqn-'));
  const request = { ...plan, weeks: WEEKS, horizon: 4, seed: SEED, out: join(folder, 'company') };
  ({ files } = (await simulateCompany(world, { ...request, overwrite: false }, quietHost()))!);
  tables = await readCompany(await openCompany(files.company));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The same customers once more, under an act from a week on. */
async function playedAgain(act: Act, until: number) {
  const simulated = simulatedCompany({ ...plan, config, history: WEEKS, weeks: 0 });
  const random = Random.fromSeed(SEED).fork('simulate-company');
  const begun = await beginChunk(simulated, 0, random);
  return new PlayedChunk(simulated, begun, tables, act, { from: BEGINS, until, gamma: 1 }, random).play();
}

/** The cell as `enrich` writes it. */
function cellOf(column: RawColumn, row: number): string {
  if (column.kind === 'category') return column.names[column.codes[row]!] ?? '';
  return Number.isNaN(column.values[row]) ? '' : String(column.values[row]);
}

describe('columns made while a company is played', () => {
  it('are those that enrich writes for the same customers and moments', async () => {
    const models = ['value', 'spend'];
    const request = {
      ...{ data: files.contacts, schema: files.contactsSchema, company: files.company, models },
      ...{ window: '28d', out: join(folder, 'enriched.csv'), set: [], seed: SEED, overwrite: false },
    };
    const { columns: added } = (await enrich(request, quietHost()))!;
    const rows: Record<string, string>[] = parse(readFileSync(request.out), { columns: true });

    // Week 12 begins on 31 March: the models are those of March.
    const window = 28 * DAY;
    const past = pastOf(tables, Date.UTC(2025, 2, 1), window);
    const random = Random.fromSeed(SEED).fork('enrich');
    const fitted = await Promise.all(
      models.map((name) => {
        const model = customerModelNamed('models', name);
        return model.fit(past, model.settings.parse({}), random.fork(`${name}/2025-03`));
      }),
    );
    let compared = 0;
    const act: Act = async ({ books, rows: asked }) => {
      const made = await columnsAsOf(books.tables(), asked, { models: fitted, window });
      asked.moments.forEach((moment, row) => {
        if (new Date(moment).toISOString() !== weekTime(BEGINS)) return;
        const customer = tables.customers[asked.customers[row]!];
        const logged = rows.find(
          (one) => one.customer_id === customer && one.decided_at === weekTime(BEGINS),
        )!;
        const expected = added.map(({ name }) => [name, logged[name]]);
        const found = added.map(({ name }) => [
          name,
          cellOf(
            made.find((one) => one.name === name)!,
            row,
          ),
        ]);
        expect([customer, ...found]).toEqual([customer, ...expected]);
        compared += 1;
      });
      // Streams that customers share go on as in the log.
      return null;
    };
    await playedAgain(act, WEEKS);
    const there = rows.filter((row) => row.decided_at === weekTime(BEGINS));
    expect([compared, there.length > 100]).toEqual([there.length, true]);
    for (const name of ['lifetime_value', 'expected_spend'])
      expect(there.filter((row) => row[name] !== '').length).toBeGreaterThan(10);
  });
});

describe('what policies are worth', () => {
  const fresh = { ...plan, config, customers: 60, seed: 5, history: 6, gamma: 0.5 };

  it('is what a week brings on average', async () => {
    const rest: Act = ({ rows }) => Promise.resolve(new Int32Array(rows.customers.length));
    const { value, discounted, decisions } = await playFresh({ ...fresh, weeks: 2 }, tables, rest);
    // Left alone, of level l of 0 to 4 a share of .2 l / 4 buys, for 30 on average.
    const isPossible = (own: number) => [0, 1.5, 3, 4.5, 6].some((one) => Math.abs(one - own) < 1e-5);
    value.forEach((sum, customer) => {
      // Of the first week and half of the second one.
      const second = 2 * (sum - discounted[customer]!);
      expect([isPossible(second), isPossible(sum - second)]).toEqual([true, true]);
    });
    expect(value.some((sum) => sum > 0)).toBe(true);
    // Five actions; whoever was contacted a week ago was that two weeks ago in the second one.
    const byAction = (action: number) => [0, 1, 2, 3].map((since) => decisions[since * 5 + action]!);
    expect([1, 2, 3, 4].flatMap(byAction)).toEqual(new Array(16).fill(0));
    const [one, two, three] = byAction(0) as [number, number, number];
    expect([one > 0, two > 0.5 * one, three > 0]).toEqual([true, true, true]);
  });

  it('is compared with the same luck', async () => {
    const again = { ...fresh, weeks: 2 };
    const act = hiddenStateAct(config, 0.95);
    const [one, other, behaviour] = [
      await playFresh(again, tables, act),
      await playFresh(again, tables, act),
      await playFresh(again, tables, behaviourGoesOn),
    ];
    expect(other).toEqual(one);
    expect(behaviour.value.length).toBe(one.value.length);
    // Where both do the same in both weeks both come to the same.
    const same = one.value.filter((value, customer) => value === behaviour.value[customer]).length;
    expect([same > 0, same < one.value.length]).toEqual([true, true]);
  });
});

describe('other rows', () => {
  it('are all rows, none in its own place', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 60 }), fc.nat(1000), (rows, seed) => {
        const from = otherRows(rows, Random.fromSeed(seed));
        expect([...from].sort((a, b) => a - b)).toEqual([...from.keys()]);
        from.forEach((other, row) => expect(other).not.toBe(row));
      }),
    );
    expect([...otherRows(1, Random.fromSeed(1))]).toEqual([0]);
  });

  it('are drawn by their stream', () => {
    const of = (seed: number) => [...otherRows(50, Random.fromSeed(seed))];
    expect(of(1)).toEqual(of(1));
    expect(of(1)).not.toEqual(of(2));
  });

  it('give all their cells to one row, and leave the rest where it was', async () => {
    const [data, schema, out] = ['log.csv', 'schema.yaml', 'out.csv'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    const lines = ['who,at,did,got,x,y'];
    for (let row = 0; row < 9; row += 1)
      lines.push(`c${row},2025-01-0${row + 1},${row % 2 ? 'mail' : 'none'},${row},${row},"y, ${row}"`);
    writeFileSync(data, `${lines.join('\n')}\n`);
    writeFileSync(
      schema,
      'customer: who\ntime: at\naction: did\nnoAction: none\nreward: got\nfeatures: { x: number, y: category }\n',
    );
    await writeShuffled({ data, schema }, ['x', 'y'], out, Random.fromSeed(1));
    const from = otherRows(9, Random.fromSeed(1));
    const found: Record<string, string>[] = parse(readFileSync(out), { columns: true });
    expect(found.map(({ who, got, x, y }) => [who, got, x, y])).toEqual(
      Array.from(from, (other, row) => [`c${row}`, `${row}`, `${other}`, `y, ${other}`]),
    );
  });
});

describe('what is kept', () => {
  const made = { seed: 1, sizes: { customers: 300, weeks: 2 } };

  it('is found again by the same settings, in whichever order they are named', () => {
    const again = { sizes: { weeks: 2, customers: 300 }, seed: 1 };
    expect(keptIn('work', 'logs', again)).toBe(keptIn('work', 'logs', made));
    expect(keptIn('work', 'logs', made)).toMatch(/^work.logs-[0-9a-f]{12}$/);
  });

  it.each([
    ['another size', { ...made, sizes: { ...made.sizes, weeks: 3 } }],
    ['another seed', { ...made, seed: 2 }],
    ['one more setting', { ...made, passes: 8 }],
    ['another version', { ...made, version: '0.0.1' }],
  ])('is not taken for that of %s', (_, other) =>
    expect(keptIn('work', 'logs', other)).not.toBe(keptIn('work', 'logs', made)),
  );
});
