/** What the defaults were chosen by: who never contacts and who always does loses clearly, and knowing more pays. */
import { Random } from '../../../src/core/random';
import { rollout } from '../../../src/evaluate/simulated/rollout';
import type { Policy } from '../../../src/policies/policy';
import { meanInterval } from '../../../src/stats/intervals';
import { contactRule, type Pace, type Plan } from '../../../src/worlds/customers/contact-rules';
import { solveExactly } from '../../../src/worlds/customers/exact';
import { favouriteChannelRule } from '../../../src/worlds/customers/favourite-channel';
import { defaultCustomersConfig as config } from '../../../src/worlds/customers/settings';
import { makeCustomers } from '../../../src/worlds/customers/simulator';
import { randomAtRate } from '../../../src/worlds/customers/simple-rules';

const gamma = 0.95;
const horizon = { gamma, periods: config.periods };
const [email, sms, mail] = [1, 2, 3];

const every = (pause: number, action: number): Pace => ({ action, pause, pressure: Infinity });
const plan = (...paces: Pace[]): Plan => ({ cold: paces, warm: paces, window: 0 });

/** What the searches find for the defaults with the default number of customers, seed 1. */
const segmentPlans = [
  plan(every(2, email), every(3, sms)),
  plan(every(2, email), every(2, mail), every(4, sms)),
  plan(every(2, mail), every(2, email), every(2, sms)),
];
const gains = [
  [8, 4, 0],
  [6, 2.7, 5.1],
  [3, 2.1, 7.3],
].map((earned) => earned.map((gain, channel) => ({ action: channel + 1, gain })));

/** Mean discounted reward of a new customer. */
async function valueOf(policy: Policy): Promise<number> {
  const results = await rollout(policy, (lanes, random) => makeCustomers(config, lanes, random), {
    ...{ episodes: 8000, lanes: 2000, gamma },
    random: Random.fromSeed(6),
  });
  return meanInterval(results.discountedReward).value!;
}

it('rewards restraint and attention, in that order, and leaves room for more', async () => {
  const everywhere = config.segments.map(() => plan(every(2, email)));
  const recency = await valueOf(contactRule('recency-rule', config, everywhere));
  const segments = await valueOf(contactRule('segment-rule', config, segmentPlans));
  const favourite = await valueOf(favouriteChannelRule(config, gains, { pause: 2, prior: 2 }));
  const constants = [0, 1, 2, 3, 4].map((only) => solveExactly(config, horizon, only).value);
  // Never contacting and always contacting lose a tenth or more to one channel at a pace ...
  expect(recency).toBeGreaterThan(1.1 * Math.max(...constants));
  expect(recency).toBeGreaterThan(1.1 * (await valueOf(randomAtRate(config, 0.2))));
  // ... which loses to heeding segment and consent, which loses to heeding the customer.
  expect(segments).toBeGreaterThan(recency + 1);
  expect(favourite).toBeGreaterThan(segments);
  // Who knew the customers' minds would earn a seventh more than that, or better.
  expect(solveExactly(config, horizon).value).toBeGreaterThan(1.15 * favourite);
});

it('is worth contacting when the future counts in full, too', () => {
  const total = { gamma: 1, periods: config.periods };
  expect(solveExactly(config, total).value).toBeGreaterThan(2 * solveExactly(config, total, 0).value);
});
