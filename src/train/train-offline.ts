/**
 * Trains on the decisions of a log: measures, validates, saves checkpoints. A training that may end early stops when validation
 * rests, and keeps the network of the best one (never of the least loss). One of a fixed length keeps its last network: its
 * step size may fall to nothing, so that the last is a mean of the late ones, while the best of many validations is lucky.
 */
import type { LearningMeasures } from '../agents/agent';
import type { LogLearner } from '../agents/log-learner';
import type { Estimate } from '../core/estimate';
import type { Profiler } from '../core/profiler';
import { savedPart } from '../core/saved-state';
import type { QFunction } from '../policies/policy';
import { divergenceOf } from '../rl/value-bound';
import { crossesMultiple } from './intervals';
import { expectBudget, isOver, type PassBudget } from './pass-budget';
import { TrainingRecord, type RecordOptions } from './training-record';
import type { CandidateResult, TrainingResult } from './training-result';

/**
 * Judges a Q function on decisions that it does not learn from, in the units of the reward; the same way at every call.
 * The value chooses the model: a lower bound may stand in its place.
 */
export type Validate = (q: QFunction) => Promise<Validated>;

export interface Validated {
  readonly value: Estimate;
  /** Name of what it is by. */
  readonly estimator: string;
  /** Whether it is too rough and too slow to be made after every pass. */
  readonly isRough: boolean;
}

export interface OfflineProgress {
  /** Decisions learned from so far, each as often as it was. */
  readonly environmentSteps: number;
  /** The same as a multiple of the log. */
  readonly passes: number;
  readonly gradientUpdates: number;
  /** Value of the last validation; null before the first. */
  readonly evaluation: number | null;
}

/** All intervals count decisions learned from, each as often as it was. */
export interface TrainOfflineOptions extends RecordOptions {
  readonly learner: LogLearner;
  readonly budget: PassBudget;
  readonly validate: Validate;
  /** Decisions between validations; a pass where it is longer. */
  readonly evaluationInterval: number;
  /** Decisions between rows of measurements. */
  readonly logInterval: number;
  /** Decisions between checkpoints. */
  readonly checkpointInterval: number;
  /** Largest absolute value that rewards and discounts allow, in the units of the reward; of `valueBound`. */
  readonly valueBound: number;
  readonly profiler: Profiler;
  readonly onProgress: (progress: OfflineProgress) => void;
  /** Asked after every call of the program; a promise may let the process see to its events meanwhile. */
  readonly shouldStop: () => boolean | Promise<boolean>;
}

export interface OfflineTrainingResult extends CandidateResult, Pick<TrainingResult, 'finished'> {}

/** Validations after the first, at most, where they are rough and nothing ends by them. */
const ROUGH_VALIDATIONS = 4;

class OfflineRun {
  readonly #options: TrainOfflineOptions;
  readonly #record: TrainingRecord;
  #divergence: string | null = null;

  constructor(options: TrainOfflineOptions) {
    expectBudget(options.budget);
    this.#options = options;
    this.#record = new TrainingRecord({ ...options, keep: this.#isFixed ? 'last' : 'best' });
  }

  /** An untrained network is not evaluated: of many candidates a look at validation would choose it by chance. */
  async run(): Promise<OfflineTrainingResult> {
    const { learner, shouldStop, onProgress } = this.#options;
    this.#resume();
    while (!this.#isOver) {
      if (await shouldStop()) {
        await this.#checkpoint();
        return this.#result(false);
      }
      const before = this.#seen;
      await learner.train(this.#updatesToNext());
      await this.#afterUpdates(before);
      onProgress(this.#progress());
    }
    return this.#result(true);
  }

  /** Decisions learned from. */
  get #seen(): number {
    const { learner } = this.#options;
    return learner.updates * learner.batchSize;
  }

  /** Decisions after which training ends at the latest. */
  get #most(): number {
    return this.#options.budget.mostPasses * this.#options.learner.rows;
  }

  get #isOver(): boolean {
    return isOver(this.#record.curve, this.#options.learner.rows, this.#options.budget);
  }

