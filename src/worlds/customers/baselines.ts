/**
 * What a learned policy is held against: the rules a marketer would write, searched for the given discount; where the
 * hidden state is shown, dynamic programming in it. There is no look-ahead: it takes worlds whose episodes do not end
 * by themselves, and a simulator can be put only into a state that is seen.
 */
import { once } from '../../core/once';
import type { Baseline, BaselineContext } from '../world';
import { contactRule } from './contact-rules';
import { exactPolicy } from './exact-policy';
import {
  bestFatigueRule,
  bestFavouriteChannel,
  bestRandomAtRate,
  engagementPlans,
  recencyRule,
  segmentGains,
  segmentPlans,
  tryPaces,
} from './rule-search';
import type { CustomersConfig } from './settings';

function historyRules(config: CustomersConfig, trial: BaselineContext): readonly Baseline[] {
  const paces = once(() => tryPaces(config, trial));
  const gains = once(() => segmentGains(config, trial, paces()));
  const plans = once(async () => segmentPlans(await gains()));
  const engaged = once(async () => engagementPlans(config, trial, await plans()));
  return [
    {
      name: 'recency-rule',
      description: 'one channel for everybody, after a pause: the best of a grid',
      make: () => recencyRule(config, paces()),
    },
    {
      name: 'segment-rule',
      description: 'in each segment the channels and pauses that earn most there',
      make: async () => contactRule('segment-rule', config, await plans()),
    },
    {
      name: 'engagement-rule',
      description: 'the same, with other pauses for customers who responded lately',
      make: async () => contactRule('engagement-rule', config, await engaged()),
    },
    {
      name: 'favourite-channel',
      description: 'after a pause, by the channel that the customer has noticed most',
      make: async () => bestFavouriteChannel(config, trial, await gains()),
    },
  ];
}

export function customersBaselines(
  config: CustomersConfig,
  { gamma, random }: BaselineContext,
): readonly Baseline[] {
  const trial = { gamma, random: random.fork('rules') };
  return [
    {
      name: 'random-at-rate',
      description: 'contacts at random, in the best share of the periods, by any allowed channel',
      make: () => bestRandomAtRate(config, trial),
    },
    {
      name: 'fatigue-rule',
      description: 'one channel while the customer has had few contacts lately: the best of a grid',
      make: () => bestFatigueRule(config, trial),
    },
    ...(config.observe === 'latent'
      ? [{ name: 'dynamic-programming', make: () => exactPolicy(config, gamma) }]
      : historyRules(config, trial)),
  ];
}
