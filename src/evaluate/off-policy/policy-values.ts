/** One policy by every estimator, with what its numbers stand on. */
import type { Estimate } from '../../core/estimate';
import { differenceOf, tInterval, type Statistic } from '../../stats/statistic';
import type { Estimand, Estimator } from './estimator';
import { withNoActionAssumed } from './assumed-no-action';
import { applicable } from './estimators';
import { doublyRobust } from './estimators/doubly-robust';
import { gapsOf } from './gaps';
import { importanceProducts, importanceRatios, type JudgedPolicy } from './histories';
import { knownMean } from './known-mean';
import type { JudgedCandidate, Measure, OffPolicyRequest } from './request';
import type { AssumedValue, Assumption, OffPolicyResult } from './result';
import { shareOn, supportOf, type Support } from './support';

export interface PolicyValues extends Pick<
  OffPolicyResult,
  'identified' | 'reasons' | 'support' | 'estimates' | 'metrics' | 'parts' | 'assumption' | 'disagreement'
> {
  /** By the estimator that decides; null where nothing is identified. */
  readonly value: { readonly estimator: string; readonly statistic: Statistic } | null;
}

/** Estimates that differ by more than one in a thousand would by chance are said to disagree. */
const DISAGREEMENT_LEVEL = 0.999;
/** Of sums of probabilities. */
const ROUNDING = 1e-9;

/** The estimator that decides: the doubly robust one where there is a model, else the self-normalised one. */
export function deciding(estimand: Estimand, all: readonly Estimator[]): Estimator {
  const names = estimand === 'decision' ? ['dr', 'snips'] : ['wdr', 'perDecisionWis'];
  return names.map((name) => all.find((one) => one.name === name)).find((one) => one !== undefined)!;
}

/** A policy by what each measure says. */
export type JudgedBy = (
  measure: Pick<Measure, 'values'>,
) => JudgedPolicy & { readonly modelReason: string | null };

export function judgedBy(
  { histories, estimand, models }: Pick<OffPolicyRequest, 'histories' | 'estimand' | 'models'>,
  probabilities: Float64Array,
): JudgedBy {
  const ratios = importanceRatios(histories, probabilities);
  const products = importanceProducts(histories, ratios);
  const valueModel = estimand === 'history' ? models.value(probabilities) : null;
  return ({ values }) => {
    const base = { histories, probabilities, ratios, products, rewards: values };
    if (valueModel === null)
      return { ...base, rewardModel: models.reward(values), valueModel: null, modelReason: null };
    const { values: model, reason } = valueModel(values);
    return { ...base, rewardModel: null, valueModel: model, modelReason: reason };
  };
}

/** @param judged a policy whose only action that was never logged is No Action */
function assumedValue(
  { models, settings }: OffPolicyRequest,
  judged: JudgedPolicy,
  reward: number,
  logged: Statistic,
): AssumedValue {
  const { rewards, histories } = judged;
  const rewardModel = withNoActionAssumed(models, histories, reward).reward(rewards);
  const statistic = doublyRobust.estimate({ ...judged, rewardModel });
  return {
    reward,
    value: tInterval(statistic, settings.level),
    difference: tInterval(differenceOf(statistic, logged), settings.level),
  };
}

/**
 * What the log cannot tell of a policy that does what was never logged. One that also does what was not possible where it
 * does it would need a second assumption, and has none.
 */
function assumptionOf(
  request: OffPolicyRequest,
  judged: JudgedPolicy,
  { unloggedShare }: Support,
  logged: Statistic,
): Assumption | null {
  const { isLogged, actions, estimand, settings, noActionReward } = request;
  if (unloggedShare === 0 || estimand === 'history' || isLogged.every((is) => is)) return null;
  const share = shareOn(judged, (_, action) => !isLogged[action]!);
  if (unloggedShare - share > ROUNDING) return null;
  // Only what was logged counts: the rest of the policy has the value 0 until something is assumed.
  const probabilities = judged.probabilities.map((p, at) => (isLogged[at % actions.length]! ? p : 0));
  const part = deciding(estimand, applicable(judged, estimand)).name === 'dr' ? 'dr' : 'ips';
  const { estimate } = applicable(judged, estimand).find(({ name }) => name === part)!;
  const statistic = estimate({ ...judged, probabilities });
  const isOfNoAction =
    !isLogged[0]! && Math.abs(shareOn(judged, (_, action) => action === 0) - share) <= ROUNDING;
  return {
    ...{ actions: actions.filter((_, action) => !isLogged[action]!), share },
    part: tInterval(statistic, settings.level),
    breakEven: (logged.value - statistic.value) / share,
    ...(noActionReward !== undefined &&
      isOfNoAction &&
      part === 'dr' && { assumed: assumedValue(request, judged, noActionReward, logged) }),
  };
}