  /** Whether it is as long whatever validation says. */
  get #isFixed(): boolean {
    const { leastPasses, mostPasses } = this.#options.budget;
    return leastPasses === mostPasses;
  }

  /** Decisions between validations: rough ones, where nothing ends by them, show how it went and decide nothing. */
  get #evaluationInterval(): number {
    const { evaluationInterval, budget, learner } = this.#options;
    const isShown = this.#record.curve.at(-1)?.isRough === true && this.#isFixed;
    return isShown
      ? Math.ceil(budget.mostPasses / ROUGH_VALIDATIONS) * learner.rows
      : Math.min(evaluationInterval, learner.rows);
  }

  /**
   * Updates until something is due, as far as one call goes. It follows from the updates so far alone: wherever a run is
   * interrupted, what is due comes at the same updates.
   */
  #updatesToNext(): number {
    const { learner, logInterval, checkpointInterval } = this.#options;
    const seen = this.#seen;
    const due = [this.#evaluationInterval, logInterval, checkpointInterval].map(
      (interval) => (Math.floor(seen / interval) + 1) * interval,
    );
    const decisions = Math.min(this.#most, ...due) - seen;
    return Math.min(learner.updatesPerCall, Math.ceil(decisions / learner.batchSize));
  }

  async #afterUpdates(before: number): Promise<void> {
    const { learner, logInterval, checkpointInterval, profiler } = this.#options;
    const atEnd = this.#seen >= this.#most;
    const due = (interval: number) => crossesMultiple(before, this.#seen, interval);
    profiler.enter('rest');
    const evaluated = atEnd || due(this.#evaluationInterval);
    if (evaluated || due(logInterval)) {
      const measured = await learner.measure();
      this.#watch(measured.meanQ);
      if (evaluated) await this.#evaluate(measured.meanQ);
      this.#track(measured, evaluated);
    }
    if (this.#isOver || due(checkpointInterval)) await this.#checkpoint();
  }

  #watch(meanQ: number | null): void {
    if (meanQ === null || this.#divergence !== null) return;
    const reason = divergenceOf(meanQ, this.#options.valueBound);
    if (reason !== null) this.#divergence = `after update ${this.#options.learner.updates} ${reason}`;
  }

  async #evaluate(meanQ: number | null): Promise<void> {
    const { learner, validate } = this.#options;
    const { updates: gradientUpdates } = learner;
    const validated = await validate(learner);
    const point = { environmentSteps: this.#seen, gradientUpdates, ...validated, meanQ };
    await this.#record.evaluated(point, learner);
  }

  /** A row of measurements; nothing in it depends on the clock, so that a resumed run writes the same rows. */
  #track(measured: LearningMeasures, evaluated: boolean): void {
    const { environmentSteps, passes, gradientUpdates, evaluation } = this.#progress();
    this.#options.tracker.record({
      environmentSteps,
      values: { gradientUpdates, passes, ...measured, evaluation: evaluated ? evaluation : null },
    });
  }

  #progress(): OfflineProgress {
    const { updates: gradientUpdates, rows } = this.#options.learner;
    const environmentSteps = this.#seen;
    const { lastEvaluation: evaluation } = this.#record;
    return { environmentSteps, passes: environmentSteps / rows, gradientUpdates, evaluation };
  }

  async #result(finished: boolean): Promise<OfflineTrainingResult> {
    const { learner } = this.#options;
    return {
      best: this.#record.best(await learner.model()),
      learningCurve: this.#record.curve,
      kept: this.#record.kept,
      finished,
      environmentSteps: this.#seen,
      gradientUpdates: learner.updates,
      wallSeconds: this.#record.wallSeconds,
      divergence: this.#divergence,
    };
  }

  async #checkpoint(): Promise<void> {
    const learner = await this.#options.learner.state();
    this.#record.save(this.#seen, { learner, divergence: this.#divergence });
  }

  /** Continues from the last checkpoint, if there is one. */
  #resume(): void {
    const state = this.#record.load();
    if (state === null) return;
    this.#options.learner.restore(savedPart(state, 'learner'));
    this.#divergence = state.divergence as string | null;
  }
}

/**
 * Counts of environment steps are of decisions learned from, rows times passes, up to the batch that ends a pass.
 *
 * @throws RangeError for a budget that is none
 * @throws InputError if the loss stops being a number, or the checkpoint is another configuration's
 */
export function trainOffline(options: TrainOfflineOptions): Promise<OfflineTrainingResult> {
  return new OfflineRun(options).run();
}
