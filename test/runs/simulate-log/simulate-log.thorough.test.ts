/** Simulated logs: what stands in them is what was played, and their truth is that of the world. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ContactLog } from '../../../src/dataset/contacts/contact-log';
import { readContactLog } from '../../../src/dataset/contacts/read-contact-log';
import { decisionsOf } from '../../../src/dataset/decisions/decisions';
import type { LogSchema } from '../../../src/dataset/schema/log-schema';
import { readSchemaFile } from '../../../src/dataset/schema/read-schema';
import type { Host } from '../../../src/runs/host';
import { quietHost } from '../../../src/runs/quiet-host';
import { simulateLog, type SimulateLogRequest } from '../../../src/runs/simulate-log/simulate-log';
import { moments } from '../../../src/stats/moments';
import { customers, nextBestAction } from '../../../src/worlds/list';
import type { World } from '../../../src/worlds/world';
import { corridor } from '../../support/corridor-world';
import { useFreshFolders } from '../../support/fresh-folders';
import { readJson } from '../../support/run-files';

const freshFolder = useFreshFolders();

async function simulated(changes: Partial<SimulateLogRequest> = {}, world: World = customers) {
  const out = join(freshFolder(), 'log');
  const written = await simulateLog(
    world,
    {
      ...{
        customers: 300,
        policy: 'uniform',
        holdout: 0,
        hidePropensity: false,
        seed: 5,
        truthCustomers: 1000,
      },
      ...{ out, overwrite: false, set: ['customers.periods=20', 'customers.ruleCustomers=64'], ...changes },
    },
    quietHost(),
  );
  const { files, truth, rows } = written!;
  const schema = readSchemaFile(files.schema) as LogSchema;
  const log = await readContactLog([files.log], schema, schema.features!);
  return { files, truth, rows, schema, log };
}

/** [customers] sum of the rewards of those in a group */
function customerSums(log: ContactLog, group: number | null): number[] {
  const sums = new Map<number, number>();
  log.rewards.forEach((reward, row) => {
    if (group !== null && log.groups![row] !== group) return;
    const customer = log.customers!.codes[row]!;
    sums.set(customer, (sums.get(customer) ?? 0) + reward);
  });
  return [...sums.values()];
}

/** How many standard errors two means are apart. */
function distance(sample: readonly number[], truth: { value: number; standardError: number }): number {
  const { count, mean, variance } = moments(sample);
  return Math.abs(mean - truth.value) / Math.hypot(Math.sqrt(variance / count), truth.standardError);
}

it('earns in the log what its truth says, for the behaviour and for customers held out', async () => {
  const { log, truth, rows } = await simulated({ customers: 800, holdout: 0.3 });
  expect(log.rows).toBe(rows);
  const { behaviour, 'no-action': nobody } = truth.policies;
  expect(distance(customerSums(log, 0), behaviour!.totalReward)).toBeLessThan(3);
  expect(distance(customerSums(log, 2), nobody!.totalReward)).toBeLessThan(3);
  const held = [...log.groups!.keys()].filter((row) => log.groups![row] === 2);
  expect(held.every((row) => log.loggedActions[row] === 0 && log.propensities![row] === 1)).toBe(true);
});

it('has the truth of as many decisions as the log', async () => {
  // Walking earns 2 a step and ends with the third; who walks by the toss of a coin has earned 1 after one step, 2 after two.
  const open = { set: ['corridor.closed=null'], truthCustomers: 4000 };
  const after = async (periods?: number) =>
    (await simulated({ ...open, ...(periods !== undefined && { periods }) }, corridor)).truth;
  const two = await after(2);
  expect(two).toMatchObject({ periods: 2, over: 'over the first 2 decisions' });
  const { behaviour, 'always-walk': walk } = two.policies;
  expect(walk!.totalReward).toEqual({ value: 4, standardError: 0 });
  expect(walk!.periods.value).toBe(2);
  const { value, standardError } = behaviour!.totalReward;
  expect(Math.abs(value - 2) / standardError).toBeLessThan(4);
  expect((await after(1)).over).toBe('over the first decision');
  const whole = await after();
  expect(whole).toMatchObject({ periods: null, over: 'over whole episodes' });
  expect(whole.policies['always-walk']!.totalReward.value).toBe(6);
});

it('earns in a log that was cut off what its truth says', async () => {
  const { log, truth } = await simulated({ customers: 2000, periods: 4 });
  expect(distance(customerSums(log, null), truth.policies.behaviour!.totalReward)).toBeLessThan(3);
});

