import fc from 'fast-check';
import { Random } from '../../../src/core/random';
import type { UniformSource } from '../../../src/core/uniform-generator';
import { constantPolicy } from '../../../src/policies/constant';
import { customersConfigSchema, defaultCustomersConfig } from '../../../src/worlds/customers/settings';
import { CustomersSimulator, makeCustomers } from '../../../src/worlds/customers/simulator';
import { tinyCustomers } from '../../support/tiny-customers';

/** Numbers of one lane in the simulator's order: event, organic, basket, tires, recovery, interest, churn, newcomer. */
const calm = { event: 0.99, organic: 0.99, basket: 0.5, tires: 0, recovery: 0, interest: 0.5, churn: 0.99 };

/** Uniform numbers written down in the test: the same for every lane and period, but for the newcomer, who is the last. */
function scripted(numbers: Partial<typeof calm> = {}): UniformSource {
  const row = [...Object.values({ ...calm, ...numbers }), 0.999_999];
  return {
    fill: (out) => out.forEach((_, i) => (out[i] = row[i % row.length]!)),
    state: () => ({}),
    restore: () => undefined,
  };
}

const history = { ...tinyCustomers, observe: 'history' as const };
const [none, email, call] = [0, 1, 2];

/** One period of one rested customer of full interest who is old and prefers calls. */
function onePeriod(action: number, numbers: Partial<typeof calm>) {
  const simulator = new CustomersSimulator(history, 1, scripted(numbers));
  const logged = new CustomersSimulator(history, 1, scripted(numbers), 'booked');
  const step = simulator.step(Int32Array.of(action));
  const booked = logged.step(Int32Array.of(action)).rewards[0]!;
  const seen = (name: string) => step.nextObservations[simulator.observationSpec.features.indexOf(name)];
  return { reward: step.rewards[0], booked, cost: step.costs[0], gone: step.discounts[0] === 0, seen };
}

describe('one period', () => {
  // Calling a rested customer of full interest who prefers calls: .03 complain, .05 unsubscribe, and of the other .92
  // .9 notice it, of whom .6 follow it up, of whom .7 buy: the best event is the lowest number.
  const noticed = 0.92 * 0.9;
  const clicked = noticed * 0.6;
  const bought = clicked * 0.7;

  it('costs the contact and brings the margin of the basket drawn', () => {
    const { booked, cost, seen } = onePeriod(call, { event: bought - 0.001, basket: 0 });
    expect(cost).toBe(2);
    expect(seen('sales')).toBe(1);
    expect(seen('spend')! - 2).toBeCloseTo(booked, 4);
  });

  it.each([
    ['buys', bought - 0.001],
    ['unsubscribes', noticed + 0.001],
    ['ignores', noticed + 0.081],
  ])('is rewarded by what it brings on average, of one who %s too', (_what, event) => {
    // Whoever stays and does not buy for being called does so unasked at .2; a sale is worth 30, a complaint costs 15.
    const sales = bought + (1 - 0.05 - bought) * 0.2;
    expect(onePeriod(call, { event }).reward).toBeCloseTo(30 * sales - 2 - 15 * 0.03, 4);
    expect(onePeriod(none, { organic: 0 }).reward).toBeCloseTo(30 * 0.2, 4);
  });

  it.each([
    ['buys', bought - 0.001, { callOpens: 1, clicks: 1, sales: 1 }],
    ['follows up', bought + 0.001, { callOpens: 1, clicks: 1, sales: 0 }],
    ['notices', clicked + 0.001, { callOpens: 1, clicks: 0, sales: 0 }],
    ['ignores', noticed + 0.081, { callOpens: 0, clicks: 0, sales: 0 }],
  ])('counts what a customer does who %s', (_what, event, counts) => {
    const { seen, gone } = onePeriod(call, { event });
    expect(gone).toBe(false);
    for (const [name, count] of Object.entries(counts)) expect([name, seen(name)]).toEqual([name, count]);
    expect([seen('callContacts'), seen('callSince'), seen('emailSince'), seen('pressure')]).toEqual([
      1, 1, 26, 1,
    ]);
  });

  it('loses for good whoever unsubscribes', () => {
    const { gone, booked } = onePeriod(call, { event: noticed + 0.001, organic: 0 });
    expect(gone).toBe(true);
    expect(booked).toBe(-2);
  });

  it('pays for a complaint, and keeps the customer', () => {
    const { gone, booked } = onePeriod(call, { event: noticed + 0.05 + 0.001 });
    expect(gone).toBe(false);
    expect(booked).toBe(-2 - 15);
  });

  it('sells without being asked, by interest', () => {
    expect(onePeriod(none, { organic: 0.2 - 0.001 }).seen('sales')).toBe(1);
    expect(onePeriod(none, { organic: 0.2 + 0.001 }).seen('sales')).toBe(0);
  });

  it('loses a customer to churn, more often a tired one', () => {
    expect(onePeriod(none, { churn: 0.003 }).gone).toBe(true);
    expect(onePeriod(none, { churn: 0.005 }).gone).toBe(false);
    // A call adds 1.4 levels: 1 of 2, a quarter of the .06 on top of .004.
    expect(onePeriod(call, { churn: 0.018 }).gone).toBe(true);
    expect(onePeriod(call, { churn: 0.02 }).gone).toBe(false);
  });
});

