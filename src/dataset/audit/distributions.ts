/** How rewards are distributed, and how often each action was taken in each part of the log's time. */
import type { LoggedDecisions } from '../decisions/decisions';
import { DAY } from '../schema/durations';
import type { LogSchema } from '../schema/log-schema';
import { decimals } from './words';
import { timeText } from './times';

export interface Bin {
  readonly label: string;
  readonly decisions: number;
}

export interface Period {
  /** When it begins. */
  readonly label: string;
  /** [actions] decisions */
  readonly counts: readonly number[];
}

const BINS = 10;
const PERIODS = 12;

/** Share of the rewards from which on one of them has a bin of its own, as 0 often has. */
const USUAL = 0.1;

function mostFrequent(counts: ReadonlyMap<number, number>): readonly [value: number, decisions: number] {
  return [...counts].reduce((a, b) => (b[1] > a[1] ? b : a));
}

/** Bins of equal width: where the first one begins. */
interface Bins {
  readonly start: number;
  readonly width: number;
}

/**
 * From the 1st to the 99th percentile. Of losses and gains 0 is a bound, so that no bin mixes them: as many bins are of
 * losses as their part of the range, at least one.
 */
function binsOf(sorted: Float64Array): Bins {
  const low = sorted[Math.floor(sorted.length / 100)]!;
  const high = sorted[Math.ceil(0.99 * (sorted.length - 1))]!;
  if (!(sorted[0]! < 0 && sorted.at(-1)! > 0)) return { start: low, width: (high - low) / BINS || 1 };
  const [most, loss] = [Math.max(0, high), Math.max(0, -low)];
  const losses = Math.min(BINS - 1, Math.max(1, Math.round((BINS * loss) / (most + loss || 1))));
  const width = Math.max(loss / losses, most / (BINS - losses)) || 1;
  return { start: -losses * width, width };
}

/**
 * Each value where there are few; else the most frequent one by itself, if it is frequent, and bins of the others, of
 * which the first and the last hold what lies beyond.
 */
export function histogram(rewards: Float64Array): Bin[] {
  const sorted = rewards.slice().sort();
  const counts = new Map<number, number>();
  for (const value of sorted) counts.set(value, (counts.get(value) ?? 0) + 1);
  if (counts.size <= BINS)
    return [...counts].map(([value, decisions]) => ({ label: decimals(value), decisions }));
  const [usual, decisions] = mostFrequent(counts);
  const others = decisions < USUAL * sorted.length ? sorted : sorted.filter((value) => value !== usual);
  const { start, width } = binsOf(others);
  const inBin = new Array<number>(BINS).fill(0);
  for (const value of others)
    inBin[Math.min(BINS - 1, Math.max(0, Math.floor((value - start) / width)))]! += 1;
  const bound = (bin: number) => decimals(start + bin * width);
  const labelOf = (bin: number): string => {
    if (bin === 0) return `below ${bound(1)}`;
    return bin === BINS - 1 ? `${bound(bin)} and more` : `${bound(bin)} to ${bound(bin + 1)}`;
  };
  const binned = inBin.map((number, bin) => ({ label: labelOf(bin), decisions: number }));
  return others === sorted ? binned : [{ label: `exactly ${decimals(usual)}`, decisions }, ...binned];
}

/** Parts of equal length of the time of the log. */
export function actionPeriods({ times, actions, actionNames }: LoggedDecisions, schema: LogSchema): Period[] {
  if (times === null || times.length === 0) return [];
  const start = times.reduce((a, b) => Math.min(a, b));
  const length = times.reduce((a, b) => Math.max(a, b)) - start;
  if (length === 0) return [];
  const counts = Array.from({ length: PERIODS }, () => actionNames.map(() => 0));
  actions.forEach((action, i) => {
    const period = Math.min(PERIODS - 1, Math.floor((PERIODS * (times[i]! - start)) / length));
    counts[period]![action]! += 1;
  });
  const isShort = schema.timeUnit === undefined && length < PERIODS * DAY;
  return counts.map((one, period) => {
    const begin = start + (period * length) / PERIODS;
    const label = isShort
      ? new Date(begin).toISOString().slice(0, 16).replace('T', ' ')
      : timeText(begin, schema);
    return { label, counts: one };
  });
}
