/**
 * The simulated company as a place of known truth: a log that preferred some channels by what it saw, with known chances,
 * and a policy that does something else.
 */
import { once } from '../../src/core/once';
import { Random } from '../../src/core/random';
import { importanceProducts, importanceRatios, type JudgedPolicy } from '../../src/evaluate/off-policy/histories';
import type { Estimand } from '../../src/evaluate/off-policy/estimator';
import { fittedQEvaluation } from '../../src/evaluate/off-policy/fitted-q-evaluation';
import { rewardModel } from '../../src/evaluate/off-policy/reward-model';
import { biasedPolicy, exploring } from '../../src/policies/behaviour';
import type { Policy } from '../../src/policies/policy';
import { moments } from '../../src/stats/moments';
import { basketMargins } from '../../src/worlds/customers/baskets';
import { defaultCustomersConfig as config } from '../../src/worlds/customers/settings';
import { fatigueRule } from '../../src/worlds/customers/simple-rules';
import { customers as company } from '../../src/worlds/list';
import { campaignLog, playedValues, type Campaign, type CampaignLog } from './customers-log';
import { differenceToLog } from './difference';
import type { KnownTruth, NamedSetting } from './named-setting';
import { estimatorsOf } from './estimators-of';

const world = company.open({});
const behaviour = biasedPolicy(
  world.actions,
  world.scaling!.observationScale,
  Random.fromSeed(2).fork('biased'),
);
const MAIL = 3;
const rule = fatigueRule(config, MAIL, 1);
/** Of decisions that the judged policy leaves to chance, so that three ratios in a row do not explode. */
const LEFT_TO_CHANCE = 0.3;

/** A campaign, what is judged, and in which sense. */
export interface Case {
  readonly title: string;
  readonly estimand: Estimand;
  readonly campaign: Campaign;
  readonly policy: Policy;
  readonly description: string;
}

const BEFORE = 8;
const LOG =
  'customers of any tenure, eight weeks after the simulated company began to choose among five actions by what it saw ' +
  '(log-odds linear in 27 features, each chance at least .02, all known)';

export const cases: readonly [Case, Case] = [
  {
    ...{ title: 'customers, three weeks', estimand: 'history' },
    campaign: { world, behaviour, before: BEFORE, weeks: 3, gamma: 0.95 },
    policy: exploring(rule, world.actions, LEFT_TO_CHANCE),
    description: `The next three weeks of ${LOG}; three, so that products of weights stay small. Judged is: ${rule.description}, and any allowed action in 30 % of the weeks. Rewards as booked, discounted by .95 a week; every estimator of histories.`,
  },
  {
    ...{ title: 'customers, one decision', estimand: 'decision' },
    campaign: { world, behaviour, before: BEFORE, weeks: 1, gamma: 1 },
    policy: rule,
    description: `The next week of ${LOG}. Judged is: ${rule.description}. Rewards as booked; every estimator of single decisions but replay.`,
  },
];

/** The policy on a log, with models by the features; `evaluate` gives that of histories the number of the decision too. */
export async function judgedOn(
  { estimand }: Pick<Case, 'estimand'>,
  log: CampaignLog,
  policy: Pick<Policy, 'probabilities'>,
  random: Random,
): Promise<JudgedPolicy> {
  const { histories, rewards, folds, observations, allowed } = log;
  const probabilities = new Float64Array(allowed.length);
  await policy.probabilities({ observations, allowed }, probabilities);
  const ratios = importanceRatios(histories, probabilities);
  const base = { histories, probabilities, ratios, products: importanceProducts(histories, ratios), rewards };
  if (estimand === 'decision')
    return { ...base, rewardModel: rewardModel(log, folds, rewards), valueModel: null };
  const { values } = fittedQEvaluation({ ...log, probabilities }, random.fork('values'))(rewards);
  if (values === null) throw new Error('customers: expected a value model, but fitted values grew without bound');
  return { ...base, rewardModel: null, valueModel: values };
}

const TRUTH_CUSTOMERS = 1_000_000;
const TRUTH_LANES = 20_000;

/** [policies][customers] what policies earn, by customers who meet the same luck under each. */
export async function simulatedValues(
  campaign: Campaign,
  policies: readonly Policy[],
  customers = TRUTH_CUSTOMERS,
): Promise<Float64Array[]> {
  const random = Random.fromSeed(1).fork('truth');
  const values = policies.map(() => new Float64Array(customers));
  for (let done = 0; done < customers; done += TRUTH_LANES)
    for (const [place, policy] of policies.entries())
      values[place]!.set(
        await playedValues(campaign, policy, Math.min(TRUTH_LANES, customers - done), random.fork(`chunk-${done}`)),
        done,
      );
  return values;
}

/** Mean of a simulation, and how sure it is. */
function meanOf(values: Float64Array): Pick<KnownTruth, 'value' | 'standardError'> {
  const { mean, variance, count } = moments(values);
  return { value: mean, standardError: Math.sqrt(variance / count) };
}

/** Least and largest reward of a decision that there can be: what would be declared. */
export const rewardRange = {
  low: -Math.max(...config.channels.map(({ cost }) => cost)) - config.complaintCost,
  high: basketMargins(config.sale.margin, config.sale.spread).at(-1)!,
};

function truthOf({ campaign, policy }: Case): () => Promise<KnownTruth> {
  return once(async () => {
    const [own, log] = (await simulatedValues(campaign, [policy, behaviour])) as [Float64Array, Float64Array];
    return { ...meanOf(own), difference: meanOf(own.map((value, i) => value - log[i]!)) };
  });
}

const SIZES = [
  { customers: 500 },
  { customers: 5000 },
  { customers: 50_000, mostLogs: 200 },
] as const;

function settingsOf(one: Case): NamedSetting[] {
  const truth = truthOf(one);
  const { estimand, campaign, policy, title, description } = one;
  const { weeks: horizon, gamma } = campaign;
  return SIZES.map(({ customers, ...limits }) => {
    const name = `${title}, ${customers.toLocaleString('en-US')} customers`;
    return {
      ...{ name, description, truth, ...limits },
      open: () =>
        Promise.resolve({
          ...{ name, estimators: estimatorsOf(estimand) },
          difference: differenceToLog(estimand, { ...rewardRange, horizon, gamma, largestWeight: null }),
          makeLog: async (random) => judgedOn(one, await campaignLog(campaign, customers, random), policy, random),
        }),
    };
  });
}

export const customers: readonly NamedSetting[] = cases.flatMap(settingsOf);
