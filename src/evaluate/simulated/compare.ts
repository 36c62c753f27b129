/** From episodes to numbers with intervals, and policies against each other on the same random numbers. */
import type { Estimate } from '../../core/estimate';
import { meanInterval, pairwiseDifferences, type KnownMean } from '../../stats/intervals';
import type { EpisodeResults } from './rollout';

/** Names as they stand in the report. */
export const simulationMetrics = [
  'discountedReward',
  'totalReward',
  'rewardPerPeriod',
  'costPerPeriod',
  'contactsPerPeriod',
  'noActionShare',
] as const;

export type SimulationMetric = (typeof simulationMetrics)[number];
export type MetricEstimates = Readonly<Record<SimulationMetric, Estimate>>;

function perMetric(estimate: (metric: SimulationMetric) => Estimate): MetricEstimates {
  const entries = simulationMetrics.map((metric) => [metric, estimate(metric)] as const);
  // fromEntries forgets the literal keys; the list above is all of them.
  return Object.fromEntries(entries) as Record<SimulationMetric, Estimate>;
}

/** Mean of every metric over the episodes, with Student's t interval. */
export function metricEstimates(results: EpisodeResults, level = 0.95): MetricEstimates {
  return perMetric((metric) => meanInterval(results[metric], level));
}

/** Which independent unit an episode belongs to: 0, 1, ... without gaps. */
export type GroupOf = (episode: number) => number;

export interface PlayedBaseline {
  readonly name: string;
  readonly results: EpisodeResults;
  /** Given where its episodes are not independent (see leadSamples). */
  readonly groupOf?: GroupOf | undefined;
}

/** A model and what it is held against, all rolled out on the same random numbers. */
export interface SimulationComparison {
  /** What the model was trained for. */
  readonly objective: SimulationMetric;
  readonly model: EpisodeResults;
  readonly baselines: readonly PlayedBaseline[];
  /** Best value known for the objective, or null. */
  readonly bestKnown: KnownMean | null;
  /** Coverage of the intervals. @default .95 */
  readonly level?: number;
}

/**
 * Model minus policy by one metric, over the episodes that both have played.
 *
 * @param groupOf given where the policy's episodes are not independent: both sides are then averaged within groups
 * @returns one number per independent unit: per episode, or per group
 * @throws RangeError if the two were not rolled out on the same random numbers
 */
export function leadSamples(
  metric: SimulationMetric,
  model: EpisodeResults,
  policy: EpisodeResults,
  groupOf?: GroupOf,
): Float64Array {
  if (model.pairing !== policy.pairing) {
    throw new RangeError(
      `leadSamples: expected equal random numbers, got "${model.pairing}" and "${policy.pairing}"`,
    );
  }
  const common = Math.min(model.periods.length, policy.periods.length);
  const [first, second] = [model, policy].map((results) => {
    const played = results[metric].subarray(0, common);
    return groupOf === undefined ? played : meanPerGroup(played, groupOf);
  });
  return pairwiseDifferences(first!, second!);
}

/** Model minus policy (see leadSamples) for every metric: the mean with Student's t interval. */
export function pairedDifferences(
  model: EpisodeResults,
  policy: EpisodeResults,
  level = 0.95,
  groupOf?: GroupOf,
): MetricEstimates {
  return perMetric((metric) => meanInterval(leadSamples(metric, model, policy, groupOf), level));
}

/** How far a value lies on the way from that of the floor (0, see floorOf) to the best known value (1). */
export function shareOfBestKnown(value: number, floorValue: number, bestKnownValue: number): number {
  return (value - floorValue) / (bestKnownValue - floorValue);
}

/** Mean of the values of each group. */
function meanPerGroup(values: Float64Array, groupOf: GroupOf): Float64Array {
  const groups = Array.from(values, (_, episode) => groupOf(episode));
  const sizes = new Float64Array(groups.reduce((most, group) => Math.max(most, group + 1), 0));
  const sums = new Float64Array(sizes.length);
  values.forEach((value, episode) => {
    const group = groups[episode]!;
    sums[group]! += value;
    sizes[group]! += 1;
  });
  return sums.map((sum, group) => sum / sizes[group]!);
}

/**
 * Results with one entry per group instead of one per episode: where episodes share something that was drawn (the
 * agents of a baseline trained several times), the group is the independent unit.
 */
export function groupMeans(results: EpisodeResults, groupOf: GroupOf): EpisodeResults {
  const mean = (values: Float64Array) => meanPerGroup(values, groupOf);
  return {
    discountedReward: mean(results.discountedReward),
    totalReward: mean(results.totalReward),
    rewardPerPeriod: mean(results.rewardPerPeriod),
    costPerPeriod: mean(results.costPerPeriod),
    contactsPerPeriod: mean(results.contactsPerPeriod),
    noActionShare: mean(results.noActionShare),
    periods: mean(results.periods),
    pairing: `${results.pairing}, means of groups`,
  };
}
