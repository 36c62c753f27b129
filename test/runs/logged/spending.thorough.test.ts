/** Policies that may spend only so much, from the log to the report: they keep to it, and everybody judges the same policy. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judge, ModelQFunction, resume, train } from '../../../src';
import { Random } from '../../../src/core/random';
import type { LoggedReport, Spending } from '../../../src/report/report';
import { loadLog, logSource, type LogSource } from '../../../src/runs/logged/log-source';
import { learnedSettings } from '../../../src/runs/logged/learned/settings';
import { predict } from '../../../src/runs/predict';
import { quietHost } from '../../../src/runs/quiet-host';
import { loadModel } from '../../../src/store/model-store';
import { useFreshFolders } from '../../support/fresh-folders';
import { stoppingHost } from '../../support/hosts';
import { inputError } from '../../support/input-error';

const freshFolder = useFreshFolders();
const backend = 'wasm';

const SCHEMA = `
customer: id
time: day
action: channel
noAction: none
actions: [none, mail, call]
reward: margin
rewardNetOfCost: true
propensity: p
cost: { mail: 0.1, call: 1 }
currency: EUR
features: { x: number }
`;

const COSTS = { none: 0, mail: 0.1, call: 1 };
const ROWS = 1500;
const DAYS = 20;

/** A call brings 3 x, a mail .6 x, both less their cost; x is between 0 and 1, and 75 decisions fall on a day. */
function pricedLog(folder: string, chances = { none: 0.4, mail: 0.3, call: 0.3 }): LogSource {
  const random = Random.fromSeed(5).fork('priced');
  const brings = { none: 0, mail: 0.6, call: 3 };
  const lines = Array.from({ length: ROWS }, (_, i) => {
    let rest = random.uniform();
    const [channel, p] = Object.entries(chances).find(([, chance]) => (rest -= chance) < 0)!;
    const x = random.uniform();
    const name = channel as keyof typeof COSTS;
    const margin = brings[name] * x - COSTS[name] + random.uniform() - 0.5;
    const day = `2026-03-${String(1 + Math.floor((i * DAYS) / ROWS)).padStart(2, '0')}`;
    return [`c${i}`, day, channel, p, x, margin.toFixed(3)].join(',');
  });
  const [file, schema] = [join(folder, 'contacts.csv'), join(folder, 'schema.yaml')];
  writeFileSync(file, `id,day,channel,p,x,margin\n${lines.join('\n')}\n`);
  writeFileSync(schema, SCHEMA);
  return logSource(file, { schema });
}

const quick = { offPolicy: { resamples: 100 }, passes: { most: 8, patience: 8 } };

async function learn(folder: string, spending: object, more = {}) {
  const options = { out: join(folder, 'run'), method: 'one-step', backend, ...more } as const;
  const { report } = await train(pricedLog(folder), { ...quick, spending }, options);
  return report as LoggedReport & { readonly spending: Spending };
}

/** What the saved model does on each side of the split: [n] indices of actions, by values less charges. */
async function doneBy(folder: string, side: 'validation' | 'test') {
  const { model } = await loadModel(join(folder, 'run'));
  const log = await loadLog(pricedLog(folder), quietHost());
  const splits = log.split(learnedSettings.parse({ method: 'one-step' }).split);
  const rows = side === 'test' ? splits.test : splits.validation();
  const q = new ModelQFunction(model);
  const values = await q.qValues(rows.observations);
  q.dispose();
  const { charges = [0, 0, 0] } = model;
  return Array.from({ length: values.length / 3 }, (_, i) => {
    const net = [0, 1, 2].map((action) => values[3 * i + action]! - charges[action]!);
    return net.indexOf(Math.max(...net));
  });
}

const ACTIONS = ['No Action', 'mail', 'call'];

