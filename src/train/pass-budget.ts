/** How long a log is learned from: in passes over its decisions, with a batch that grows with it. */
import type { EvaluationPoint } from './training-result';

export interface PassBudget {
  /** Passes that are made whatever validation says. */
  readonly leastPasses: number;
  /** Passes after which training ends. */
  readonly mostPasses: number;
  /** Evaluations in a row without a value above all before it, after which training ends. */
  readonly patience: number;
}

/** @throws RangeError unless passes and patience are positive, and the least no more than the most */
export function expectBudget({ leastPasses, mostPasses, patience }: PassBudget): void {
  if (!(leastPasses > 0 && leastPasses <= mostPasses && Number.isFinite(mostPasses)))
    throw new RangeError(`passes: expected 0 < least <= most, got ${leastPasses} and ${mostPasses}`);
  if (!(patience >= 1)) throw new RangeError(`patience: expected at least 1 evaluation, got ${patience}`);
}

/** Evaluations since the value last rose above all before it; an undefined value is below every other. */
function restingFor(curve: readonly EvaluationPoint[]): number {
  const values = curve.map(({ value }) => value.value ?? -Infinity);
  return curve.length - 1 - values.indexOf(Math.max(...values));
}

/**
 * Whether training is over, by its evaluations alone.
 *
 * @param rows decisions of the log
 */
export function isOver(
  curve: readonly EvaluationPoint[],
  rows: number,
  { leastPasses, mostPasses, patience }: PassBudget,
): boolean {
  const seen = curve.at(-1)?.environmentSteps ?? 0;
  return seen >= mostPasses * rows || (seen >= leastPasses * rows && restingFor(curve) >= patience);
}

/** The batch of plain DQN here, which suits logs of up to some thousand decisions. */
const LEAST_BATCH = 128;
/** Beyond it an update costs as much as the decisions in it, and fewer updates teach less. */
const MOST_BATCH = 4096;

/**
 * Decisions per update: the power of two nearest to the root of their number, from 128 to 4096. So a pass has more
 * updates the longer the log (about 300 of 100,000 decisions, 2,400 of 10 million), and each of them uses the machine
 * the better.
 */
export function batchSizeFor(rows: number): number {
  const nearest = 2 ** Math.round(Math.log2(Math.max(1, rows)) / 2);
  return Math.min(MOST_BATCH, Math.max(LEAST_BATCH, nearest));
}
