/** A simulated company whose truth is known: whom to contact, when, and by which channel, without wearing them out. */
import type { Objective, OpenWorld } from '../world';
import { defineWorld } from '../world';
import { customersBaselines } from './baselines';
import { solveExactly } from './exact';
import { exactValues } from './exact-values-view';
import { customersLogForm } from './log-form';
import { observerOf } from './observer-of';
import { customersConfigSchema, type CustomersConfig } from './settings';
import { makeCustomers } from './simulator';

/** Both objectives are sums over an episode; only one of them is discounted. */
function discountOf(objective: Objective, gamma: number): number {
  return objective === 'totalReward' ? 1 : gamma;
}

/** The world under a configuration. */
export function openCustomers(config: CustomersConfig): OpenWorld {
  const { features, units } = observerOf(config);
  const { periods } = config;
  return {
    actions: ['none', ...config.channels.map(({ name }) => name)],
    features,
    scaling: {
      observationOffset: features.map(() => 0),
      observationScale: units.map((unit) => 1 / unit),
    },
    masked: true,
    ...(config.observe === 'history' && { logForm: customersLogForm(config) }),
    make: (lanes, random) => makeCustomers(config, lanes, random),
    baselines: (context) => customersBaselines(config, context),
    // What is known is what the hidden state is worth; who sees the history alone cannot reach it.
    known: (objective, gamma) =>
      config.observe === 'history'
        ? null
        : {
            value: solveExactly(config, { gamma: discountOf(objective, gamma), periods }).value,
            standardError: 0,
          },
    views: (_policy, { gamma }) => Promise.resolve({ views: { 'exact values': exactValues(config, gamma) } }),
  };
}

export const customers = defineWorld({
  name: 'customers',
  settings: customersConfigSchema,
  // Set by reason, before anything had learned here: a lost customer should count for about twenty weeks; a sale's
  // error should lie where the Huber loss is quadratic, or the network learns medians of what is mostly nothing; and
  // what a contact changes is a tenth of the chance around it, so that steps are many, each is remembered, the rate is
  // a third of the usual one, and models are told apart on thousands of episodes.
  defaults: {
    steps: 300_000,
    evaluation: { interval: 30_000, episodes: 4000 },
    logInterval: 10_000,
    checkpointInterval: 100_000,
    dqn: { gamma: 0.95, rewardScale: 0.02, learningRate: 3e-4, replayCapacity: 300_000 },
  },
  open: openCustomers,
});
