/**
 * What a program of somebody else's may write and what it may not. `tsc -p .` reads it against src; the test beside it
 * reads it against the built declarations, in a project of its own.
 */
import {
  applyCustomerModel,
  checkWorld,
  contactLog,
  customerModels,
  customers,
  defineWorld,
  enrich,
  fitCustomerModel,
  judge,
  judgeCustomerModel,
  nextBestAction,
  pastOf,
  profilesAsOf,
  Random,
  readCompanyTables,
  resume,
  segment,
  train,
  type CustomerModelReport,
  type Evaluation,
  type FittedModel,
  type OpenWorld,
  type Policy,
  type ProfileTable,
  type RunOutcome,
  type TrainSettings,
  type VectorEnvironment,
  type Views,
  type World,
} from 'contact-dqn';
import { z } from 'zod';

declare const environment: VectorEnvironment;
declare const policy: Policy;

const names = { actions: ['No Action', 'mail'], features: ['recency'] };

export const shop: World = defineWorld({
  name: 'shop',
  settings: z.strictObject({ customers: z.int().default(100) }),
  defaults: { dqn: { gamma: 0.95 } },
  open: ({ customers }) => ({
    ...names,
    scaling: { observationOffset: [0], observationScale: [1 / customers] },
    make: (_lanes, random) => (random.uniform() < 2 ? environment : environment),
    baselines: ({ gamma }) => [
      { name: `rule at ${gamma}`, make: () => policy, plans: true, unitOf: (lane) => lane },
    ],
    known: (objective) => (objective === 'totalReward' ? { value: 1, standardError: 0 } : null),
    views: () =>
      Promise.resolve<Views>({ views: { table: { kind: 'table', caption: '', columns: [], rows: [] } } }),
  }),
});

export async function use(): Promise<readonly string[]> {
  await checkWorld(shop, Random.fromSeed(1), { settings: { customers: 7 }, steps: 200 });
  const settings: TrainSettings = {
    steps: 1000,
    dqn: { gamma: 0.9, target: { tau: 0.5 } },
    shop: { customers: 7 },
  };
  const stop = new AbortController();
  const { paths, report }: RunOutcome = await train(shop, settings, {
    out: 'run',
    seeds: 3,
    signal: stop.signal,
  });
  const continued = await resume(paths.folder, [shop, segment, customers, nextBestAction], {
    signal: stop.signal,
  });
  const { verdict }: Evaluation = await judge('run', shop, { episodes: 100, seed: 1, gamma: 0.9 });
  const log = contactLog('contacts.csv', { preset: 'sales-channel' });
  await train(log);
  await judge('run', log, { split: 'test' });
  await resume('run', [], { data: 'contacts.csv' });
  return [report?.policies[0]?.name ?? 'stopped', continued.paths.model, verdict?.decision ?? 'none'];
}

export async function useOfCustomers(): Promise<readonly string[]> {
  const company = 'company.yaml';
  const { judged }: CustomerModelReport = await fitCustomerModel({
    ...{ model: 'churn', company, asOf: '2026-06-30', out: 'churn' },
    ...{ window: '12w', settings: { method: 'forest', learner: { forestTrees: 50 } } },
  });
  const later = await judgeCustomerModel({
    ...{ model: 'churn', folder: 'churn', company, asOf: '2026-10-01', by: ['region'] },
  });
  const saved = { model: 'churn', folder: 'churn', company };
  const applied = await applyCustomerModel({ ...saved, asOf: '2026-10-01', out: 'scores.csv' });
  const log = { data: 'contacts.csv', schema: 'contacts.schema.yaml', company };
  const enriched = await enrich({ ...log, models: ['churn'], out: 'enriched.parquet' });
  const tables = await readCompanyTables(company);
  const profiles: ProfileTable = profilesAsOf(tables, Date.UTC(2026, 5, 30));
  const past = pastOf(tables, Date.UTC(2026, 5, 30), 90 * 86_400_000);
  const spend = customerModels.find(({ name }) => name === 'spend')!;
  const fitted: FittedModel = await spend.fit(past, { method: 'tree' }, Random.fromSeed(1));
  const said = await fitted.apply(past.now());
  return [
    judged?.beside.decision ?? 'none',
    later.judgedOn.until,
    ...[applied?.out ?? 'stopped', enriched?.files.out ?? 'stopped'],
    ...[...profiles.columns, ...said].map(({ name }) => name),
  ];
}

export async function misuse(): Promise<void> {
  // @ts-expect-error a model is fitted as of a moment
  await fitCustomerModel({ model: 'churn', company: 'company.yaml', out: 'churn' });
  // @ts-expect-error columns are a list of names
  await judgeCustomerModel({ model: 'churn', folder: 'm', company: 'c', asOf: '2026-10-01', by: 'region' });
  // @ts-expect-error a moment is a number of milliseconds
  profilesAsOf(await readCompanyTables('company.yaml'), '2026-06-30');
  // @ts-expect-error a run goes on with the backend that it began with
  await resume('run', [shop], { backend: 'wasm' });
  // @ts-expect-error a world has no rows to split
  await judge('run', shop, { split: 'test' });
  // @ts-expect-error a log has no episodes
  await judge('run', contactLog('contacts.csv'), { episodes: 3 });
  // @ts-expect-error a world makes environments
  defineWorld({ name: 'empty', settings: z.strictObject({}), open: () => names });
  defineWorld({
    name: 'typed',
    settings: z.strictObject({ customers: z.int() }),
    // @ts-expect-error settings are what their schema says
    open: ({ customers }) => ({ ...names, make: () => environment, remarks: () => [customers] }),
  });
  const world: OpenWorld = {
    ...names,
    make: () => environment,
    // @ts-expect-error a baseline has a name
    baselines: () => [{ make: () => policy }],
  };
  // @ts-expect-error a policy gives probabilities, not an action
  const broken: Policy = { name: 'broken', description: '', act: () => 1 };
  // @ts-expect-error a kind of view that nothing draws
  const views: Views = { views: { one: { kind: 'pie', caption: '' } } };
  // @ts-expect-error steps are a number
  await train(shop, { steps: '1000' });
  // @ts-expect-error no such setting of the network
  await train(shop, { dqn: { gama: 0.9 } });
  // @ts-expect-error an open world is not a world
  await train(world);
  // @ts-expect-error a folder is a path
  await train(shop, {}, { out: 1 });
  // @ts-expect-error a stopped run has no report
  console.log((await train(shop)).report.policies);
  // @ts-expect-error a run may be in a world that only the program knows
  await resume('run');
  // @ts-expect-error rows are all or those held out
  await judge('run', shop, { split: 'train' });
  // @ts-expect-error no such preset
  contactLog('contacts.csv', { preset: 'retail' });
  console.log(broken, views);
}
