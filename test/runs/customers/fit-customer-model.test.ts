/** A customer model from tables to files: fitted on the past alone, held against what it said, judged by what came later. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../../src/core/errors';
import { applyCustomerModel } from '../../../src/runs/customers/apply-customer-model';
import { fitCustomerModel, type FitRequest } from '../../../src/runs/customers/fit-customer-model';
import { churnCustomerModel } from '../../../src/profiles/models/churn/churn-model';
import type { ExampleRows } from '../../../src/profiles/saved/example-rows';
import { loadCustomerModel, writeCustomerModel } from '../../../src/profiles/saved/saved-model';
import { modelHeadline } from '../../../src/report/content/customer-model';
import { customerModelText } from '../../../src/report/customer-model-text';
import { judgeCustomerModel } from '../../../src/runs/customers/judge-customer-model';
import { quietHost } from '../../../src/runs/quiet-host';
import { writeCompany, type CompanyRows } from '../../support/company-files';
import { useFreshFolders } from '../../support/fresh-folders';
import { SHOP_DAYS, shopContacts, shopDate, shopRows, shopTime } from '../../support/shop';

const freshFolder = useFreshFolders();
const host = quietHost();
const AS_OF = 120;

function shop(rows: CompanyRows = shopRows(200)): { folder: string; company: string } {
  const folder = freshFolder();
  return { folder, company: writeCompany(folder, rows) };
}

function request(
  { folder, company }: { folder: string; company: string },
  more: Partial<FitRequest> = {},
): FitRequest {
  return {
    ...{ model: 'churn', company, asOf: shopDate(AS_OF), window: '30d', out: join(folder, 'churn') },
    ...{ set: [], seed: 1, overwrite: false, ...more },
  };
}

/** The message of what is wrong with the input. */
async function wrongInput(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(InputError);
  return (error as InputError).message;
}

const textOf = (folder: string, name: string) => readFileSync(join(folder, 'churn', name), 'utf8');

it('writes the model, its manifest, example rows and the report, and nothing else', async () => {
  const given = shop();
  const { judged } = await fitCustomerModel(request(given), host);
  expect(judged!.remarks[0]).toMatch(/^the Brier score decides/);
  expect(readdirSync(join(given.folder, 'churn')).sort()).toEqual([
    ...['example-rows.json', 'manifest.json', 'model.json', 'report.html', 'report.json', 'report.md'],
  ]);
  expect(JSON.parse(textOf(given.folder, 'manifest.json'))).toMatchObject({
    ...{ kind: 'customer model', model: 'churn', asOf: '2025-05-01T00:00:00.000Z', window: '30d', seed: 1 },
    columns: [{ name: 'churn_probability', kind: 'number' }],
  });
});

it('reads nothing that happened at its moment or later', async () => {
  const rows = shopRows(200);
  const isBefore = (line: string) => line.split(',')[1]! < shopTime(AS_OF);
  const other = {
    ...rows,
    // The future is another one: who bought did not, and one who never was buys every day.
    transactions: [
      ...rows.transactions!.filter(isBefore),
      ...Array.from({ length: SHOP_DAYS - AS_OF }, (_, day) => `zoe,${shopTime(AS_OF + day)},1000,9,pear`),
    ],
  };
  const [first, second] = [shop(rows), shop(other)];
  const reports = [
    await fitCustomerModel(request(first), host),
    await fitCustomerModel(request(second), host),
  ];
  expect(textOf(second.folder, 'model.json')).toBe(textOf(first.folder, 'model.json'));
  expect(textOf(second.folder, 'example-rows.json')).toBe(textOf(first.folder, 'example-rows.json'));
  expect(reports[1]!.judged).toEqual(reports[0]!.judged);
});

/** The choice among many takes minutes. */
const fewGroupings = ['mostSegments=2', 'draws=5', 'resamplePairs=1', 'starts=1'];

it('says at its head that no segments were found, and judges the one mean that is then foretold', async () => {
  const given = request(shop(), { model: 'segments', set: fewGroupings });
  const report = await fitCustomerModel(given, host);
  expect(report.saysNothing).toMatch(/^no segments were found: /);
  expect(modelHeadline(report)).toBe(`segments: ${report.saysNothing}.`);
  const { names, measures, calibration } = report.judged!;
  expect(names.model).toBe('the mean of all where no segments were found');
  expect([measures[0]!.model.value, calibration!.groups.length]).toEqual([null, 1]);
  const to = { ...given, folder: given.out, out: `${given.out}.csv`, asOf: shopDate(170) };
  const { remarks } = (await applyCustomerModel(to, host))!;
  expect(remarks[0]).toBe(`every row is empty: ${report.saysNothing}`);
});

