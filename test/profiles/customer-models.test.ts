/** Every customer model keeps the contract: fitted on the past, the same after JSON, judged beside its anchor. */
import { Random } from '../../src/core/random';
import type { RawColumn } from '../../src/dataset/contacts/contact-log';
import { pastOf, type Past } from '../../src/profiles/asof/past';
import type { CustomerModel } from '../../src/profiles/customer-model';
import { customerModelNamed, customerModels } from '../../src/profiles/models/list';
import { exampleRowsOf, expectExamples } from '../../src/profiles/saved/example-rows';
import type { CompanyTables } from '../../src/profiles/tables/company-tables';
import { describeOnBackends } from '../support/backends';
import { companyOf } from '../support/company-files';
import { useFreshFolders } from '../support/fresh-folders';
import { shopContacts, shopRows, shopTime } from '../support/shop';

const freshFolder = useFreshFolders();
const DAY = 86_400_000;
const day = (number: number) => Date.parse(shopTime(number));
const columnsOf: Readonly<Record<string, readonly string[]>> = {
  segments: ['customer_segment'],
  churn: ['churn_probability'],
  spend: ['expected_spend'],
  value: ['lifetime_value', 'alive_probability'],
  'next-purchase': ['days_to_next_purchase', 'purchase_probability'],
  uplift: ['uplift_email', 'uplift_call', 'response_No Action', 'response_email', 'response_call'],
};
const measuresOf: Readonly<Record<string, readonly string[]>> = {
  segments: ['silhouette', 'squared error of spend'],
  churn: ['area under the ROC curve', 'Brier score'],
  spend: ['mean squared error', 'mean absolute error', 'rank correlation', 'mean predicted spend'],
  value: ['mean squared error', 'mean absolute error', 'rank correlation', 'mean predicted value'],
  'next-purchase': [
    'ranked probability score',
    'mean absolute error, days up to 30',
    'log-likelihood of what came',
  ],
  uplift: [
    ...['Qini area', 'uplift of first 10 %', 'uplift of first 30 %'],
    ...['random', "all, each the model's choice", 'nobody'].map((other) => `value beside ${other}`),
    ...['Qini area of email alone', 'Qini area of call alone'],
  ],
};
/** What there were too few of. */
const fewKinds: Readonly<Record<string, RegExp>> = {
  churn: /^Few to learn from: \d+ customers who were (not )?lost, /,
  segments: /^Few to learn from: 150 customers, .* where 70 are advised for segments\./,
  spend: /^Few to learn from: \d+ customers \(those who spent the same counting less\), /,
  uplift: /^Few to learn from: \d+ customers with the rarer outcome of (No Action|email|call), /,
};

/** Of segments the choice among many is left out: it takes minutes. */
const fewSegments = { mostSegments: 3, rowsLookedAt: 60, draws: 5, resamplePairs: 2, starts: 2 };
const settingsOf = (name: string) =>
  name === 'segments' ? fewSegments : name === 'uplift' ? { judgedWindows: 1 } : {};

const plain = (columns: readonly RawColumn[]) =>
  columns.map((column) => [column.name, column.kind === 'category' ? [...column.codes] : [...column.values]]);

async function fit(model: CustomerModel, past: Past, settings: object = settingsOf(model.name)) {
  return model.fit(past, settings, Random.fromSeed(1));
}

/** What was fitted, as a file would have it. */
const throughJson = (data: unknown): unknown => JSON.parse(JSON.stringify(data));