/**
 * Whether an estimator lies outside the interval of the one that decides, and differs from it by more than chance: of two
 * that share nearly all their noise the least difference is no chance. Replay is of another quantity.
 */
function disagrees(all: ReadonlyMap<Estimator, Statistic>, decides: Estimator, level: number): boolean {
  const own = tInterval(all.get(decides)!, level);
  return [...all].some(([estimator, statistic]) => {
    if (
      estimator === decides ||
      estimator.name === 'replay' ||
      estimator.isBiased === true ||
      own.low === null
    )
      return false;
    if (statistic.value >= own.low && statistic.value <= own.high!) return false;
    const { low, high } = tInterval(differenceOf(statistic, all.get(decides)!), DISAGREEMENT_LEVEL);
    return low !== null && high !== null && (low > 0 || high < 0);
  });
}

const modelAlone = { decision: 'dm', history: 'fqe' } as const;

/** How much of the value the model says by itself, and how much the weights correct. */
function partsOf(all: ReadonlyMap<Estimator, Statistic>, estimand: Estimand, value: Statistic) {
  const model = [...all].find(([{ name }]) => name === modelAlone[estimand])?.[1];
  if (model === undefined || !Number.isFinite(value.value)) return null;
  return { model: model.value, correction: value.value - model.value };
}

/** A measure by the estimator that decides, or the next one where a model of that measure was not to be had. */
function metricOf(
  request: OffPolicyRequest,
  judgedOn: JudgedBy,
  measure: Measure,
  probabilities: Float64Array,
) {
  const known = knownMean(request, probabilities, measure.known);
  if (known !== null) return known;
  const judged = judgedOn(measure);
  return deciding(request.estimand, applicable(judged, request.estimand)).estimate(judged);
}

/** @param reward by the estimator that decides, which is known already: its model takes longest */
function metricsOf(
  request: OffPolicyRequest,
  judgedOn: JudgedBy,
  probabilities: Float64Array,
  reward: Statistic,
): Record<string, Estimate> {
  const entries = [...request.measures].map(([name, measure]): [string, Estimate] => {
    const statistic = name === 'reward' ? reward : metricOf(request, judgedOn, measure, probabilities);
    return [name, tInterval(statistic, request.settings.level)];
  });
  return Object.fromEntries(entries);
}

/** What was done is known without weights. */
function loggedValues(request: OffPolicyRequest, mean: (values: Float64Array) => Statistic): PolicyValues {
  const { measures, settings } = request;
  const statistic = mean(measures.get('reward')!.values);
  const metrics = [...measures].map(([name, { values }]) => [name, tInterval(mean(values), settings.level)]);
  return {
    ...{ identified: true, reasons: [], support: null, disagreement: false, parts: null, assumption: null },
    estimates: { loggedMean: tInterval(statistic, settings.level) },
    value: { estimator: 'loggedMean', statistic },
    metrics: Object.fromEntries(metrics) as Record<string, Estimate>,
  };
}

/** @param mean that of what was done */
export function valuesOf(
  request: OffPolicyRequest,
  { probabilities }: JudgedCandidate,
  mean: (values: Float64Array) => Statistic,
): PolicyValues {
  if (probabilities === null) return loggedValues(request, mean);
  const { estimand, isLogged, measures, settings } = request;
  const judgedOn = judgedBy(request, probabilities);
  const reward = measures.get('reward')!;
  const judged = judgedOn(reward);
  const support = supportOf(judged, estimand, isLogged, settings.floor);
  const assumption = assumptionOf(request, judged, support, mean(reward.values));
  const gaps = gapsOf(request, probabilities, support);
  if (gaps.length > 0) {
    return {
      ...{ identified: false, reasons: gaps, support, assumption },
      ...{ disagreement: false, parts: null, value: null, estimates: {}, metrics: {} },
    };
  }
  const usable = applicable(judged, estimand);
  const decides = deciding(estimand, usable);
  const all = new Map(usable.map((estimator) => [estimator, estimator.estimate(judged)]));
  const statistic = all.get(decides)!;
  return {
    ...{ identified: Number.isFinite(statistic.value), support, assumption },
    reasons: [
      ...(Number.isFinite(statistic.value)
        ? []
        : ['nobody in the log was treated as the policy would to the end']),
      ...(judged.modelReason === null ? [] : [`no model of its value: ${judged.modelReason}`]),
    ],
    disagreement: disagrees(all, decides, settings.level),
    estimates: Object.fromEntries([...all].map(([{ name }, one]) => [name, tInterval(one, settings.level)])),
    metrics: metricsOf(request, judgedOn, probabilities, statistic),
    parts: partsOf(all, estimand, statistic),
    value: Number.isFinite(statistic.value) ? { estimator: decides.name, statistic } : null,
  };
}
