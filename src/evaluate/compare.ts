/** From episodes to numbers with intervals, and policies against each other on the same random numbers. */
import type { Estimate } from '../core/estimate';
import { meanInterval, pairedDifference } from '../stats/intervals';
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

/**
 * Model minus policy for every metric, over the episodes that both have played.
 *
 * @throws RangeError if the two were not rolled out on the same random numbers
 */
export function pairedDifferences(
  model: EpisodeResults,
  policy: EpisodeResults,
  level = 0.95,
): MetricEstimates {
  if (model.pairing !== policy.pairing) {
    throw new RangeError(
      `pairedDifferences: expected equal random numbers, got "${model.pairing}" and "${policy.pairing}"`,
    );
  }
  const common = Math.min(model.periods.length, policy.periods.length);
  return perMetric((metric) =>
    pairedDifference(model[metric].subarray(0, common), policy[metric].subarray(0, common), level),
  );
}

/**
 * Results with one entry per group instead of one per episode: where episodes share something that was drawn (the
 * agents of a baseline trained several times), the group is the independent unit.
 *
 * @param groupOf group of an episode, 0, 1, ... without gaps
 */
export function groupMeans(results: EpisodeResults, groupOf: (episode: number) => number): EpisodeResults {
  const groups = Array.from(results.periods, (_, episode) => groupOf(episode));
  const sizes = new Float64Array(groups.reduce((most, group) => Math.max(most, group + 1), 0));
  for (const group of groups) sizes[group]! += 1;
  const mean = (values: Float64Array) => {
    const sums = new Float64Array(sizes.length);
    values.forEach((value, episode) => (sums[groups[episode]!]! += value));
    return sums.map((sum, group) => sum / sizes[group]!);
  };
  return {
    discountedReward: mean(results.discountedReward),
    totalReward: mean(results.totalReward),
    rewardPerPeriod: mean(results.rewardPerPeriod),
    costPerPeriod: mean(results.costPerPeriod),
    contactsPerPeriod: mean(results.contactsPerPeriod),
    noActionShare: mean(results.noActionShare),
    periods: mean(results.periods),
    pairing: `${results.pairing} in ${sizes.length} groups`,
  };
}