describe('a budget and a capacity a day', () => {
  let folder: string;
  let report: LoggedReport & { readonly spending: Spending };
  const asked = { budget: { amount: 30, per: 'day' }, capacity: { mail: { amount: 15, per: 'day' } } };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'contact-dqn-'));
    report = await learn(folder, asked);
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are kept where prices were found, up to one contact', async () => {
    const done = await doneBy(folder, 'validation');
    // Each of the 300 stands for a quarter of a decision a day.
    const { decisionsPerDay, foundOn, limits } = report.spending;
    expect([decisionsPerDay, foundOn, done.length]).toEqual([75, 300, 300]);
    const spent = done.reduce((sum, action) => sum + [0, 0.1, 1][action]! / 4, 0);
    const mails = done.filter((action) => action === 1).length / 4;
    expect(limits.map(({ found }) => found)).toEqual([expect.closeTo(spent, 9), expect.closeTo(mails, 9)]);
    expect(spent).toBeLessThanOrEqual(30);
    expect(spent).toBeGreaterThan(30 - 1 / 4);
    expect(mails).toBeLessThanOrEqual(15);
    expect(mails).toBeGreaterThan(15 - 1 / 4 - 1e-9);
  });

  it('are counted on the decisions held out, by the same model', async () => {
    const done = await doneBy(folder, 'test');
    const { limits, perDecision } = report.spending;
    const cost = done.reduce((sum, action) => sum + [0, 0.1, 1][action]!, 0) / done.length;
    const contacts = done.filter((action) => action > 0).length / done.length;
    expect([perDecision.cost.value, perDecision.contacts.value]).toEqual([
      expect.closeTo(cost, 9),
      expect.closeTo(contacts, 9),
    ]);
    expect(limits[0]!.heldOut.value).toBeCloseTo(75 * cost, 9);
    const { low, high } = limits[0]!.heldOut;
    expect([low! < 30, high! > 30]).toEqual([true, true]);
  });

  it('are prices that the model charges: λ · cost and, of mail, μ', async () => {
    const { manifest, model } = await loadModel(join(folder, 'run'));
    expect(model.actions).toEqual(ACTIONS);
    const [lambda, mu] = report.spending.limits.map(({ price }) => price);
    expect(lambda).toBeGreaterThan(0);
    expect(mu).toBeGreaterThan(0);
    expect(report.spending.price).toBe(lambda);
    expect(manifest.charges).toEqual([0, lambda! * 0.1 + mu!, lambda!]);
    expect(manifest.schemaVersion).toBe(4);
    // A call for a customer of x is worth 3 x − 1 more than nothing: those above x = 1 − 30 / 75 are called, who bring .8.
    expect(lambda).toBeGreaterThan(0.4);
    expect(lambda).toBeLessThan(1.2);
  });

  it('are heeded by whoever asks the model', async () => {
    const rows = ['{"x": 0.02}', '{"x": 0.5}', '{"x": 0.97}'];
    const { predictions, charges } = await predict(join(folder, 'run'), { rows, backend }, quietHost());
    // In the middle a call is worth most, and not what it is charged.
    const [, middle] = predictions;
    expect(
      Object.values(middle!.qValues).indexOf(Math.max(...(Object.values(middle!.qValues) as number[]))),
    ).toBe(2);
    expect(middle!.action).not.toBe('call');
    expect([predictions[0]!.action, predictions[2]!.action]).toEqual(['none', 'call']);
    const { manifest } = await loadModel(join(folder, 'run'));
    expect(Object.values(charges!)).toEqual(manifest.charges);
    const { document } = await judge(join(folder, 'run'), pricedLog(folder), { backend });
    const { offPolicy } = document as unknown as Pick<LoggedReport, 'offPolicy'>;
    expect(offPolicy.policies.model!.metrics).toEqual(report.offPolicy.policies.model!.metrics);
  });

  it('stand on the frontier, which spends the less the higher the price, down to nothing', () => {
    const { frontier } = report.spending;
    const { model } = report.offPolicy.policies;
    const [chosen, ...others] = frontier.filter(({ isChosen }) => isChosen);
    expect(others).toEqual([]);
    expect(chosen).toMatchObject({
      price: report.spending.price,
      value: model!.value!.t,
      cost: model!.metrics.cost,
    });
    expect(chosen!.contacts).toEqual(model!.metrics.contacts);
    const spent = frontier.map((point) => point.spent.value!);
    expect(spent).toEqual([...spent].sort((a, b) => b - a));
    expect([frontier[0]!.price, spent.at(-1)]).toEqual([0, expect.closeTo(0, 2)]);
    // Of another kind than a policy: nobody is compared with it.
    expect(Object.keys(report.offPolicy.policies).filter((name) => name.includes('price'))).toEqual([]);
  });

  it('are held beside the best in hindsight, which spends what may be spent', () => {
    const { hindsight } = report.spending;
    expect(hindsight!.spentPerDay!.value).toBeLessThanOrEqual(30 * (1 + 1e-9));
    expect(hindsight!.spentPerDay!.value).toBeGreaterThan(30 - 1 / 4);
    // The same on every decision of few x between: its value is that of the model but for some contacts.
    expect(hindsight!.value!.value).toBeCloseTo(
      report.spending.frontier.find((one) => one.isChosen)!.value!.value!,
      1,
    );
  });

  it('are read in the report and in the terminal', () => {
    const markdown = readFileSync(join(folder, 'run/report.md'), 'utf8');
    expect(markdown).toContain('At most 30 EUR a day: the model spends');
    expect(markdown).toContain('The limit binds: one more contact by mail a day would earn about');
  });
});