it('holds what was booked, not what could be expected, also of a company that shows what it hides', async () => {
  const set = ['customers.periods=10', 'customers.observe=latent'];
  const { log, truth } = await simulated({ customers: 2000, set });
  expect(distance(customerSums(log, null), truth.policies.behaviour!.totalReward)).toBeLessThan(3);
  // Nobody was contacted: no sale, or a sale at its full margin; a mean would lie in between.
  const alone = log.rewards.filter((_, row) => log.loggedActions[row] === 0);
  expect(alone.filter((reward) => reward > 0 && reward < 5)).toHaveLength(0);
  expect(alone.filter((reward) => reward > 5).length).toBeGreaterThan(0);
});

it.each(['uniform', 'biased', 'favourite-channel'])(
  'writes propensities of %s that its own counts bear out',
  async (policy) => {
    const { log, schema } = await simulated({ policy, truthCustomers: 2 });
    const { allowed } = decisionsOf(log, schema);
    const count = log.actions.length;
    log.actions.forEach((_, action) => {
      // Where an action is allowed, 1[taken] / propensity has the mean 1.
      const weights = [...log.loggedActions.keys()]
        .filter((row) => allowed![row * count + action] === 1)
        .map((row) => (log.loggedActions[row] === action ? 1 / log.propensities![row]! : 0));
      expect(distance(weights, { value: 1, standardError: 0 })).toBeLessThan(3.5);
    });
  },
);

it('goes on for whole episodes, in order, until a customer is gone', async () => {
  const { log, schema } = await simulated();
  const decisions = decisionsOf(log, schema);
  expect(decisions.leftOut['after the customer was gone']).toHaveLength(0);
  expect(decisions.barred).toEqual([]);
  // A week between any two decisions of a customer.
  decisions.next.forEach((next, i) => {
    if (next >= 0) expect(decisions.discounts[i]).toBeCloseTo(0.95, 12);
  });
  const ends = [...decisions.next.keys()].filter((i) => decisions.next[i] === -1);
  expect(ends).toHaveLength(300);
  expect(ends.some((i) => decisions.terminated[i] === 1)).toBe(true);
});

it('leaves out what it is told to leave out', async () => {
  const hidden = await simulated({ policy: 'contacts-only', hidePropensity: true, truthCustomers: 2 });
  expect(hidden.log.propensities).toBeNull();
  expect([...hidden.log.loggedActions]).not.toContain(0);
  expect(readFileSync(hidden.files.log, 'utf8').split('\n')[0]).not.toContain('propensity');
});

it('writes the same bytes for the same seed, and others for another', async () => {
  const text = async (seed: number) => {
    const { files } = await simulated({ seed, truthCustomers: 2, customers: 20 });
    return [readFileSync(files.log, 'utf8'), JSON.stringify(readJson(files.truth))];
  };
  expect(await text(1)).toEqual(await text(1));
  expect((await text(2))[0]).not.toEqual((await text(1))[0]);
});

it('knows the closed form of the next-best-action world', async () => {
  const { truth } = await simulated({ set: [] }, nextBestAction);
  const { value, standardError } = truth.policies.behaviour!.totalReward;
  expect(Math.abs(value - 17 / 3) / standardError).toBeLessThan(3);
});

it('names the policies there are, and keeps a log that is there', async () => {
  await expect(simulated({ policy: 'best' })).rejects.toThrow(/contacts-only.*biased.*no-action/);
  const { files } = await simulated({ truthCustomers: 2, customers: 5 });
  const out = join(files.log, '..');
  await expect(simulated({ out })).rejects.toThrow(
    /--out: expected a folder without a log, found .*contacts\.csv/,
  );
});

it.each([
  ['leaves nothing behind', false],
  ['leaves the log that was to be replaced', true],
])('stopped while it writes, %s', async (_, overwrite) => {
  const out = join(freshFolder(), 'some/log');
  if (overwrite) {
    mkdirSync(out, { recursive: true });
    writeFileSync(join(out, 'contacts.csv'), 'old');
  }
  let asked = 0;
  const host = stoppedAfter(3, () => (asked += 1));
  const request = { customers: 300, policy: 'uniform', holdout: 0, hidePropensity: false, seed: 5 };
  const set = ['customers.periods=20', 'customers.ruleCustomers=64'];
  expect(
    await simulateLog(customers, { ...request, set, out, overwrite, truthCustomers: 2 }, host),
  ).toBeNull();
  expect(asked).toBe(3);
  const left = existsSync(dirname(out)) ? readdirSync(out) : [];
  expect(left).toEqual(overwrite ? ['contacts.csv'] : []);
  if (overwrite) expect(readFileSync(join(out, 'contacts.csv'), 'utf8')).toBe('old');
});

/** A host that is asked to stop at the n-th question. */
function stoppedAfter(questions: number, count: () => number): Host {
  return {
    ...quietHost(),
    listenForStop: () => ({
      shouldStop: () => Promise.resolve(count() >= questions),
      release: () => undefined,
    }),
  };
}