it('asks of nobody who had bought in neither of the last two windows', async () => {
  const given = shop({
    customers: ['a', 'b', 'c', 'd', 'e'].map((name, age) => `${name},2025-01-01,${age},north,`),
    // As of 1 April: e bought 61 days before, d just 60.
    transactions: [
      ...['e,2025-01-30,1,1,x', 'd,2025-01-31,1,1,x', 'a,2025-03-05,1,1,x', 'b,2025-03-06,1,1,x'],
      ...['c,2025-03-04,1,1,x', 'a,2025-04-01,1,1,x', 'b,2025-04-30,1,1,x'],
    ],
  });
  const ofAll = await fitCustomerModel(request(given, { set: ['activeWithin=null'] }), host);
  expect(ofAll.facts[0]).toMatch(/5 customers, of whom 60\.0 % were lost/);
  const out = join(given.folder, 'active');
  const { facts } = await fitCustomerModel(request(given, { out }), host);
  expect(facts).toEqual([
    expect.stringMatching(/4 customers, of whom 50\.0 % were lost/),
    'of whoever had bought within 60 days; of all others it says nothing',
  ]);
  const scores = join(given.folder, 'scores.csv');
  const { company } = given;
  const to = { model: 'churn', folder: out, company, asOf: '2025-04-01', out: scores, overwrite: false };
  const { remarks } = (await applyCustomerModel(to, host))!;
  expect(remarks).toEqual([
    '1 of 5 rows are empty: churn speaks of those alone who had bought within 60 days',
    expect.stringMatching(/^(not judged|logistic is not shown better|whether )/),
    expect.stringMatching(/^Few to learn from: /),
  ]);
  const cells = readFileSync(scores, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(',')[1] !== '');
  expect(cells).toEqual([true, true, true, true, true, false]);
});

const DAYS = ['01', '02', '03', '04', '05'];

/** Five customers who buy early, of whom a and b buy on and on, and c once more. */
const five: CompanyRows = {
  customers: ['a', 'b', 'c', 'd', 'e'].map((name, age) => `${name},2025-01-01,${age},north,`),
  transactions: [
    ...['a', 'b', 'c', 'd', 'e'].map((name, i) => `${name},2025-03-${DAYS[i]},${i + 2},1,x`),
    ...['a,2025-03-11,4,1,x', 'b,2025-03-12,9,1,x', 'c,2025-03-14,7,1,x'],
    ...['a,2025-04-03,4,1,x', 'b,2025-04-04,8,1,x', 'b,2025-04-24,8,1,x', 'a,2025-04-30,1,1,x'],
  ],
};

it.each([
  // As of 1 April five could be lost in April, and a and b were not.
  ['churn', / 2 customers who were not lost, \S+ for each of \d+ features/],
  // They spent 5, 16 and three times nothing in April: 5 - (1 + 1 + 27) / 25.
  ['spend', / 4 customers \(those who spent the same counting less\), \S+ for each of \d+ features/],
  // As of 1 May d and e had bought once.
  ['value', / 3 customers who had bought again, 0\.75 for each of 4 parameters of BG\/NBD/],
  ['next-purchase', / 3 customers who had bought again, 0\.75 for each of 4 parameters of BG\/NBD/],
])(
  'says that five customers are few to learn %s from, in the report and in words',
  async (model, expected) => {
    const given = shop(five);
    const report = await fitCustomerModel(request(given, { model }), host);
    expect(report.fewCases).toMatch(expected);
    expect(JSON.parse(textOf(given.folder, 'report.json'))).toMatchObject({ fewCases: report.fewCases });
    expect(customerModelText(report).replace(/\s+/g, ' ')).toContain(report.fewCases);
  },
);

it('says nothing of the kind where there are enough', async () => {
  const { fewCases } = await fitCustomerModel(request(shop(), { model: 'value' }), host);
  expect(fewCases).toBeNull();
});

it('is fitted to who bought nothing in the window before its moment', async () => {
  const given = shop({
    customers: ['a', 'b', 'c', 'd'].map((name, age) => `${name},2025-01-01,${age},north,`),
    // Of those who had bought before 1 April, c and d did not buy in April; e first bought in it.
    transactions: [
      ...['a,2025-01-05,1,1,x', 'b,2025-01-06,1,1,x', 'c,2025-03-01,1,1,x', 'd,2025-02-01,1,1,x'],
      ...['a,2025-04-01,1,1,x', 'b,2025-04-30,1,1,x', 'e,2025-04-02,1,1,x', 'c,2025-05-01,1,1,x'],
    ],
  });
  const { facts } = await fitCustomerModel(request(given, { set: ['activeWithin=null'] }), host);
  expect(facts).toEqual([expect.stringMatching(/4 customers, of whom 50\.0 % were lost/)]);
});

