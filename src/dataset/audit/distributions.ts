/** How rewards are distributed, and how often each action was taken in each part of the log's time. */
import type { LoggedDecisions } from '../decisions/decisions';
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

/** Bins of equal width up to the 99th percentile of either side; what lies beyond shares the first or last one. */
export function histogram(rewards: Float64Array): Bin[] {
  const sorted = rewards.slice().sort();
  const distinct = sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
  if (distinct.length <= BINS) {
    const counts = new Map([...distinct].map((value) => [value, 0]));
    for (const value of sorted) counts.set(value, counts.get(value)! + 1);
    return [...counts].map(([value, decisions]) => ({ label: decimals(value), decisions }));
  }
  // Of what differs from the most frequent reward, usually 0, or sparse sales would be one bin.
  const usual = distinct.length / sorted.length < 0.5 ? distinct : sorted;
  const low = usual[Math.floor(usual.length / 100)]!;
  const high = usual[Math.ceil(0.99 * (usual.length - 1))]!;
  const width = (high - low) / BINS || 1;
  const counts = new Array<number>(BINS).fill(0);
  for (const value of sorted)
    counts[Math.min(BINS - 1, Math.max(0, Math.floor((value - low) / width)))]! += 1;
  return counts.map((decisions, bin) => {
    const from = bin === 0 ? 'below' : decimals(low + bin * width);
    const to = bin === BINS - 1 ? 'and more' : `to ${decimals(low + (bin + 1) * width)}`;
    return { label: bin === 0 ? `${from} ${decimals(low + width)}` : `${from} ${to}`, decisions };
  });
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
  return counts.map((one, period) => ({
    label: timeText(start + (period * length) / PERIODS, schema),
    counts: one,
  }));
}
