/** The axis of dots with intervals: all of them on it, but for what would squash the others. */
import type { Estimate } from '../../core/estimate';

export interface IntervalRow {
  readonly name: string;
  readonly estimate: Estimate;
  readonly highlighted: boolean;
}

function quantile(sorted: readonly number[], share: number): number {
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below]!;
  return low + (position - below) * ((sorted[below + 1] ?? low) - low);
}

/**
 * Where to cut an axis so that a very bad policy does not squash the others: Tukey's lower fence, the lower quartile
 * minus 1.5 interquartile ranges.
 *
 * @returns -Infinity for fewer than four values, which have no outliers
 */
export function lowerFence(values: readonly number[]): number {
  if (values.length < 4) return -Infinity;
  const sorted = [...values].sort((a, b) => a - b);
  const quartile = quantile(sorted, 0.25);
  return quartile - 1.5 * (quantile(sorted, 0.75) - quartile);
}

/** Ends of an axis. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** An axis is cut only where all that is beyond the fences would make it this many times as long. */
const MOST_STRETCH = 2;
/** An axis that begins nearer to 0 than this share of its length begins at 0. */
const NEAR_ZERO = 0.5;

export const lowOf = ({ estimate: { value, low } }: IntervalRow) => Math.min(low ?? value!, value!);
export const highOf = ({ estimate: { value, high } }: IntervalRow) => Math.max(high ?? value!, value!);

/** Where the lower end of an axis is, were it cut: at the fence where somebody lies on both sides of it. */
function innerEnd(lows: readonly number[], highs: readonly number[]): number {
  const fence = lowerFence(lows);
  const isCrossed = lows.some((low, i) => low < fence && highs[i]! > fence);
  return isCrossed ? fence : Math.min(...lows.filter((low) => low >= fence));
}

/** All intervals, but for what would squash the others; the best value is always there. */
export function axisRange(rows: readonly IntervalRow[]): Range {
  const [lows, highs] = [rows.map(lowOf), rows.map(highOf)];
  const minus = (ends: readonly number[]) => ends.map((end) => -end);
  const best = Math.max(...rows.map(({ estimate }) => estimate.value!));
  const bottom = innerEnd(lows, highs);
  const top = Math.max(best, -innerEnd(minus(highs), minus(lows)));
  const [least, most] = [Math.min(...lows), Math.max(...highs)];
  const longest = MOST_STRETCH * (top - bottom);
  const low = top - least > longest ? bottom : least;
  const high = most - bottom > longest ? top : most;
  const pad = 0.06 * (high - low) || Math.abs(high) * 0.01 || 1;
  const isNearZero = low >= 0 && low < NEAR_ZERO * (high - low);
  return { min: isNearZero ? Math.min(0, low - pad) : low - pad, max: high + pad };
}

/** Names of the rows of which something is beyond the axis. */
function clippedNames(rows: readonly IntervalRow[]): string[] {
  const { min, max } = axisRange(rows);
  return rows.filter((row) => lowOf(row) < min || highOf(row) > max).map(({ name }) => name);
}

/** For the caption: what the arrows mean, and whose they are; empty where there are none. */
export function clippedText(rows: readonly IntervalRow[]): string {
  const clipped = clippedNames(rows);
  return clipped.length === 0 ? '' : ` An arrow marks what goes on beyond the axis: ${clipped.join(', ')}.`;
}
