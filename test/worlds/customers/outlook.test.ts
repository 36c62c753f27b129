/** What is to be expected of a customer, beside courses of one and two periods summed up by hand. */
import {
  customersDynamics,
  EVENTS,
  eventChance,
  events,
  saleChance,
  stateIndex,
} from '../../../src/worlds/customers/dynamics';
import { solveExactly } from '../../../src/worlds/customers/exact';
import { outlooksOf } from '../../../src/worlds/customers/outlook';
import { customersConfigSchema } from '../../../src/worlds/customers/settings';
import { tinyCustomers } from '../../support/tiny-customers';

const dynamics = customersDynamics(tinyCustomers);
const NOBODY = [1, 0, 0];

it('of one period is what one period brings', () => {
  const { fatigues, actions, margin, churn } = dynamics;
  // An old customer of full interest who is worn out, and is called with a chance of a half.
  const [preference, interest, fatigue] = [1, 1, fatigues - 1];
  const rowOf = (action: number) =>
    (stateIndex(dynamics, preference, interest, fatigue) * actions.length + action) * EVENTS;
  const sale =
    0.5 * saleChance(dynamics, rowOf(0), interest) + 0.5 * saleChance(dynamics, rowOf(2), interest);
  const at = interest * fatigues + fatigue;
  const { leaves, buysNothing, value } = outlooksOf(dynamics, preference, [0.5, 0, 0.5], 1);
  expect(buysNothing[at]).toBeCloseTo(1 - sale, 12);
  expect(value[at]).toBeCloseTo(margin * sale, 12);
  // Called, fatigue stays at its top; left alone, it falls by a level with the chance of recovery.
  const { recovery } = dynamics;
  const stays = (fallen: number) => fallen * (1 - churn[fatigue - 1]!) + (1 - fallen) * (1 - churn[fatigue]!);
  const unsubscribed = eventChance(dynamics, rowOf(2), events.unsubscribed);
  const left = 0.5 * (1 - stays(recovery)) + 0.5 * (1 - (1 - unsubscribed) * stays(0));
  expect(leaves[at]).toBeCloseTo(left, 12);
});

it('has nobody buy who cannot, and everybody lost who must', () => {
  const never = customersDynamics(
    customersConfigSchema.parse({ ...tinyCustomers, interest: { ...tinyCustomers.interest, organic: 0 } }),
  );
  expect([...outlooksOf(never, 0, NOBODY, 5).buysNothing]).toEqual(Array(6).fill(1));
  const gone = customersDynamics(customersConfigSchema.parse({ ...tinyCustomers, churn: 1 }));
  expect([...outlooksOf(gone, 0, NOBODY, 5).leaves].every((chance) => Math.abs(chance - 1) < 1e-12)).toBe(
    true,
  );
});

it('is worth what exact values say where nothing is to be decided', () => {
  // Contacts that nobody notices and that cost a fortune: the best is to leave everybody alone.
  const config = customersConfigSchema.parse({
    ...tinyCustomers,
    channels: tinyCustomers.channels.map((channel) => ({ ...channel, cost: 1000 })),
  });
  const { value } = outlooksOf(customersDynamics(config), 0, NOBODY, 3);
  // Newcomers are rested, and of each level of interest alike.
  const { fatigues, interests } = customersDynamics(config);
  const mean =
    Array.from({ length: interests }, (_, level) => value[level * fatigues]!).reduce((a, b) => a + b) /
    interests;
  expect(mean).toBeCloseTo(solveExactly(config, { gamma: 1, periods: 3 }).value, 10);
});
