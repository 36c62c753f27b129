/** Whether a learned policy earns its place: the model against the baseline that comes closest to it or beats it. */
import type { Estimate } from '../core/estimate';
import { shareOfBestKnown } from '../env/segment-reference';
import { metricEstimates, pairedDifferences, type SimulationMetric } from './compare';
import type { EpisodeResults } from './rollout';

export interface SimulationVerdict {
  readonly decision: 'better' | 'not shown better' | 'worse' | 'cannot tell';
  readonly reasons: readonly string[];
}

export interface SimulationComparison {
  /** What the model was trained for. */
  readonly objective: SimulationMetric;
  readonly model: EpisodeResults;
  readonly baselines: readonly { readonly name: string; readonly results: EpisodeResults }[];
  /** Best value known for the objective, or null; with it the verdict names the share gained since no-action. */
  readonly bestKnown: number | null;
  /** Coverage of the intervals. @default .95 */
  readonly level?: number;
}

interface KnownEstimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

function isKnown(estimate: Estimate): estimate is Estimate & KnownEstimate {
  return estimate.value !== null && estimate.low !== null && estimate.high !== null;
}

/** 476487.31 as 476,487; 26.27 as 26.3; numbers below 1 keep three decimals. */
function words(value: number): string {
  const size = Math.abs(value);
  return value.toLocaleString('en-US', { maximumFractionDigits: size < 1 ? 3 : size < 1000 ? 1 : 0 });
}

/**
 * The verdict by the objective, on paired episodes. It is held against the baseline with the least model minus
 * baseline: beating the strongest one is beating them all.
 */
export function simulationVerdict(comparison: SimulationComparison): SimulationVerdict {
  const { objective, model, baselines, level = 0.95 } = comparison;
  const differences = baselines.flatMap(({ name, results }) => {
    const difference = pairedDifferences(model, results, level)[objective];
    const episodes = Math.min(model.periods.length, results.periods.length);
    return isKnown(difference) ? [{ name, difference, episodes }] : [];
  });
  const [first, ...others] = differences;
  if (first === undefined) {
    return { decision: 'cannot tell', reasons: ['no baseline with two or more episodes to compare with'] };
  }
  const strongest = others.reduce((a, b) => (b.difference.value < a.difference.value ? b : a), first);
  const { value, low, high } = strongest.difference;
  const decision = low > 0 ? 'better' : high < 0 ? 'worse' : 'not shown better';
  const interval = `${words(low)} to ${words(high)}`;
  return {
    decision,
    reasons: [
      `${objective}: model minus ${strongest.name}, the strongest baseline, is ${words(value)} ` +
        `(${level * 100} % interval ${interval}, ${words(strongest.episodes)} paired episodes)`,
      ...shareReasons(comparison),
    ],
  };
}

/** The share of what can be gained, where the best value and that of no-action are known. */
function shareReasons({ objective, model, baselines, bestKnown, level }: SimulationComparison): string[] {
  const noAction = baselines.find((baseline) => baseline.name === 'no-action');
  if (bestKnown === null || noAction === undefined) return [];
  const modelValue = metricEstimates(model, level)[objective].value;
  const noActionValue = metricEstimates(noAction.results, level)[objective].value;
  if (modelValue === null || noActionValue === null) return [];
  const share = 100 * shareOfBestKnown(modelValue, noActionValue, bestKnown);
  return [
    `${objective}: the model reaches ${words(modelValue)}, ${share.toFixed(2)} % of the way from no-action ` +
      `(${words(noActionValue)}) to the best known value (${words(bestKnown)})`,
  ];
}
