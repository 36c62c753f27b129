/**
 * What a program of somebody else's may write and what it may not. `tsc -p .` reads it against src; the test beside it
 * reads it against the built declarations, in a project of its own.
 */
import {
  checkWorld,
  contactLog,
  defineWorld,
  judge,
  nextBestAction,
  Random,
  resume,
  segment,
  train,
  type Evaluation,
  type OpenWorld,
  type Policy,
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
  const continued = await resume(paths.folder, [shop, segment, nextBestAction], { signal: stop.signal });
  const { verdict }: Evaluation = await judge('run', shop, { episodes: 100, seed: 1, gamma: 0.9 });
  const log = contactLog('contacts.csv', { preset: 'sales-channel' });
  await train(log);
  await judge('run', log, { split: 'test' });
  await resume('run', [], { data: 'contacts.csv' });
  return [report?.policies[0]?.name ?? 'stopped', continued.paths.model, verdict?.decision ?? 'none'];
}

export async function misuse(): Promise<void> {
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
