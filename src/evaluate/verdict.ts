/** What an evaluation comes to, in a world or on a log: whether the model earns its place beside every baseline. */

export type Decision = 'better' | 'as good as' | 'not shown better' | 'worse' | 'cannot tell';

/** The model against one baseline. */
export interface Comparison {
  /** Name of the baseline. */
  readonly against: string;
  readonly decision: Decision;
  /** Lower end of the interval of model minus baseline, not corrected for the number of baselines; null if unknown. */
  readonly low: number | null;
  readonly high: number | null;
}

export interface Verdict {
  readonly decision: Decision;
  readonly reasons: readonly string[];
  /** The baseline that decides; null where there is none, as for logged runs. */
  readonly baseline: string | null;
  /** Whether a bound that assumes nothing about tails agrees; null where none is computed. */
  readonly guaranteed: boolean | null;
  /**
   * Practical equality, in the unit of the objective: how far behind still counts as good as a baseline; 0 for none. Reports
   * of earlier versions do not have it.
   */
  readonly margin?: number;
  /** One per baseline that the model is compared with. */
  readonly comparisons: readonly Comparison[];
}

/**
 * The decision against all baselines: the worst of the single ones. A baseline that nothing can be said about leaves the
 * model not shown better, whatever the others say.
 */
export function overallDecision(decisions: readonly Decision[]): Decision {
  if (decisions.every((decision) => decision === 'cannot tell')) return 'cannot tell';
  if (decisions.includes('worse')) return 'worse';
  if (decisions.includes('not shown better') || decisions.includes('cannot tell')) return 'not shown better';
  return decisions.includes('as good as') ? 'as good as' : 'better';
}
