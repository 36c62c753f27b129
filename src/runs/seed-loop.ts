/** The loop of one seed's training once its memory is taken; what surrounds it is the same for every kind. */
import type { ProgramKind } from '../tensor/program-kind';
import type { TrainOnlineOptions } from '../train/train-online';
import type { TrainingResult } from '../train/training-result';

/** Numbers beside a progress bar. */
export const compact = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 4 });

/** The last evaluation, beside a progress bar; nothing before the first. */
export function evaluationDetail(objective: string, evaluation: number | null): string[] {
  return evaluation === null ? [] : [`${objective} ${compact.format(evaluation)}`];
}

/** What a run brings: where it keeps what, who hears of it, and when it ends early. */
export interface Surroundings extends Pick<
  TrainOnlineOptions,
  'identity' | 'tracker' | 'checkpoints' | 'clock' | 'shouldStop'
> {
  /** @param done decisions so far @param details what there is to be said beside it */
  readonly onProgress: (done: number, details: readonly string[]) => void;
}

export interface SeedLoop {
  /** Decisions of the whole training, at most. */
  readonly length: number;
  /** How updates are run. */
  readonly program: ProgramKind;
  train(surroundings: Surroundings): Promise<TrainingResult>;
  dispose(): void;
}
