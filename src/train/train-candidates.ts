/**
 * Trains several candidates on one log, one after the other, and keeps the one whose best evaluation is highest. All of it
 * is one training to whoever stops or resumes it: one file of measurements, one checkpoint, one count of decisions.
 */
import type { LogLearner } from '../agents/log-learner';
import { offsetTracker } from '../track/offset-tracker';
import { CandidateCheckpoints } from './candidate-checkpoints';
import {
  trainOffline,
  type OfflineProgress,
  type OfflineTrainingResult,
  type TrainOfflineOptions,
  type Validate,
} from './train-offline';
import type { CandidateResult, Selection, TrainingResult } from './training-result';

/** What a candidate takes memory for while it is trained. */
export interface OpenCandidate {
  readonly learner: LogLearner & { dispose(): void };
  readonly validate: Validate;
  readonly valueBound: number;
}

export interface CandidateProgress extends OfflineProgress {
  /** Which candidate is trained. */
  readonly candidate: number;
}

type OfOne = 'learner' | 'validate' | 'valueBound' | 'onProgress';

export interface TrainCandidatesOptions extends Omit<TrainOfflineOptions, OfOne> {
  /** At least one; of equal values the first is kept. */
  readonly candidates: readonly (() => OpenCandidate)[];
  /** Decisions that a candidate learns from at most, each as often as it is. */
  readonly decisionsPerCandidate: number;
  /** `environmentSteps`: decisions that all candidates so far could have learned from, this one's as many as it did. */
  readonly onProgress: (progress: CandidateProgress) => void;
}

export interface SelectedResult extends TrainingResult {
  readonly selection: Selection;
}

const valueOf = ({ kept }: CandidateResult): number => kept?.value.value ?? -Infinity;

/** @returns index of the first of the highest; 0 where none has a value */
export function bestCandidate(candidates: readonly CandidateResult[]): number {
  const values = candidates.map(valueOf);
  return Math.max(0, values.indexOf(Math.max(...values)));
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

function resultOf(candidates: readonly CandidateResult[], finished: boolean): SelectedResult {
  const chosen = bestCandidate(candidates);
  const { best, learningCurve, kept } = candidates[chosen]!;
  return {
    ...{ best, learningCurve, kept, finished, selection: { candidates, chosen } },
    environmentSteps: sum(candidates.map(({ environmentSteps }) => environmentSteps)),
    gradientUpdates: sum(candidates.map(({ gradientUpdates }) => gradientUpdates)),
    wallSeconds: sum(candidates.map(({ wallSeconds }) => wallSeconds)),
  };
}

async function trainOne(
  { candidates, decisionsPerCandidate, ...shared }: TrainCandidatesOptions,
  candidate: number,
  earlier: readonly CandidateResult[],
  checkpoints: CandidateCheckpoints,
): Promise<OfflineTrainingResult> {
  const { learner, validate, valueBound } = candidates[candidate]!();
  const before = sum(earlier.map(({ environmentSteps }) => environmentSteps));
  try {
    return await trainOffline({
      ...{ ...shared, learner, validate, valueBound },
      tracker: offsetTracker(shared.tracker, before, { candidate: candidate + 1 }),
      checkpoints: checkpoints.of(candidate, earlier),
      onProgress: (now) => {
        const environmentSteps = candidate * decisionsPerCandidate + now.environmentSteps;
        shared.onProgress({ ...now, candidate, environmentSteps });
      },
    });
  } finally {
    learner.dispose();
  }
}

/**
 * Counts of the result are over all candidates, the learning curve is of the one that is kept.
 *
 * @throws RangeError without candidates, or for a budget that is none
 * @throws InputError if the loss stops being a number, or the checkpoint is another configuration's
 */
export async function trainCandidates(options: TrainCandidatesOptions): Promise<SelectedResult> {
  const { candidates } = options;
  if (candidates.length === 0) throw new RangeError('trainCandidates: expected a candidate, got none');
  const checkpoints = new CandidateCheckpoints(options);
  let finished = checkpoints.finished();
  while (finished.length < candidates.length) {
    const { finished: isOver, ...result } = await trainOne(options, finished.length, finished, checkpoints);
    finished = [...finished, result];
    if (!isOver) return resultOf(finished, false);
    checkpoints.saveBetween(finished);
  }
  return resultOf(finished, true);
}
