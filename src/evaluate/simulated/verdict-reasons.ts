/** The reasons of a verdict in words, with the numbers that they rest on. */
import type { Estimate } from '../../core/estimate';
import { differenceFromKnown, meanInterval } from '../../stats/intervals';
import { groupMeans, metricEstimates, shareOfBestKnown, type SimulationComparison } from './compare';
import { floorOf } from './floor';
import { tailOf, type Lead } from './leads';
import type { Margin } from './margin';

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

function differenceReason({ name, difference, episodes }: Lead): string[] {
  if (!isKnown(difference)) return [];
  const { value, low, high, level } = difference;
  return [
    `model minus ${name} is ${words(value)} (${level * 100} % interval ${words(low)} to ${words(high)}, ` +
      `${words(episodes)} paired episodes)`,
  ];
}

/** Where the model seems to be behind by more than the margin: whether that is more than one bad draw of many. */
function correctionReason({ decision, difference, correctedP }: Lead, family: number): string[] {
  if (
    decision === 'as good as' ||
    !isKnown(difference) ||
    difference.high >= 0 ||
    correctedP === null ||
    family < 2
  )
    return [];
  const size = correctedP < 0.001 ? 'below 0.001' : correctedP.toPrecision(2);
  return [
    `one-sided p-value of the model being behind, corrected for ${family} baselines (Holm): ${size}; ` +
      `"worse" asks for ${tailOf(difference.level)} or less`,
  ];
}

function withoutInterval(leads: readonly Lead[]): string[] {
  return leads
    .filter(({ decision }) => decision === 'cannot tell')
    .map(
      ({ name, units }) =>
        `${name} is not compared: two independent episodes or more are needed, got ${units}`,
    );
}

function marginReason({ value, origin }: Margin): string {
  return value > 0
    ? `a model up to ${words(value)} behind a baseline counts as good as it (${origin})`
    : `a model behind a baseline never counts as good as it (${origin})`;
}

/** What the decisive lead, the leads that are unknown and the margin have to say. */
export function leadReasons(
  objective: string,
  leads: readonly Lead[],
  decisive: Lead | undefined,
  margin: Margin,
): string[] {
  if (decisive === undefined) {
    return ['no baseline with two or more episodes to compare with', ...withoutInterval(leads)];
  }
  const family = leads.filter(({ correctedP }) => correctedP !== null).length;
  const reasons = [
    ...differenceReason(decisive),
    ...correctionReason(decisive, family),
    ...withoutInterval(leads),
    marginReason(margin),
  ];
  return reasons.map((reason) => `${objective}: ${reason}`);
}

/** Where the model, and the highest policy, stand against the best known value; nothing where none is known. */
export function levelReasons(comparison: SimulationComparison): string[] {
  return [...shareReasons(comparison), ...overtakingReasons(comparison)];
}

/** The share of what can be gained, where the best value and that of the floor are known. */
function shareReasons({ objective, model, baselines, bestKnown, level }: SimulationComparison): string[] {
  const floor = floorOf(baselines);
  if (bestKnown === null || floor === undefined) return [];
  const modelValue = metricEstimates(model, level)[objective].value;
  const floorValue = metricEstimates(floor.results, level)[objective].value;
  if (modelValue === null || floorValue === null) return [];
  const share = 100 * shareOfBestKnown(modelValue, floorValue, bestKnown.value);
  return [
    `${objective}: the model reaches ${words(modelValue)}, ${share.toFixed(2)} % of the way from ${floor.name} ` +
      `(${words(floorValue)}) to the best known value (${words(bestKnown.value)}, standard error ${words(bestKnown.standardError)})`,
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