it('is loaded and applied to the customers of a moment', async () => {
  const given = shop();
  await fitCustomerModel(request(given, { method: 'tree' }), host);
  const out = join(given.folder, 'scores.csv');
  const applied = await applyCustomerModel(
    {
      ...given,
      model: 'churn',
      folder: join(given.folder, 'churn'),
      asOf: shopDate(AS_OF - 30),
      out,
      overwrite: false,
    },
    host,
  );
  const { columns } = JSON.parse(textOf(given.folder, 'example-rows.json')) as ExampleRows;
  const cells = readFileSync(out, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',')[1]!)
    .map((cell) => (cell === '' ? NaN : Number(cell)));
  const { scores } = applied!;
  const [probabilities] = scores.columns;
  expect(cells).toEqual([...(probabilities as { values: Float64Array }).values]);
  expect(cells).toHaveLength(scores.customers.length);
  expect(new Set(cells).size).toBeGreaterThan(2);
  expect(columns.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['recent_purchases', 'recent_spend']),
  );
});

it('judges a saved model by a later window, beside its anchor and for whom it works', async () => {
  const given = shop();
  await fitCustomerModel(request(given), host);
  const report = await judgeCustomerModel(
    {
      ...{
        model: 'churn',
        folder: join(given.folder, 'churn'),
        company: given.company,
        seed: 1,
        overwrite: false,
      },
      ...{ asOf: shopDate(150), out: join(given.folder, 'judged'), by: ['age', 'region'] },
    },
    host,
  );
  expect(report.judgedOn).toEqual({
    ...{ fittedAsOf: '2025-05-01T00:00:00.000Z', from: '2025-05-01T00:00:00.000Z' },
    until: '2025-05-31T00:00:00.000Z',
  });
  const { measures, parts, calibration, customers } = report.judged!;
  expect(measures.map(({ name }) => name)).toEqual(['area under the ROC curve', 'Brier score']);
  expect(parts.map(({ by }) => by)).toEqual([
    'how often they had bought',
    'when they had last bought',
    'age',
    'region',
  ]);
  for (const { parts: all } of parts)
    expect(all.reduce((sum, part) => sum + part.customers, 0)).toBe(customers);
  expect(calibration!.groups.reduce((sum, group) => sum + group.customers, 0)).toBe(customers);
  expect(existsSync(join(given.folder, 'judged', 'report.html'))).toBe(true);
});

it('judges uplift by decisions since the earlier fit, and a saved model by those since its own', async () => {
  const given = shop({ ...shopRows(60), contacts: shopContacts(60) });
  const out = join(given.folder, 'uplift');
  const fitted = await fitCustomerModel(request(given, { model: 'uplift', window: '20d', out }), host);
  expect(fitted.judgedOn).toEqual({
    ...{ fittedAsOf: `${shopDate(60)}T00:00:00.000Z`, from: `${shopDate(60)}T00:00:00.000Z` },
    until: `${shopDate(120)}T00:00:00.000Z`,
  });
  // Of days 65, 75, 85 and 95: a later one's window is not over.
  expect(fitted.judged!.customers).toBe(4 * 60);
  expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain('at random, up to contacting all');
  const again = { model: 'uplift', folder: out, company: given.company, seed: 1, overwrite: false };
  const judged = await judgeCustomerModel({ ...again, asOf: shopDate(160) }, host);
  expect(judged.judgedOn.from).toBe(`${shopDate(120)}T00:00:00.000Z`);
  expect(judged.judged!.customers).toBe(2 * 60);
  expect(
    await wrongInput(judgeCustomerModel({ ...again, asOf: shopDate(160), by: ['regoin'] }, host)),
  ).toMatch(/^--by: expected the name of a column, got "regoin"; did you mean region\?$/);
});

it.each([
  // A forest for the model, and one for the same way of fitting earlier.
  ['churn', {}, 1],
  ['spend', {}, 1],
  // One for each of three actions.
  ['uplift', { contacts: shopContacts(60) }, 3],
] as const)('tells of every tree of the forests of %s', async (model, rows, forests) => {
  const told: [done: number, word: string | undefined][] = [];
  const display = {
    update: (done: number, [word]: readonly string[]) => void told.push([done, word]),
    stop: () => undefined,
  };
  const asked = { model, method: 'forest', window: '20d', set: [] as string[] };
  const learner = model === 'uplift' ? 'models' : 'learner';
  asked.set.push(`${learner}.forestTrees=2`, `${learner}.forestDepth=2`);
  const given = shop({ ...shopRows(60), ...rows });
  await fitCustomerModel(request(given, asked), { ...host, progress: () => display });
  const isTree = ([, word]: (typeof told)[number]) => word?.startsWith('tree') === true;
  const forest = (done: number) => [
    [done, 'tree 1 of 2'],
    [done, 'tree 2 of 2'],
  ];
  const each = (done: number) => Array.from({ length: forests }, () => forest(done)).flat();
  expect(told.filter(isTree)).toEqual([...each(0), ...each(1)]);
});

