import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writePeerLog } from '../../scripts/study-logged/peers';
import { writeDecisionLog, ROWS } from '../../scripts/study-logged/one-decision';
import { loggedStudyPage, type LogResult } from '../../scripts/study-logged/page';
import { differenceOf, meanOf, shareOfWay } from '../../scripts/study-logged/true-values';
import { encoderOf } from '../../scripts/study-logged/world-policy';
import { readNpy } from '../../scripts/peers/npy';
import { Random } from '../../src/core/random';
import { loadLog, logSource } from '../../src/runs/logged/log-source';
import { quietHost } from '../../src/runs/quiet-host';
import { simulateLog } from '../../src/runs/simulate-log/simulate-log';
import { customers } from '../../src/worlds/customers/world';
import { loggedEnvironment } from '../../src/worlds/world';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'study-logged-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('shares of the way', () => {
  const from = Float64Array.of(0, 2, 4, 2);
  const to = Float64Array.of(4, 6, 8, 6);

  it('are 0 at its beginning and 1 at its end, without error', () => {
    expect(shareOfWay(from, from, to)).toEqual({ value: 0, standardError: 0 });
    expect(shareOfWay(to, from, to)).toEqual({ value: 1, standardError: 0 });
  });

  it('have the error of a ratio of means', () => {
    const policy = Float64Array.of(3, 5, 5, 5);
    // Means 4.5 - 2 over 6 - 2; rests (3, 3, 1, 3) / 4 - .625 have mean 0 and variance 1/16.
    expect(shareOfWay(policy, from, to)).toEqual({ value: 0.625, standardError: 0.125 });
    expect(differenceOf(policy, from)).toEqual({ value: 2.5, standardError: 0.5 });
    expect(meanOf(from).value).toBe(2);
  });
});

it('a policy sees in the world what a row of the log shows', async () => {
  const world = customers.open({});
  const request = {
    customers: 40,
    periods: 4,
    holdout: 0,
    hidePropensity: false,
    truthCustomers: 2,
    overwrite: false,
  };
  const { files } = (await simulateLog(
    customers,
    { ...request, policy: 'always-email', explore: 0, seed: 3, out: join(folder, 'log') },
    quietHost(),
  ))!;
  const loaded = await loadLog(logSource(files.log, { schema: files.schema }), quietHost());
  const { train, raw, decisions } = loaded.split({ testShare: 0.2, validationShare: 0, seed: 1 });
  const encode = encoderOf(world, raw!, train.actions);

  // The same customers once more: nothing but the world is random, for the policy is certain.
  const stream = Random.fromSeed(3).fork('simulate-log').fork('log').fork('chunk-0');
  const environment = loggedEnvironment(world, 40, stream.fork('environment'));
  const width = world.features.length;
  const email = 1;
  let { observations, allowed } = environment.reset();
  const weeks: Float32Array[] = [];
  for (let week = 0; week < 4; week += 1) {
    weeks.push(observations.slice());
    const masks = allowed!;
    const actions = Int32Array.from({ length: 40 }, (_, lane) =>
      masks[lane * world.actions.length + email] === 1 ? email : 0,
    );
    ({ observations, allowed } = environment.step(actions));
  }

  const { log } = loaded.contacts;
  decisions.train.forEach((decision, row) => {
    const lane = Number(log.customers!.names[log.customers!.codes[decision]!]!.slice(1)) - 1;
    const first = decisions.train.findIndex(
      (other) => log.customers!.codes[other] === log.customers!.codes[decision],
    );
    const seen = weeks[row - first]!.subarray(lane * width, (lane + 1) * width);
    const logged = train.observations.subarray(
      row * train.features.length,
      (row + 1) * train.features.length,
    );
    expect(Array.from(encode(seen.slice()))).toEqual(Array.from(logged));
  });
});

it('a history that is cut is no end for d3rlpy either', () => {
  const columns = {
    ...{
      features: 1,
      actionCount: 2,
      observations: Float32Array.of(1, 2, 3, 4),
      actions: Int32Array.of(0, 1, 0, 1),
    },
    ...{ rewards: Float32Array.of(1, 2, 3, 4), discounts: Float32Array.of(0.9, 0, 0.9, 0) },
    ...{ next: Int32Array.of(1, -1, 3, -1), allowed: null, weights: null },
  };
  writePeerLog(join(folder, 'peer'), columns, Uint8Array.of(0, 1, 0, 0));
  const read = (name: string) => [...readNpy(join(folder, 'peer', `${name}.npy`)).values];
  expect([read('terminals'), read('timeouts')]).toEqual([
    [0, 1, 0, 0],
    [0, 0, 0, 1],
  ]);
});

it('a log of single decisions shows the good action on 2 % of its rows', async () => {
  const { data, schema } = writeDecisionLog('rare', 1, join(folder, 'rare'));
  const { contacts } = await loadLog(logSource(data, { schema }), quietHost());
  const { actions, rewards } = contacts.decisions;
  const calls = [...actions.keys()].filter((row) => actions[row] === 2);
  expect(calls.length / ROWS).toBeCloseTo(0.02, 2);
  // -1 and 8, each for half of the people.
  expect(calls.reduce((sum, row) => sum + rewards[row]!, 0) / calls.length).toBeCloseTo(3.5, 0);
});

it('the page tells medians, the least share, and who fell below the behaviour', () => {
  const mean = (value: number) => ({ value, standardError: 0.1 });
  const row = (seed: number, share: number, above: number): LogResult => ({
    ...{
      log: 'uniform',
      seed,
      method: 'dqn',
      ours: true,
      value: mean(20),
      behaviour: mean(18),
      best: mean(28),
    },
    ...{
      aboveBehaviour: mean(above),
      share: mean(share),
      learningSeconds: 10,
      processorSeconds: 20,
      passes: 8,
    },
  });
  const page = loggedStudyPage({
    ...{ version: '0', machine: {}, customers: 10, gamma: 0.95, episodes: 100, online: [], decisions: [] },
    results: [row(1, 0.2, 2), row(2, 0.4, 4), row(3, -0.1, -1)],
  });
  expect(page).toContain('| uniform | dqn | 3 | 20 % | −10 % | 90 % | 1 | 10 | 20 |');
});
