/** A simulated company whose truth is known: whom to contact, when, and by which channel, without wearing them out. */
import type { Objective, OpenWorld } from '../world';
import { defineWorld } from '../world';
import { customersBaselines } from './baselines';
import { solveExactly } from './exact';
import { customersCompanyForm } from './company-form';
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
    company: customersCompanyForm(config),
    make: (lanes, random) => makeCustomers(config, lanes, random),
    makeLogged: (lanes, random) => makeCustomers(config, lanes, random, 'booked'),
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
  // By reason: a lost customer should count for about twenty weeks; errors should lie where the Huber loss is quadratic, for
  // it is the mean that counts. A contact put off by a week is worth less than 1, and what comes later differs by more:
  // telling two actions apart takes many tries in each of some hundred kinds of customers, so steps are millions, batches
  // large, and the step size falls to nothing, or the policy jumps about until the end. Customers whom chance contacts are
  // tired, so that chance should soon make room. The replay takes 800 MB, and seconds to save: it is, at the end.
  //
  // What a company can count does not say all that counts: the value of what looks alike is not that of what comes, so a
  // target adds up what came of ten weeks, as far as the policy itself acted, before it asks the network.
  //
  // Found in companies 1 to 3 of those that scripts/study-customers/ranges.ts draws with the seed 77 in place of the
  // study's, in some sixty trainings of one to twelve minutes; none was in a company of the study. Against the best rule,
  // worth 29, 40 and 34 there, the policy earned .3, .1 to .3 and .8 more, with a standard error of .13 each; after 10 M
  // steps .2 to .4 less than that. Wider layers, a dueling head, other batches, four to ten weeks in a target, and choosing
  // between near equals at random made no difference, or were worse. While rewards were single sales, not expected ones, it
  // earned .2 to .8 less than now, and steps of one week 1.5 less than the best rule in company 2, also after 40 M of them.
  defaults: {
    ...{ steps: 12_000_000, environments: 1024, logInterval: 200_000, checkpointInterval: 12_000_000 },
    evaluation: { interval: 3_000_000, episodes: 5000 },
    // A difference to a rule is then known to about .2.
    report: { episodes: 10_000 },
    dqn: {
      ...{ gamma: 0.95, nSteps: 10, rewardScale: 0.02, huberDelta: 10 },
      ...{ learningRate: 1e-3, learningRateEnd: 0 },
      ...{ batchSize: 512, updatesPerTransition: 0.0025, learningStarts: 20_000, replayCapacity: 3_000_000 },
      target: { period: 60 },
      epsilon: { end: 0.1, decayShare: 0.1 },
    },
  },
  open: openCustomers,
});
