import { Random } from '../../../src/core/random';
import { rollout } from '../../../src/evaluate/simulated/rollout';
import type { Policy } from '../../../src/policies/policy';
import { constantPolicy } from '../../../src/policies/constant';
import { differenceFromKnown } from '../../../src/stats/intervals';
import { exactPolicy } from '../../../src/worlds/customers/exact-policy';
import { solveExactly } from '../../../src/worlds/customers/exact';
import { customersConfigSchema, type CustomersConfig } from '../../../src/worlds/customers/settings';
import { makeCustomers } from '../../../src/worlds/customers/simulator';
import { openCustomers } from '../../../src/worlds/customers/world';
import { newcomers, slowValues } from '../../support/customers-oracle';
import { tinyCustomers } from '../../support/tiny-customers';

const latent = customersConfigSchema.parse({ observe: 'latent' });
const names = (config: CustomersConfig) => ['none', ...config.channels.map(({ name }) => name)];

/** Simulated value minus what it should be, in standard errors. */
async function distance(config: CustomersConfig, policy: Policy, gamma: number, value: number) {
  const results = await rollout(policy, (lanes, random) => makeCustomers(config, lanes, random), {
    episodes: 10_000,
    lanes: 2000,
    gamma,
    random: Random.fromSeed(3).fork(policy.name),
  });
  const {
    low,
    high,
    value: difference,
  } = differenceFromKnown(results.discountedReward, {
    value,
    standardError: 0,
  });
  return difference! / ((high! - low!) / (2 * 1.96));
}

/** Of a new customer of the tiny company. */
function slowValue(gamma: number, actions: readonly string[]): number {
  const valueOf = slowValues(tinyCustomers, gamma, actions);
  return newcomers(tinyCustomers).reduce(
    (sum, { chance, customer }) => sum + chance * valueOf(customer, tinyCustomers.periods),
    0,
  );
}

describe('on a tiny company', () => {
  const { periods } = tinyCustomers;

  it.each([0.5, 0.9, 1])('is what a slow recursion over every outcome finds, gamma %f', (gamma) => {
    const expected = slowValue(gamma, names(tinyCustomers));
    expect(solveExactly(tinyCustomers, { gamma, periods }).value).toBeCloseTo(expected, 10);
  });

  it.each([0, 1, 2])('values action %i taken always as the slow recursion does', (action) => {
    const expected = slowValue(0.9, [names(tinyCustomers)[action]!]);
    expect(solveExactly(tinyCustomers, { gamma: 0.9, periods }, action).value).toBeCloseTo(expected, 10);
  });

  it('leaves alone whoever may not be contacted', () => {
    const channels = tinyCustomers.channels.map((channel) => ({ ...channel, optIn: 0 }));
    const closed = { ...tinyCustomers, channels };
    const horizon = { gamma: 0.9, periods };
    expect(solveExactly(closed, horizon).value).toBeCloseTo(solveExactly(closed, horizon, 0).value, 12);
  });

  it('mixes the values of those who may and those who may not be contacted', () => {
    const half = (optIn: number) => ({
      ...tinyCustomers,
      channels: tinyCustomers.channels.map((channel, c) => ({ ...channel, optIn: c === 0 ? 0 : optIn })),
    });
    const value = (optIn: number) => solveExactly(half(optIn), { gamma: 0.9, periods }).value;
    expect(value(0.25)).toBeCloseTo(0.25 * value(1) + 0.75 * value(0), 12);
  });
});

describe('against long simulation, within three standard errors', () => {
  it.each(names(latent).map((_, action) => action))('action %i taken always', async (action) => {
    const { value } = solveExactly(latent, { gamma: 0.95, periods: latent.periods }, action);
    expect(Math.abs(await distance(latent, constantPolicy(names(latent), action), 0.95, value))).toBeLessThan(
      3,
    );
  });

  it('dynamic programming, which does not see how many periods are left and loses next to nothing by it', async () => {
    const { value } = solveExactly(latent, { gamma: 0.95, periods: latent.periods });
    expect(Math.abs(await distance(latent, exactPolicy(latent, 0.95), 0.95, value))).toBeLessThan(3);
  });

  it('never above the best value, in a company of few states whose year is short', async () => {
    const short = { ...tinyCustomers, periods: 8 };
    const { value } = solveExactly(short, { gamma: 1, periods: 8 });
    expect(await distance(short, exactPolicy(short, 1), 1, value)).toBeLessThan(3);
  });
});

describe('what the world knows', () => {
  it('is exact where the hidden state is seen, by each objective', () => {
    const world = openCustomers(tinyCustomers);
    const { periods } = tinyCustomers;
    const discounted = solveExactly(tinyCustomers, { gamma: 0.9, periods }).value;
    expect(world.known!('discountedReward', 0.9)).toEqual({ value: discounted, standardError: 0 });
    const total = solveExactly(tinyCustomers, { gamma: 1, periods }).value;
    expect(world.known!('totalReward', 0.9)).toEqual({ value: total, standardError: 0 });
  });

  it('is nothing where it is hidden: the bound cannot be reached', () => {
    const hidden = openCustomers({ ...tinyCustomers, observe: 'history' });
    expect(hidden.known!('discountedReward', 0.9)).toBeNull();
  });
});
