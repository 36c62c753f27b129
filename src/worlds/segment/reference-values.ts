/**
 * What is known about the published segment environment: the values of the best policies found, by dynamic programming
 * on a grid. They say how much of what can be gained was gained.
 */
import { canonicalJson } from '../../core/hashes';
import { defaultSegmentConfig, type SegmentConfig } from './settings';

/** A mean over simulated episodes, so it has an error of its own: a policy as good may be measured above it. */
export interface BestKnown {
  readonly value: number;
  readonly standardError: number;
}

/** Best known mean over episodes of 100 periods from the standard start, account currency. */
const references = [
  { objective: 'discountedReward', gamma: 0.9, best: { value: 476_478, standardError: 3.3 } },
  { objective: 'totalReward', gamma: null, best: { value: 6_836_446, standardError: 18 } },
] as const;

/**
 * @param objective name of the metric
 * @param gamma discount per period; without effect on `totalReward`
 * @returns null where nothing is known: another configuration, metric or discount
 */
export function bestKnown(config: SegmentConfig, objective: string, gamma: number): BestKnown | null {
  if (canonicalJson(config) !== canonicalJson(defaultSegmentConfig)) return null;
  const known = references.find(
    (entry) => entry.objective === objective && (entry.gamma === null || entry.gamma === gamma),
  );
  return known?.best ?? null;
}

/** The same without its error. */
export function bestKnownValue(config: SegmentConfig, objective: string, gamma: number): number | null {
  return bestKnown(config, objective, gamma)?.value ?? null;
}
