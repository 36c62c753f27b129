/** One group against the control, with the intervals that there are. */
import type { Estimate } from '../../core/estimate';
import { sequenceHalfWidth } from '../../stats/bounds/confidence-sequence';
import { logSmoothedLowerBound } from '../../stats/bounds/log-smoothed';
import { moments } from '../../stats/moments';
import { welchDifference } from '../../stats/welch';
import type { GroupComparison } from './result';

/** What the numbers say, before they are corrected and put into words. */
export type MeasuredComparison = Omit<
  GroupComparison,
  'group' | 'decision' | 'reasons' | 'correctedP' | 'decidingP'
>;

type Limits = readonly [low: number, high: number];

export interface Levels {
  /** Of the interval of this look alone. */
  readonly look: number;
  /** The same with what may fail shared among all comparisons. */
  readonly corrected: number;
  /** Of those that hold at every look, shared likewise. */
  readonly anytime: number;
}

/** Both bounds of the mean, each with the probability `side`. */
function meanBounds(values: Float64Array, [low, high]: Limits, side: number): { low: number; high: number } {
  const scale = high - low;
  return {
    low:
      low +
      logSmoothedLowerBound(
        values.map((value) => value - low),
        scale,
        side,
      ),
    high:
      high -
      logSmoothedLowerBound(
        values.map((value) => high - value),
        scale,
        side,
      ),
  };
}

/**
 * By the log-smoothed bounds of both means, each of the four with a quarter of what may fail: true of every number of
 * customers at once, whatever the tails within the range.
 *
 * @throws RangeError naming the row of a value outside the limits
 */
function guaranteedDifference(
  group: Float64Array,
  control: Float64Array,
  limits: Limits,
  level: number,
): Estimate {
  const side = 1 - (1 - level) / 4;
  const [own, other] = [meanBounds(group, limits, side), meanBounds(control, limits, side)];
  const value = moments(group).mean - moments(control).mean;
  return { value, low: own.low - other.high, high: own.high - other.low, level };
}

const unknown = (level: number): Estimate => ({ value: null, low: null, high: null, level });

/** Of a comparison of which nothing may be said. */
export function unknownComparison(
  { look, corrected, anytime }: Levels,
  hasRange: boolean,
): MeasuredComparison {
  return {
    ...{ difference: unknown(look), standardError: null, freedom: null, pValue: null },
    correctedDifference: unknown(corrected),
    ...{ anytime: unknown(anytime), guaranteed: hasRange ? unknown(anytime) : null },
  };
}

/**
 * @param group [customers] what each brought
 * @param control [customers]
 * @param limits declared of what one customer brings; null where none are
 * @returns as `unknownComparison` where a side has fewer than two customers, or none differ on either
 */
export function compareGroups(
  group: Float64Array,
  control: Float64Array,
  limits: Limits | null,
  levels: Levels,
): MeasuredComparison {
  const welchAt = (level: number) => welchDifference(moments(group), moments(control), level);
  const [welch, corrected] = [welchAt(levels.look), welchAt(levels.corrected)];
  if (welch === null || corrected === null) return unknownComparison(levels, limits !== null);
  const { difference, standardError } = welch;
  const level = levels.anytime;
  const value = difference.value!;
  const half = sequenceHalfWidth(standardError, group.length + control.length, level);
  return {
    ...welch,
    correctedDifference: corrected.difference,
    anytime: { value, low: value - half, high: value + half, level },
    guaranteed: limits === null ? null : guaranteedDifference(group, control, limits, level),
  };
}