describe.each(customerModels.map((model) => [model.name, model] as const))('%s', (name, model) => {
  let tables: CompanyTables;
  beforeAll(async () => {
    const contacts = name === 'uplift' ? { contacts: shopContacts(150) } : {};
    tables = await companyOf(freshFolder(), { ...shopRows(150), ...contacts });
  });

  it('says its columns of every customer, and the same after it was saved', async () => {
    const past = pastOf(tables, day(120), 30 * DAY);
    const fitted = await fit(model, past);
    const said = await fitted.apply(past.now());
    expect(said.map((column) => column.name)).toEqual(columnsOf[name]);
    for (const column of said)
      expect((column.kind === 'category' ? column.codes : column.values).length).toBe(
        past.now().customers.length,
      );
    const restored = model.restore('model.json', throughJson(fitted.data));
    expect(plain(await restored.apply(past.now()))).toEqual(plain(said));
    await expectExamples('example-rows.json', restored, await exampleRowsOf(fitted, past.before()));
  });

  it('says the same of too few to learn from after it was saved', async () => {
    const { data, fewCases } = await fit(model, pastOf(tables, day(120), 30 * DAY));
    expect(model.restore('model.json', throughJson(data)).fewCases).toBe(fewCases);
    // Of 150 customers at least 40 bought again.
    if (['value', 'next-purchase'].includes(name)) expect(fewCases).toBeNull();
    else expect(fewCases).toMatch(fewKinds[name]!);
  });

  it('is judged beside its anchor, whole and in parts', async () => {
    const fitted = await fit(model, pastOf(tables, day(120), 30 * DAY));
    const later = day(120 + 30 * model.windowsToJudge(settingsOf(name)));
    const judged = await fitted.judge(pastOf(tables, later, 30 * DAY), Random.fromSeed(2));
    expect(judged.beside.customers).toBe(judged.customers);
    const saved = judged.beside.anchor! - judged.beside.model!;
    expect(judged.beside.gain.value).toBeCloseTo(judged.names.better === 'high' ? -saved : saved, 10);
    for (const { parts } of judged.parts)
      expect(parts.reduce((sum, part) => sum + part.customers, 0)).toBe(judged.customers);
    expect(judged.measures.map((measure) => measure.name)).toEqual(measuresOf[name]);
  });
});

it('spend is held against what was spent in the window, money back taken off', async () => {
  const buyers = Array.from({ length: 12 }, (_, i) => `c${i}`);
  const tables = await companyOf(
    freshFolder(),
    {
      transactions: [
        ...buyers.map((name, i) => `${name},${shopTime(5)},${10 + i},1,x`),
        ...buyers.map((name, i) => `${name},${shopTime(40)},${20 + 2 * i},1,x`),
        // All give 4 back in the last window, and buy for 9.
        ...buyers.flatMap((name) => [`${name},${shopTime(70)},9,1,x`, `${name},${shopTime(71)},-4,1,x`]),
      ],
    },
    '',
    { transactions: shopTime(90) },
  );
  const past = pastOf(tables, day(90), 30 * DAY);
  expect([...past.came().spend]).toEqual(buyers.map(() => 5));
  const model = customerModelNamed('model', 'spend');
  const judged = await (await fit(model, past)).judge(past, Random.fromSeed(1));
  // The last window's spend was 20 to 42, so the anchor errs by 15 to 37, twelve numbers of variance 4 (144 - 1) / 12.
  expect(judged.beside.anchor).toBeCloseTo(26 ** 2 + (4 * 143) / 12, 10);
  expect(judged.measures[1]!.anchor!.value).toBeCloseTo(26, 10);
});

