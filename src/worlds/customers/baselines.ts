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
    { name: 'recency-rule', make: () => recencyRule(config, paces()) },
    { name: 'segment-rule', make: async () => contactRule('segment-rule', config, await plans()) },
    { name: 'engagement-rule', make: async () => contactRule('engagement-rule', config, await engaged()) },
    {
      name: 'favourite-channel',
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
    { name: 'random-at-rate', make: () => bestRandomAtRate(config, trial) },
    { name: 'fatigue-rule', make: () => bestFatigueRule(config, trial) },
    ...(config.observe === 'latent'
      ? [{ name: 'dynamic-programming', make: () => exactPolicy(config, gamma) }]
      : historyRules(config, trial)),
  ];
}
