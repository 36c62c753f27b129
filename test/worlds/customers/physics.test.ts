import { Random } from '../../../src/core/random';
import { customersDynamics, events } from '../../../src/worlds/customers/dynamics';
import { meanInterval } from '../../../src/stats/intervals';
import { basketMargins } from '../../../src/worlds/customers/baskets';
import { customersConfigSchema, defaultCustomersConfig } from '../../../src/worlds/customers/settings';
import { makeCustomers } from '../../../src/worlds/customers/simulator';
import { newcomers, outcomes, type Customer } from '../../support/customers-oracle';

const config = customersConfigSchema.parse({ observe: 'latent' });
/** Everybody may be contacted by everything, so that always-X is the same for all. */
const open = { ...config, channels: config.channels.map((channel) => ({ ...channel, optIn: 1 })) };

/** Customers by who they are: preference, interest and fatigue, with the share of all who are so. */
type Shares = Map<string, { readonly customer: Customer; readonly share: number }>;

function add(shares: Shares, customer: Customer, share: number): void {
  const key = JSON.stringify(customer);
  shares.set(key, { customer, share: share + (shares.get(key)?.share ?? 0) });
}

/** Shares of newcomers after some periods of one action, by the slow outcomes; whoever is gone is missing. */
function sharesAfter(periods: number, action: string): Shares {
  let shares: Shares = new Map();
  for (const { chance, customer } of newcomers(open)) add(shares, customer, chance);
  for (let period = 0; period < periods; period += 1) {
    const after: Shares = new Map();
    for (const { customer, share } of shares.values()) {
      for (const { chance, next } of outcomes(open, customer, action)) {
        if (next !== null) add(after, next, share * chance);
      }
    }
    shares = after;
  }
  return shares;
}

const sum = (shares: Shares, value: (customer: Customer) => number) =>
  [...shares.values()].reduce((total, { customer, share }) => total + share * value(customer), 0);

describe.each(['none', 'email', 'call'])('after eight periods of %s', (action) => {
  const lanes = 40_000;
  const periods = 8;
  const expected = sharesAfter(periods, action);
  const simulator = makeCustomers(open, lanes, Random.fromSeed(4).fork(action));
  const actions = new Int32Array(lanes).fill(simulator.actions.indexOf(action));
  const gone = new Uint8Array(lanes);
  let fatigue = new Float64Array(lanes);
  let interest = new Float64Array(lanes);
  for (let period = 0; period < periods; period += 1) {
    const { last, nextObservations } = simulator.step(actions);
    last.forEach((ended, lane) => (gone[lane]! |= ended));
    const width = simulator.observationSpec.features.length;
    interest = Float64Array.from({ length: lanes }, (_, lane) => nextObservations[lane * width]!);
    fatigue = Float64Array.from({ length: lanes }, (_, lane) => nextObservations[lane * width + 1]!);
  }
  const here = (lane: number) => gone[lane] === 0;

  it.each(Array.from({ length: config.fatigue.levels }, (_, level) => level))(
    'as many customers are still there at fatigue %i as the slow outcomes say',
    (level) => {
      const share = sum(expected, (customer) => Number(customer.fatigue === level));
      const seen = fatigue.filter((value, lane) => here(lane) && value === level).length / lanes;
      const error = Math.sqrt((share * (1 - share)) / lanes);
      expect(Math.abs(seen - share)).toBeLessThanOrEqual(3 * error + 1 / lanes);
    },
  );

  it.each(Array.from({ length: config.interest.levels }, (_, level) => level))(
    'and at interest %i',
    (level) => {
      const share = sum(expected, (customer) => Number(customer.interest === level));
      const seen = interest.filter((value, lane) => here(lane) && value === level).length / lanes;
      expect(Math.abs(seen - share)).toBeLessThan(3 * Math.sqrt((share * (1 - share)) / lanes));
    },
  );
});

