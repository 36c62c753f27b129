/** Whether a learned policy earns its place: the model against every baseline. */
import type { Estimate } from '../../core/estimate';
import { shareOfBestKnown, type BestKnown } from '../../env/segment-reference';
import { differenceFromKnown, meanInterval } from '../../stats/intervals';
import {
  groupMeans,
  metricEstimates,
  pairedDifferences,
  type GroupOf,
  type SimulationMetric,
} from './compare';
import type { EpisodeResults } from './rollout';

export interface SimulationVerdict {
  readonly decision: 'better' | 'not shown better' | 'worse' | 'cannot tell';
  readonly reasons: readonly string[];
  /** The baseline that decides; null where there is none to compare with. */
  readonly baseline: string | null;
}

export interface PlayedBaseline {
  readonly name: string;
  readonly results: EpisodeResults;
  /** Given where its episodes are not independent (see pairedDifferences). */
  readonly groupOf?: GroupOf | undefined;
}

export interface SimulationComparison {
  /** What the model was trained for. */
  readonly objective: SimulationMetric;
  readonly model: EpisodeResults;
  readonly baselines: readonly PlayedBaseline[];
  /** Best value known for the objective, or null; with it the verdict names the share gained since no-action. */
  readonly bestKnown: BestKnown | null;
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
  const digits = value.toLocaleString('en-US', { maximumFractionDigits: size < 1 ? 3 : size < 1000 ? 1 : 0 });
  return digits.replace('-', '−');
}

interface Difference {
  readonly name: string;
  readonly difference: KnownEstimate;
  readonly episodes: number;
}

function differencesOf({ objective, model, baselines, level }: SimulationComparison): Difference[] {
  return baselines.flatMap(({ name, results, groupOf }) => {
    const difference = pairedDifferences(model, results, level, groupOf)[objective];
    const episodes = Math.min(model.periods.length, results.periods.length);
    return isKnown(difference) ? [{ name, difference, episodes }] : [];
  });
}

/** Least model minus baseline. */
function strongestOf(differences: readonly Difference[]): Difference | undefined {
  const [first, ...others] = differences;
  return first && others.reduce((a, b) => (b.difference.value < a.difference.value ? b : a), first);
}

/**
 * The verdict by the objective, on paired episodes: worse if any baseline is shown to be ahead, better if the model is
 * shown to be ahead of every one. A weaker-looking baseline with a wide interval can stand between the two.
 */
export function simulationVerdict(comparison: SimulationComparison): SimulationVerdict {
  const { objective, level = 0.95 } = comparison;
  const differences = differencesOf(comparison);
  const ahead = strongestOf(differences.filter(({ difference }) => difference.high < 0));
  const open = strongestOf(differences.filter(({ difference }) => difference.low <= 0));
  const decisive = ahead ?? open ?? strongestOf(differences);
  if (decisive === undefined) {
    const reasons = ['no baseline with two or more episodes to compare with'];
    return { decision: 'cannot tell', reasons, baseline: null };
  }
  const { name, difference, episodes } = decisive;
  const { value, low, high } = difference;
  return {
    decision: ahead !== undefined ? 'worse' : open !== undefined ? 'not shown better' : 'better',
    reasons: [
      `${objective}: model minus ${name} is ${words(value)} ` +
        `(${level * 100} % interval ${words(low)} to ${words(high)}, ${words(episodes)} paired episodes)`,
      ...shareReasons(comparison),
      ...overtakingReasons(comparison),
    ],
    baseline: name,
  };
}

/** The share of what can be gained, where the best value and that of no-action are known. */
function shareReasons({ objective, model, baselines, bestKnown, level }: SimulationComparison): string[] {
  const noAction = baselines.find((baseline) => baseline.name === 'no-action');
  if (bestKnown === null || noAction === undefined) return [];
  const modelValue = metricEstimates(model, level)[objective].value;
  const noActionValue = metricEstimates(noAction.results, level)[objective].value;
  if (modelValue === null || noActionValue === null) return [];
  const share = 100 * shareOfBestKnown(modelValue, noActionValue, bestKnown.value);
  return [
    `${objective}: the model reaches ${words(modelValue)}, ${share.toFixed(2)} % of the way from no-action ` +
      `(${words(noActionValue)}) to the best known value (${words(bestKnown.value)}, standard error ${words(bestKnown.standardError)})`,
  ];
}

/** The highest policy where it lies above the best known value: whether that is more than the noise of both. */
function overtakingReasons({
  objective,
  model,
  baselines,
  bestKnown,
  level,
}: SimulationComparison): string[] {
  if (bestKnown === null) return [];
  const policies = [{ name: 'the model', results: model, groupOf: undefined }, ...baselines].map(
    ({ name, results, groupOf }) => {
      const samples = (groupOf === undefined ? results : groupMeans(results, groupOf))[objective];
      return { name, samples, value: meanInterval(samples, level).value ?? -Infinity };
    },
  );
  const highest = policies.reduce((a, b) => (b.value > a.value ? b : a));
  const difference = differenceFromKnown(highest.samples, bestKnown, level);
  if (!isKnown(difference) || difference.value <= 0) return [];
  const { value, low, high } = difference;
  return [
    `${objective}: ${highest.name} is ${words(value)} above the best known value, ` +
      (low <= 0 ? 'within the noise of both' : 'more than the noise of both') +
      ` (${difference.level * 100} % interval ${words(low)} to ${words(high)})`,
  ];
}