it('a price is charged as it was said, per unit of cost', async () => {
  const folder = freshFolder();
  const { spending } = await learn(folder, { price: 0.5 });
  const { model } = await loadModel(join(folder, 'run'));
  expect(model.charges).toEqual([0, 0.05, 0.5]);
  expect(spending).toMatchObject({ price: 0.5, isPriceGiven: true, limits: [], hindsight: null });
  expect(spending.frontier.filter(({ isChosen }) => isChosen).map(({ price }) => price)).toEqual([0.5]);
});

it('what cannot keep a limit has no value to be chosen by', async () => {
  const folder = freshFolder();
  const source = pricedLog(folder, { none: 0.2, mail: 0.75, call: 0.05 });
  const settings = { ...quick, passes: { most: 2 }, spending: { budget: { amount: 0.05, per: 'decision' } } };
  const { report } = await train(source, settings, { out: join(folder, 'run'), method: 'dqn', backend });
  const { candidates } = (report as LoggedReport).selection!;
  // To leave alone is .27 times as likely as a mail: below a threshold of .3 something has to be done, for .1 at least.
  expect(candidates.map(({ relativeThreshold, value }) => [relativeThreshold, value.value === null])).toEqual(
    [
      [0, false],
      [0, false],
      [0, false],
      [0.3, true],
    ],
  );
  expect(candidates.find(({ isKept }) => isKept)!.relativeThreshold).toBe(0);
  const { spending } = report as LoggedReport & { readonly spending: Spending };
  expect(spending.limits[0]!.isMet).toBe(true);
});

it('a limit that does not bind leaves the model as it was, for readers of before too', async () => {
  const folder = freshFolder();
  const { spending } = await learn(folder, { budget: { amount: 1e6 } });
  const { manifest } = await loadModel(join(folder, 'run'));
  expect([manifest.schemaVersion, 'charges' in manifest]).toEqual([3, false]);
  expect(spending.limits).toMatchObject([{ price: 0, isMet: true }]);
});

it('finds the same prices after it was stopped, and prices of its own for each seed', async () => {
  const [whole, stopped] = [freshFolder(), freshFolder()];
  const spending = { budget: { amount: 0.4, per: 'decision' } };
  await learn(whole, spending, { seeds: 2 });
  await learn(stopped, spending, { seeds: 2, host: stoppingHost(3) });
  expect(existsSync(join(stopped, 'run/report.json'))).toBe(false);
  await resume(join(stopped, 'run'), []);
  const charges = async (folder: string, seed: string) =>
    (await loadModel(join(folder, 'run', seed))).model.charges;
  const first = await charges(whole, '');
  const second = await charges(whole, 'seeds/2');
  expect(first![2]).toBeGreaterThan(0);
  expect(second).not.toEqual(first);
  expect(await charges(stopped, '')).toEqual(first);
  expect(await charges(stopped, 'seeds/2')).toEqual(second);
  // And for a report that was lost, of a run that is finished.
  const file = join(stopped, 'run/report.json');
  const spent = () => (JSON.parse(readFileSync(file, 'utf8')) as LoggedReport).spending!;
  const before = spent();
  expect(before.price).toBe(first![2]);
  rmSync(file);
  await resume(join(stopped, 'run'), []);
  expect(spent()).toEqual(before);
});

it('says before it learns that a limit cannot be kept: something has to be done', async () => {
  const folder = freshFolder();
  const log = pricedLog(folder, { none: 0.004, mail: 0.498, call: 0.498 });
  const run = (spending: object) =>
    train(log, { ...quick, spending }, { out: join(folder, 'run'), method: 'one-step', backend });
  // Hardly anybody was ever left alone, too few to be supported: a mail at each of 75 decisions costs 7.5.
  await expect(run({ budget: { amount: 5 } })).rejects.toThrow(
    inputError(
      '--budget: expected at least 7.5 per day, for at some decisions nothing that takes less is allowed and supported, got 5',
    ),
  );
  expect(existsSync(join(folder, 'run'))).toBe(false);
});