describe('a first contact of everybody', () => {
  const share = (action: string, what: (outcome: ReturnType<typeof outcomes>[number]) => boolean) =>
    newcomers(open).reduce((total, { chance, customer }) => {
      const counted = outcomes(open, customer, action).filter(what);
      return total + counted.reduce((part, outcome) => part + chance * outcome.chance, 0);
    }, 0);

  // Orders of magnitude that the settings' files name.
  it.each([
    ['email', 0.2, 0.4],
    ['call', 0.1, 0.35],
  ])('is noticed as often by %s as public benchmarks say', (action, low, high) => {
    const noticed = share(action, (outcome) => outcome.noticed);
    expect(noticed).toBeGreaterThan(low);
    expect(noticed).toBeLessThan(high);
  });

  it.each([
    ['email', 0.02, 0.03],
    ['sms', 0.05, 0.2],
    ['mail', 0.01, 0.06],
  ])('is followed up as often by %s as public benchmarks say', (action, low, high) => {
    const clicked = share(action, (outcome) => outcome.clicked);
    expect(clicked).toBeGreaterThan(low);
    expect(clicked).toBeLessThan(high);
  });

  it('is noticed in the simulator as often as expected', () => {
    const lanes = 40_000;
    const history = { ...open, observe: 'history' as const };
    const simulator = makeCustomers(history, lanes, Random.fromSeed(5));
    const { nextObservations } = simulator.step(new Int32Array(lanes).fill(1));
    const { features } = simulator.observationSpec;
    const column = features.indexOf('emailOpens');
    const opens = Array.from(
      { length: lanes },
      (_, lane) => nextObservations[lane * features.length + column]!,
    );
    const expected = share('email', (outcome) => outcome.noticed);
    const seen = opens.reduce((total, opened) => total + opened, 0) / lanes;
    expect(Math.abs(seen - expected)).toBeLessThan(3 * Math.sqrt((expected * (1 - expected)) / lanes));
  });
});

describe('rewards', () => {
  it('are what the slow outcomes bring on average, of every customer and action', () => {
    const { reward, actions } = customersDynamics(open);
    const [interests, fatigues] = [open.interest.levels, open.fatigue.levels];
    let at = 0;
    for (const { name: preference } of open.channels) {
      for (let interest = 0; interest < interests; interest += 1) {
        for (let fatigue = 0; fatigue < fatigues; fatigue += 1) {
          for (const action of actions) {
            const list = outcomes(open, { preference, interest, fatigue }, action);
            const mean = list.reduce((total, outcome) => total + outcome.chance * outcome.reward, 0);
            expect(reward[at]).toBeCloseTo(mean, 10);
            at += 1;
          }
        }
      }
    }
    expect(at).toBe(reward.length);
  });

  it('are booked as often as they are expected, by each action', () => {
    const lanes = 40_000;
    const [expected, booked] = (['expected', 'booked'] as const).map((pays) =>
      makeCustomers(open, lanes, Random.fromSeed(6), pays),
    );
    const count = booked!.actions.length;
    const actions = Int32Array.from({ length: lanes }, (_, lane) => lane % count);
    const luck = new Float64Array(lanes);
    for (let period = 0; period < 10; period += 1) {
      const { rewards } = expected!.step(actions);
      booked!.step(actions).rewards.forEach((reward, lane) => (luck[lane]! += reward - rewards[lane]!));
    }
    for (let action = 0; action < count; action += 1) {
      const { low, high } = meanInterval(
        luck.filter((_, lane) => lane % count === action),
        0.999,
      );
      expect(low).toBeLessThan(0);
      expect(high).toBeGreaterThan(0);
      // What luck leaves open is a tenth of a sale, which is worth 30, in ten weeks.
      expect(high! - low!).toBeLessThan(3);
    }
  });
});

describe('margins of sales', () => {
  it('have exactly the mean asked for, and the spread of a log-normal distribution', () => {
    const margins = basketMargins(30, 0.5);
    expect(margins.reduce((total, margin) => total + margin, 0) / margins.length).toBeCloseTo(30, 10);
    const logs = margins.map(Math.log);
    const mean = logs.reduce((total, log) => total + log, 0) / logs.length;
    const variance = logs.reduce((total, log) => total + (log - mean) ** 2, 0) / logs.length;
    expect(Math.sqrt(variance)).toBeCloseTo(0.5, 2);
    expect([...margins].sort((a, b) => a - b)).toEqual([...margins]);
  });

  it('are all the same without a spread', () => {
    expect(new Set(basketMargins(20, 0))).toEqual(new Set([20]));
  });
});

it('counts every event that means a contact was noticed after those that do not', () => {
  const { nothing, complained, unsubscribed, opened, clicked, bought } = events;
  expect(Math.max(nothing, complained, unsubscribed)).toBeLessThan(Math.min(opened, clicked, bought));
});

it('has the defaults that the file states', () => {
  expect(defaultCustomersConfig).toMatchObject({ periods: 52, observe: 'history', churn: 0.004 });
});