describe('refuses', () => {
  const judge = (given: ReturnType<typeof shop>, day: number) =>
    judgeCustomerModel(
      {
        ...{ model: 'churn', folder: join(given.folder, 'churn'), company: given.company },
        ...{ asOf: shopDate(day), seed: 1, overwrite: false },
      },
      host,
    );

  it('a model there is not, and a method it does not have', async () => {
    const given = shop();
    expect(await wrongInput(fitCustomerModel(request(given, { model: 'chrun' }), host))).toMatch(
      /^customers fit: expected one of .*churn.*, got "chrun"; did you mean churn\?$/,
    );
    expect(await wrongInput(fitCustomerModel(request(given, { method: 'lasso' }), host))).toMatch(
      /method: expected/,
    );
    expect(readdirSync(given.folder)).not.toContain('churn');
  });

  it('a window that reaches past the data, and one of the fit', async () => {
    const given = shop();
    expect(
      await wrongInput(fitCustomerModel(request(given, { asOf: shopDate(SHOP_DAYS + 2) }), host)),
    ).toMatch(
      /company\.yaml transactions: expected to be known until 2025-07-02T00:00:00\.000Z, the end of the window that churn asks of, got 2025-06-30T00:00:00\.000Z, the end of the day of its last row \(`until` of transactions states another\)$/,
    );
    await fitCustomerModel(request(given), host);
    expect(await wrongInput(judge(given, AS_OF + 29))).toBe(
      '--as-of: expected 2025-05-31T00:00:00.000Z or later, a window of 30d after all that the model was fitted on, got "2025-05-30"',
    );
  });

  it('customers who were all lost, or all kept', async () => {
    const given = shop({ ...shopRows(50), transactions: ['a,2025-02-01,1,1,pear', 'b,2025-05-01,1,1,pear'] });
    expect(await wrongInput(fitCustomerModel(request(given), host))).toBe(
      'churn: expected rows of both 0 and 1, got 1 of 1 among 1',
    );
  });

  it('a column of the table of customers that is the label, by its name', async () => {
    const rows = shopRows(60);
    const bought = new Set(
      rows.transactions!.flatMap((line) => {
        const [name, at] = line.split(',');
        return at! >= shopTime(AS_OF - 30) && at! < shopTime(AS_OF) ? [name] : [];
      }),
    );
    // As an export of today has it: whether they were seen since.
    const customers = rows.customers!.map((line) => {
      const [name, since, _age, ...rest] = line.split(',');
      return [name, since, bought.has(name) ? '0' : '1', ...rest].join(',');
    });
    expect(await wrongInput(fitCustomerModel(request(shop({ ...rows, customers })), host))).toBe(
      'feature "age": expected what was known before the label, got one that equals the label',
    );
  });

  it('a model that was edited, and one that does not say any more what it said', async () => {
    const given = shop();
    await fitCustomerModel(request(given), host);
    const file = join(given.folder, 'churn', 'model.json');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('"lost":', '"lost": '));
    expect(await wrongInput(judge(given, 150))).toMatch(/model\.json: damaged: expected sha-256/);
  });

  it('a model that says something else of its example rows, though every checksum is right', async () => {
    const given = shop();
    await fitCustomerModel(request(given), host);
    const folder = join(given.folder, 'churn');
    const { fitted, manifest } = await loadCustomerModel(folder, churnCustomerModel);
    const examples = JSON.parse(textOf(given.folder, 'example-rows.json')) as ExampleRows;
    const [{ cells, ...column }] = examples.expected as [ExampleRows['expected'][number]];
    const expected = [{ ...column, cells: [0.125, ...cells.slice(1)] }];
    const { schemaVersion: _version, kind: _kind, sha256: _sums, ...facts } = manifest;
    writeCustomerModel(folder, fitted, { ...examples, expected }, facts);
    expect(await wrongInput(judge(given, 150))).toMatch(
      /example-rows\.json: expected churn_probability of row 0 to be 0\.125, as when the model was saved, got 0\./,
    );
  });

  it('to replace a folder that is not a model', async () => {
    const given = shop();
    expect(
      await wrongInput(fitCustomerModel(request(given, { out: given.folder, overwrite: true }), host)),
    ).toMatch(/^--out .*: expected a folder without --company/);
    const other = freshFolder();
    writeFileSync(join(other, 'letter.txt'), 'dear');
    expect(await wrongInput(fitCustomerModel(request(given, { out: other, overwrite: true }), host))).toMatch(
      /^--out: expected a folder with a manifest\.json/,
    );
    expect(readdirSync(other)).toEqual(['letter.txt']);
  });
});
