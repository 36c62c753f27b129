/** The next-best-action world: three offers per customer, and the truth known in closed form (ikatsov/tensor-house). */
import { defineWorld, type OpenWorld } from '../world';
import { advertiseThenDiscountPolicy } from './baselines';
import { behaviourOf } from './behaviour';
import { optimalValue } from './exact';
import { actionNames, featureNames, nextBestActionConfigSchema, offers } from './settings';
import type { NextBestActionConfig } from './settings';
import { NextBestActionSimulator } from './simulator';
import { choicesTable } from './views';

/** The world under a configuration. */
export function openNextBestAction(config: NextBestActionConfig): OpenWorld {
  const features = featureNames(config);
  const visits = behaviourOf(config).plain.visit * config.horizon;
  // Times are seen as shares of the horizon, visits as shares of their mean.
  const scaleOf: Readonly<Record<string, number>> = { trait: 1, visits: 1 / Math.max(visits, 1) };
  return {
    actions: actionNames,
    features,
    scaling: {
      observationOffset: features.map(() => 0),
      observationScale: features.map((feature) => scaleOf[feature] ?? 1 / config.horizon),
    },
    masked: true,
    constantActions: offers,
    make: (lanes, random) => new NextBestActionSimulator(config, lanes, random),
    baselines: () => {
      const policy = advertiseThenDiscountPolicy(config);
      return [{ name: policy.name, description: policy.description, make: () => policy }];
    },
    known: (objective, gamma) => ({
      value: optimalValue(config, objective === 'totalReward' ? 1 : gamma),
      standardError: 0,
    }),
    views: async (policy, { gamma }) => ({
      views: { choices: { kind: 'table', ...(await choicesTable(policy, config, gamma)) } },
    }),
  };
}

export const nextBestAction = defineWorld({
  name: 'next-best-action',
  settings: nextBestActionConfigSchema,
  // A customer's purchases count alike whenever they are made, and are 13 at best: scaled so that values are of the order
  // of 1.
  defaults: { dqn: { gamma: 1, rewardScale: 0.1 } },
  open: openNextBestAction,
});
