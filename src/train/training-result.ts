/** What a training ends with, on a simulator or on a log, and which of its evaluations chose the model. */
import type { AdvantageCalibration, UnknownCalibration } from '../agents/dqn/shrunk-advantages';
import type { Model } from '../agents/model';
import type { Estimate } from '../core/estimate';

/** One periodic evaluation. */
export interface EvaluationPoint {
  /** Transitions so far, over all lanes; on a log decisions learned from, each as often as it was. */
  readonly environmentSteps: number;
  readonly gradientUpdates: number;
  /** The objective, in the units of the reward. */
  readonly value: Estimate;
  /**
   * Mean Q-value of the actions that were lately learned from, in the units of the reward; null before the first update.
   * Runs of before lack it.
   */
  readonly meanQ?: number | null;
  /** What the value is by, where there is a choice: the name of an estimator. */
  readonly estimator?: string;
  /** Whether it is too rough and too slow to be made often. @default false */
  readonly isRough?: boolean;
}

/** What one way of learning came to. */
export interface LearnedOnce {
  /** The network that is kept: that of the best evaluation, or of the last where the training is as long whatever they say. */
  readonly best: Model;
  readonly learningCurve: readonly EvaluationPoint[];
  /** The evaluation of that network; null before the first. */
  readonly kept: EvaluationPoint | null;
  readonly environmentSteps: number;
  readonly gradientUpdates: number;
  /** Seconds of training, over all processes that took part; evaluation included. */
  readonly wallSeconds: number;
}

/** One of several ways of learning that were tried. */
export interface CandidateResult extends LearnedOnce {
  /** Why and when its Q-values were first too large to be learned from the log; null if they never were. */
  readonly divergence: string | null;
}

export interface Selection {
  /** In the order in which they were tried. */
  readonly candidates: readonly CandidateResult[];
  /** Index of the one that was kept: the best network is its. */
  readonly chosen: number;
}

export interface TrainingResult extends LearnedOnce {
  /** Whether it came to its end; false if it was told to stop. */
  readonly finished: boolean;
  /** Where several ways of learning were tried; counts and seconds are then of all of them. */
  readonly selection?: Selection;
  /** What the best model's differences between customers were drawn together by; absent where nobody asked for it. */
  readonly calibration?: AdvantageCalibration | UnknownCalibration;
}

/**
 * The evaluation that chose the model: the last of the highest, so that an untrained network is chosen only if it is
 * better than every trained one.
 *
 * @throws RangeError if there was none
 */
export function bestPoint(curve: readonly EvaluationPoint[]): EvaluationPoint {
  const [first, ...others] = curve;
  if (first === undefined) throw new RangeError('bestPoint: expected at least one evaluation');
  const valueOf = (point: EvaluationPoint) => point.value.value ?? -Infinity;
  return others.reduce((best, point) => (valueOf(point) >= valueOf(best) ? point : best), first);
}
