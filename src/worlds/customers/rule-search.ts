/**
 * Which rules are best, found by trying grids of them on the same simulated customers with the same luck. Customers do
 * not touch each other, so one trial of a rule tells what it is worth in every segment.
 */
import type { Policy } from '../../policies/policy';
import { contactRule, type Pace, type Plan } from './contact-rules';
import { favouriteChannelRule } from './favourite-channel';
import { historyColumns } from './history-observer';
import { bestOf, meanOf, valuesUnder, type Trial } from './rule-trial';
import type { CustomersConfig } from './settings';
import { fatigueRule, randomAtRate } from './simple-rules';
import { makeCustomers } from './simulator';

/** Periods between contacts; 26 is one in half a year. */
const PAUSES = [1, 2, 3, 4, 6, 8, 13, 26];
/** Recent contacts at most: hardly any, one of this month, as many as the pause lets through. */
const PRESSURES = [0.5, 1, Infinity];
/** Periods for which a response counts as lately. */
const WINDOWS = [1, 3, 8];
const WARM_PAUSES = [1, 2, 3, 4, 6];
/** Infinity leaves those alone who have not responded lately. */
const COLD_PAUSES = [3, 6, 13, 26, Infinity];
const FAVOURITE_PAUSES = [1, 2, 3, 4];
const PRIORS = [1, 2, 4, 8];
const RATES = [0.02, 0.05, 0.1, 0.2, 0.35];
const PRESSURE_LIMITS = [0.05, 0.1, 0.25, 0.5, 1, 1.5, 2, 3];

const planOf = (paces: readonly Pace[]): Plan => ({ cold: paces, warm: paces, window: 0 });

const everywhere = <Value>({ segments }: CustomersConfig, value: Value): Value[] => segments.map(() => value);

/** A pace, and what it earned with each customer of the trial. */
interface TriedPace {
  readonly pace: Pace;
  readonly values: Float64Array;
}

/** Every channel at every pace, one pace for everybody. */
export async function tryPaces(config: CustomersConfig, trial: Trial): Promise<readonly TriedPace[]> {
  const paces = config.channels.flatMap((_, channel) =>
    PAUSES.flatMap((pause) => PRESSURES.map((pressure) => ({ action: channel + 1, pause, pressure }))),
  );
  const tried: TriedPace[] = [];
  for (const pace of paces) {
    const rule = contactRule('pace', config, everywhere(config, planOf([pace])));
    tried.push({ pace, values: await valuesUnder(rule, config, trial) });
  }
  return tried;
}

/** The best channel and pace for everybody. */
export async function recencyRule(
  config: CustomersConfig,
  tried: Promise<readonly TriedPace[]>,
): Promise<Policy> {
  const { pace } = await bestOf(await tried, ({ values }) => Promise.resolve(meanOf(values)));
  return contactRule('recency-rule', config, everywhere(config, planOf([pace])));
}

/** What a company knows of the trial's customers when they come. */
function knownOf(config: CustomersConfig, { random }: Trial) {
  const { observations } = makeCustomers(config, config.ruleCustomers, random.fork('customers')).reset();
  const { segments, optIns } = historyColumns(config);
  const width = optIns + config.channels.length;
  return {
    isIn: (customer: number, segment: number) => observations[customer * width + segments + segment] === 1,
    mayTake: (customer: number, action: number) => observations[customer * width + optIns + action - 1] === 1,
  };
}

/** The best pace of a channel in a segment, and what it earns there above leaving alone; account currency. */
export interface PaceGain {
  readonly pace: Pace;
  readonly action: number;
  readonly gain: number;
}

/** For each segment, the best pace of every channel on the customers who may be contacted by it; the best one first. */
export async function segmentGains(
  config: CustomersConfig,
  trial: Trial,
  tried: Promise<readonly TriedPace[]>,
): Promise<readonly (readonly PaceGain[])[]> {
  const paces = await tried;
  const alone = contactRule('alone', config, everywhere(config, planOf([])));
  const without = await valuesUnder(alone, config, trial);
  const { isIn, mayTake } = knownOf(config, trial);
  return config.segments.map((_, segment) => {
    const gains = paces.map(({ pace, values }) => {
      const counts = (customer: number) => isIn(customer, segment) && mayTake(customer, pace.action);
      return { pace, action: pace.action, gain: meanOf(values, counts) - meanOf(without, counts) };
    });
    const best = config.channels.map((__, channel) =>
      gains
        .filter(({ action }) => action === channel + 1)
        .reduce((one, other) => (other.gain > one.gain ? other : one)),
    );
    return best.sort((one, other) => other.gain - one.gain);
  });
}

/** Channels in the order of what they earn in the segment, without those that earn nothing. */
export function segmentPlans(gains: readonly (readonly PaceGain[])[]): readonly Plan[] {
  return gains.map((best) => planOf(best.filter(({ gain }) => gain > 0).map(({ pace }) => pace)));
}

/** The best pause and weight of the segment's experience, when each customer's favourite channel is used. */
export function bestFavouriteChannel(
  config: CustomersConfig,
  trial: Trial,
  gains: readonly (readonly PaceGain[])[],
): Promise<Policy> {
  const rules = FAVOURITE_PAUSES.flatMap((pause) =>
    PRIORS.map((prior) => favouriteChannelRule(config, gains, { pause, prior })),
  );
  return bestOf(rules, async (rule) => meanOf(await valuesUnder(rule, config, trial)));
}

/** The plans of the segments with other pauses for customers who have responded lately and for the others. */
export async function engagementPlans(
  config: CustomersConfig,
  trial: Trial,
  plans: readonly Plan[],
): Promise<readonly Plan[]> {
  const { isIn } = knownOf(config, trial);
  const at = (paces: readonly Pace[], pause: number) =>
    pause === Infinity ? [] : paces.map(({ action }) => ({ action, pause, pressure: Infinity }));
  const variants = WINDOWS.flatMap((window) =>
    WARM_PAUSES.flatMap((warm) =>
      COLD_PAUSES.map((cold) =>
        plans.map((plan): Plan => ({ window, warm: at(plan.warm, warm), cold: at(plan.cold, cold) })),
      ),
    ),
  );
  const tried: { readonly variant: readonly Plan[]; readonly values: Float64Array }[] = [];
  for (const variant of [plans, ...variants]) {
    tried.push({ variant, values: await valuesUnder(contactRule('try', config, variant), config, trial) });
  }
  return Promise.all(
    plans.map(async (_, segment) => {
      const inSegment = (customer: number) => isIn(customer, segment);
      const best = await bestOf(tried, ({ values }) => Promise.resolve(meanOf(values, inSegment)));
      return best.variant[segment]!;
    }),
  );
}

/** The best channel and the most tiredness at which it is still used. */
export async function bestFatigueRule(config: CustomersConfig, trial: Trial): Promise<Policy> {
  const limits =
    config.observe === 'latent'
      ? Array.from({ length: config.fatigue.levels }, (_, level) => level)
      : PRESSURE_LIMITS;
  const rules = config.channels.flatMap((_, channel) =>
    limits.map((most) => fatigueRule(config, channel + 1, most)),
  );
  return bestOf(rules, async (rule) => meanOf(await valuesUnder(rule, config, trial)));
}

/** The best share of periods with a contact, when chance decides by which channel. */
export async function bestRandomAtRate(config: CustomersConfig, trial: Trial): Promise<Policy> {
  const rules = RATES.map((rate) => randomAtRate(config, rate));
  return bestOf(rules, async (rule) => meanOf(await valuesUnder(rule, config, trial)));
}