describe('hidden levels', () => {
  const after = (action: number, numbers: Partial<typeof calm>) => {
    const simulator = new CustomersSimulator(tinyCustomers, 1, scripted(numbers));
    return Array.from(simulator.step(Int32Array.of(action)).nextObservations.subarray(0, 2));
  };

  it('fatigue rises by the whole levels of the channel, and by one more at the chance of the rest', () => {
    expect(after(call, { tires: 0.59 })[1]).toBe(1);
    expect(after(call, { tires: 0.61 })[1]).toBe(2);
    expect(after(email, { tires: 0.29 })[1]).toBe(0);
    expect(after(email, { tires: 0.31 })[1]).toBe(1);
  });

  it('fatigue falls by a level at the chance of recovery, never below rested', () => {
    expect(after(call, { tires: 0.61, recovery: 0.51 })[1]).toBe(1);
    expect(after(none, { recovery: 0.51 })[1]).toBe(0);
  });

  it('interest falls by chance, more often after a sale', () => {
    expect(after(none, { interest: 0.19 })[0]).toBe(0);
    expect(after(none, { interest: 0.21 })[0]).toBe(1);
    expect(after(none, { interest: 0.39, organic: 0 })[0]).toBe(0);
    expect(after(none, { interest: 0.41, organic: 0 })[0]).toBe(1);
  });
});

describe('episodes', () => {
  it('are cut short after the periods, with values that go on, each lane by itself', () => {
    const simulator = new CustomersSimulator(history, 2, scripted());
    const steps = [1, 2, 3, 4].map(() => {
      const { last, discounts, observations, nextObservations } = simulator.step(Int32Array.of(none, none));
      const tenure = simulator.observationSpec.features.indexOf('tenure');
      return [[...last], [...discounts], observations[tenure], nextObservations[tenure]];
    });
    expect(steps).toEqual([
      [[0, 0], [1, 1], 1, 1],
      [[0, 0], [1, 1], 2, 2],
      [[1, 1], [1, 1], 0, 3],
      [[0, 0], [1, 1], 1, 1],
    ]);
  });

  it('bring customers whose consents are as frequent as the settings say', () => {
    const lanes = 20_000;
    const { allowed } = makeCustomers(defaultCustomersConfig, lanes, Random.fromSeed(2)).reset();
    defaultCustomersConfig.channels.forEach(({ optIn }, channel) => {
      let count = 0;
      for (let lane = 0; lane < lanes; lane += 1) count += allowed![lane * 5 + channel + 1]!;
      expect(Math.abs(count / lanes - optIn)).toBeLessThan(4 * Math.sqrt((optIn * (1 - optIn)) / lanes));
    });
  });
});

describe('masks', () => {
  it('are kept through an episode and shown as features', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 60 }), (seed, periods) => {
        const random = Random.fromSeed(seed);
        const simulator = makeCustomers(defaultCustomersConfig, 3, random.fork('world'));
        let { allowed } = simulator.reset();
        const first = simulator.observationSpec.features.indexOf('emailOptIn');
        const width = simulator.observationSpec.features.length;
        for (let period = 0; period < periods; period += 1) {
          const before = allowed!.slice();
          const actions = Int32Array.from({ length: 3 }, (_, lane) => {
            const wanted = random.integer(5);
            return before[lane * 5 + wanted] === 1 ? wanted : 0;
          });
          const step = simulator.step(actions);
          expect(step.nextAllowed).toEqual(before);
          for (let lane = 0; lane < 3; lane += 1) {
            const consents = Array.from(step.observations.subarray(lane * width + first, (lane + 1) * width));
            expect(Array.from(step.allowed!.subarray(lane * 5, (lane + 1) * 5))).toEqual([1, ...consents]);
          }
          ({ allowed } = step);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('are not to be passed over: a contact without consent is refused, naming the lane, and changes nothing', () => {
    const closed = { ...history, channels: history.channels.map((channel) => ({ ...channel, optIn: 0 })) };
    const simulator = makeCustomers(closed, 2, Random.fromSeed(1));
    const before = simulator.state();
    expect(() => simulator.step(Int32Array.of(none, email))).toThrow(
      'lane 1: expected an action that is allowed',
    );
    expect(simulator.state()).toEqual(before);
  });

  it('leave a constant policy with No Action where its channel is not allowed', async () => {
    const policy = constantPolicy(['none', 'email'], 1);
    const out = new Float32Array(4);
    await policy.probabilities(
      { observations: new Float32Array(2), allowed: Uint8Array.of(1, 0, 1, 1) },
      out,
    );
    expect([...out]).toEqual([1, 0, 0, 1]);
  });
});

describe('contract', () => {
  it.each(['history', 'latent'] as const)('goes on from a saved state to the same steps, %s', (observe) => {
    const config = customersConfigSchema.parse({ observe, periods: 5 });
    // More lanes than a block, and not a whole number of blocks.
    const simulator = makeCustomers(config, 300, Random.fromSeed(3));
    const other = makeCustomers(config, 300, Random.fromSeed(4));
    const nobody = new Int32Array(300);
    for (let i = 0; i < 7; i += 1) simulator.step(nobody);
    other.restore(simulator.state());
    for (let i = 0; i < 7; i += 1) expect(other.step(nobody)).toEqual(simulator.step(nobody));
  });

  it('refuses a number of lanes that is not positive and whole', () => {
    for (const lanes of [0, -1, 1.5, NaN]) {
      expect(() => makeCustomers(history, lanes, Random.fromSeed(1))).toThrow(RangeError);
    }
  });

  it('refuses the state of another number of lanes', () => {
    const make = (lanes: number) => makeCustomers(history, lanes, Random.fromSeed(1));
    expect(() => make(2).restore(make(3).state())).toThrow('segment');
  });
});