it('says that spend is learned of few where nearly all spent nothing, however many they are', async () => {
  const fewCasesOf = async (buyers: number) => {
    const transactions = Array.from({ length: 1000 }, (_, i) => [
      `c${i},${shopTime(i % 50)},${10 + (i % 7)},1,x`,
      ...(i < buyers ? [`c${i},${shopTime(70)},${10 + i},1,x`] : []),
    ]);
    const tables = await companyOf(freshFolder(), { transactions: transactions.flat() }, '', {
      transactions: shopTime(90),
    });
    return (await fit(customerModelNamed('model', 'spend'), pastOf(tables, day(90), 30 * DAY))).fewCases;
  };
  expect(await fewCasesOf(1000)).toBeNull();
  // 1000 - (997^3 + 3) / 1000^2
  expect(await fewCasesOf(3)).toMatch(/^Few to learn from: 9 customers \(those who spent the same /);
});

it('whoever did not buy in the window counts as its whole length to the next purchase', async () => {
  const tables = await companyOf(freshFolder(), shopRows(60));
  const past = pastOf(tables, day(120), 30 * DAY);
  const fitted = await fit(customerModelNamed('model', 'next-purchase'), past);
  const judged = await fitted.judge(past, Random.fromSeed(1));
  const said = await fitted.apply(past.before());
  const predicted = said[0]!.kind === 'category' ? new Float64Array() : said[0]!.values;
  const { daysToPurchase } = past.came();
  const errors = [...predicted].flatMap((value, row) =>
    Number.isNaN(value)
      ? []
      : [Math.abs(value - (Number.isNaN(daysToPurchase[row]!) ? 30 : daysToPurchase[row]!))],
  );
  const [, absolute] = judged.measures;
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  expect(absolute!.model.value).toBeCloseTo(mean, 10);
});

it('refuses a company without transactions', async () => {
  const tables = await companyOf(freshFolder(), {
    customers: ['a,2025-01-01,1,north,', 'b,2025-01-01,2,south,'],
  });
  const past = pastOf(tables, day(120), 30 * DAY);
  for (const model of customerModels)
    await expect(fit(model, past)).rejects.toThrow(/expected a company with (a table of )?transactions/);
});

it('learns cancellations where a date says them, of whoever had not cancelled', async () => {
  const people = Array.from({ length: 60 }, (_, i) => {
    const cancelled = i % 3 === 0 ? shopDateOf(70 + (i % 20)) : i % 10 === 1 ? shopDateOf(20) : '';
    return `c${i},2025-01-01,${20 + (i % 11)},north,${cancelled}`;
  });
  const tables = await companyOf(freshFolder(), { customers: people });
  const past = pastOf(tables, day(90), 30 * DAY);
  const fitted = await fit(customerModelNamed('model', 'churn'), past, { cancelled: 'born' });
  const before = people.filter((line) => line.endsWith(`,${shopDateOf(20)}`)).length;
  expect(before).toBeGreaterThan(0);
  expect(fitted.facts[0]).toContain(
    `fitted on ${60 - before} customers, of whom ${((100 * 20) / (60 - before)).toFixed(1)} %`,
  );
  const [said] = await fitted.apply(past.before());
  const values = said!.kind === 'category' ? new Float64Array() : said!.values;
  expect(values.filter((value) => Number.isNaN(value))).toHaveLength(before);
  // The last one is of day 89.
  await expect(
    fit(customerModelNamed('model', 'churn'), pastOf(tables, day(91), 30 * DAY), { cancelled: 'born' }),
  ).rejects.toThrow(
    /customers\.columns\.born: expected dates that are known until 2025-04-02T.*, got 2025-04-01T/,
  );
  const { remarks } = await fitted.judge(past, Random.fromSeed(1));
  expect(remarks).toContain(
    `${before} customers more were known who had cancelled: they could be lost no more`,
  );
});

const shopDateOf = (number: number) => shopTime(number).slice(0, 10);

describeOnBackends('nets', () => {
  it.each([
    ['value', { method: 'feed-forward', network: { hiddenLayers: [4], members: 1, passes: 2 } }],
    ['value', { method: 'lstm', lstm: { units: 2, members: 1, passes: 1 } }],
    ['next-purchase', { method: 'lstm', lstm: { units: 2, members: 1, passes: 1 } }],
  ])('%s by %o say the same after they were saved', async (name, settings) => {
    const model = customerModelNamed('model', name);
    expect(model.usesTensors(settings)).toBe(true);
    const past = pastOf(await companyOf(freshFolder(), shopRows(60)), day(120), 30 * DAY);
    const fitted = await fit(model, past, settings);
    const restored = model.restore('model.json', throughJson(fitted.data));
    expect(plain(await restored.apply(past.now()))).toEqual(plain(await fitted.apply(past.now())));
  });
});
