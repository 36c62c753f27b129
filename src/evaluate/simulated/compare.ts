/** From episodes to numbers with intervals, and policies against each other on the same random numbers. */
import type { Estimate } from '../../core/estimate';
import { meanInterval, pairedDifference } from '../../stats/intervals';
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

/**
 * Model minus policy for every metric, over the episodes that both have played.
 *
 * @param groupOf given where the policy's episodes are not independent: both sides are then averaged within groups
 * @throws RangeError if the two were not rolled out on the same random numbers
 */
export function pairedDifferences(
  model: EpisodeResults,
  policy: EpisodeResults,
  level = 0.95,
  groupOf?: GroupOf,
): MetricEstimates {
  if (model.pairing !== policy.pairing) {
    throw new RangeError(
      `pairedDifferences: expected equal random numbers, got "${model.pairing}" and "${policy.pairing}"`,
    );
  }
  const common = Math.min(model.periods.length, policy.periods.length);
  const unitsOf = (values: Float64Array) => {
    const played = values.subarray(0, common);
    return groupOf === undefined ? played : meanPerGroup(played, groupOf);
  };
  return perMetric((metric) => pairedDifference(unitsOf(model[metric]), unitsOf(policy[metric]), level));
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
