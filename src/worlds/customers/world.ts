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
  // By reason: a lost customer should count for about twenty weeks; a sale's error should lie where the Huber loss is
  // quadratic, or the network learns medians of what is mostly nothing. A sale is worth 30 and comes in one week of ten,
  // what a contact changes is worth 1: telling two actions apart takes some thousand tries in each of some hundred kinds
  // of customers, so steps are millions and updates a small part of them. Customers whom chance contacts are tired, so
  // that chance should soon make room; and models are told apart on thousands of episodes.
  defaults: {
    ...{ steps: 2_500_000, environments: 256, logInterval: 50_000, checkpointInterval: 1_250_000 },
    evaluation: { interval: 250_000, episodes: 4000 },
    dqn: {
      ...{ gamma: 0.95, rewardScale: 0.02, learningRate: 3e-4, updatesPerTransition: 0.025 },
      ...{ learningStarts: 20_000, replayCapacity: 500_000 },
      target: { period: 500 },
      epsilon: { decayShare: 0.1 },
    },
  },
  open: openCustomers,
});
