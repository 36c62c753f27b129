/**
 * Trains an agent in an environment: measures, evaluates on common random numbers, keeps the best network by
 * evaluation (never by training return), saves checkpoints, and stops when told to.
 */
import type { Agent, LearningMeasures } from '../agents/agent';
import type { Estimate } from '../core/estimate';
import type { Profiler } from '../core/profiler';
import { savedPart } from '../core/saved-state';
import type { VectorEnvironment } from '../env/environment';
import type { QFunction } from '../policies/policy';
import { crossesMultiple } from './intervals';
import { ReturnTracker } from './return-tracker';
import { RunLoop } from './run-loop';
import { TrainingRecord, type RecordOptions } from './training-record';
import type { TrainingResult } from './training-result';

export interface TrainingProgress {
  readonly environmentSteps: number;
  readonly gradientUpdates: number;
  readonly epsilon: number;
  /** Mean return of the last 100 training episodes; null before the first has ended. */
  readonly trainingReturn: number | null;
  /** Objective of the last evaluation. */
  readonly evaluation: number | null;
}

export interface TrainOnlineOptions extends RecordOptions {
  readonly agent: Agent;
  readonly environment: VectorEnvironment;
  /** Environment transitions to make, over all lanes. */
  readonly steps: number;
  /** Judges the greedy policy of the agent; the same random numbers at every call. */
  readonly evaluate: (agent: QFunction) => Promise<Estimate>;
  /** Environment steps between evaluations. */
  readonly evaluationInterval: number;
  /** Environment steps between rows of measurements. */
  readonly logInterval: number;
  /** Environment steps between checkpoints. */
  readonly checkpointInterval: number;
  readonly profiler: Profiler;
  readonly onProgress: (progress: TrainingProgress) => void;
  /** Asked after every step of all lanes; a promise may let the process see to its events meanwhile. */
  readonly shouldStop: () => boolean | Promise<boolean>;
}

class TrainingRun {
  readonly #options: TrainOnlineOptions;
  readonly #loop: RunLoop;
  readonly #returns: ReturnTracker;
  readonly #record: TrainingRecord;

  constructor(options: TrainOnlineOptions) {
    this.#options = options;
    this.#record = new TrainingRecord(options);
    this.#loop = new RunLoop(options.environment, options.agent, options.profiler);
    this.#returns = new ReturnTracker(options.environment.lanes);
  }

  async run(): Promise<TrainingResult> {
    const { agent, steps, shouldStop, onProgress } = this.#options;
    if (!this.#resume()) await this.#evaluate(null);
    let stopped = agent.transitions < steps && (await shouldStop());
    if (agent.transitions < steps && !stopped) {
      let before = agent.transitions;
      for await (const step of this.#loop.interactions()) {
        this.#returns.observe(step);
        const finished = agent.transitions >= steps;
        await this.#afterStep(before, finished);
        onProgress(this.#progress());
        before = agent.transitions;
        stopped = !finished && (await shouldStop());
        if (finished || stopped) break;
      }
    }
    if (stopped) await this.#checkpoint();
    return this.#result(!stopped);
  }

  async #afterStep(before: number, finished: boolean): Promise<void> {
    const { agent, evaluationInterval, logInterval, checkpointInterval, profiler } = this.#options;
    const due = (interval: number) => finished || crossesMultiple(before, agent.transitions, interval);
    profiler.enter('rest');
    const evaluated = due(evaluationInterval);
    if (evaluated || due(logInterval)) {
      const measured = await agent.measure();
      if (evaluated) await this.#evaluate(measured.meanQ);
      this.#track(measured, evaluated);
    }
    if (due(checkpointInterval)) await this.#checkpoint();
  }

  async #evaluate(meanQ: number | null): Promise<void> {
    const { agent, evaluate } = this.#options;
    const point = {
      environmentSteps: agent.transitions,
      gradientUpdates: agent.updates,
      value: await evaluate(agent),
      meanQ,
    };
    await this.#record.evaluated(point, agent);
  }

  /** A row of measurements; nothing in it depends on the clock, so that a resumed run writes the same rows. */
  #track(measured: LearningMeasures, evaluated: boolean): void {
    const { agent, tracker } = this.#options;
    tracker.record({
      environmentSteps: agent.transitions,
      values: {
        gradientUpdates: agent.updates,
        epsilon: agent.epsilon,
        trainingReturn: this.#returns.mean(),
        ...measured,
        evaluation: evaluated ? this.#record.lastEvaluation : null,
      },
    });
  }

  #progress(): TrainingProgress {
    const { agent } = this.#options;
    return {
      environmentSteps: agent.transitions,
      gradientUpdates: agent.updates,
      epsilon: agent.epsilon,
      trainingReturn: this.#returns.mean(),
      evaluation: this.#record.lastEvaluation,
    };
  }

  async #result(finished: boolean): Promise<TrainingResult> {
    const { agent } = this.#options;
    return {
      best: this.#record.best(await agent.model()),
      learningCurve: this.#record.curve,
      kept: this.#record.kept,
      finished,
      environmentSteps: agent.transitions,
      gradientUpdates: agent.updates,
      wallSeconds: this.#record.wallSeconds,
    };
  }

  async #checkpoint(): Promise<void> {
    const loop = await this.#loop.state();
    this.#record.save(this.#options.agent.transitions, { loop, returns: this.#returns.state() });
  }

  /** Continues from the last checkpoint. @returns whether there was one */
  #resume(): boolean {
    const state = this.#record.load();
    if (state === null) return false;
    this.#loop.restore(savedPart(state, 'loop'));
    this.#returns.restore(savedPart(state, 'returns'));
    return true;
  }
}

/**
 * @throws InputError if the loss stops being a number, or the checkpoint is another configuration's
 */
export function trainOnline(options: TrainOnlineOptions): Promise<TrainingResult> {
  return new TrainingRun(options).run();
}
