/**
 * Trains an agent in an environment: measures, evaluates on common random numbers, keeps the best network by
 * evaluation (never by training return), saves checkpoints, and stops when told to.
 */
import type { Agent, LearningMeasures } from '../agents/agent';
import type { Model } from '../agents/model';
import type { Clock } from '../core/clock';
import { InputError } from '../core/errors';
import type { Estimate } from '../core/estimate';
import type { Profiler } from '../core/profiler';
import { savedArray, savedNumber, savedPart } from '../core/saved-state';
import type { VectorEnvironment } from '../env/environment';
import type { QFunction } from '../policies/policy';
import { crossesMultiple } from './intervals';
import type { Tracker } from '../track/tracker';
import type { CheckpointStore } from './checkpoint';
import { ReturnTracker } from './return-tracker';
import { RunLoop } from './run-loop';

/** One periodic evaluation. */
export interface EvaluationPoint {
  readonly environmentSteps: number;
  readonly gradientUpdates: number;
  /** The objective, in the units of the reward. */
  readonly value: Estimate;
  /**
   * Mean Q-value of the actions that were lately learned from, in the units of the reward; null before the first update.
   * Runs of before lack it.
   */
  readonly meanQ?: number | null;
}

export interface TrainingProgress {
  readonly environmentSteps: number;
  readonly gradientUpdates: number;
  readonly epsilon: number;
  /** Mean return of the last 100 training episodes; null before the first has ended. */
  readonly trainingReturn: number | null;
  /** Objective of the last evaluation. */
  readonly evaluation: number | null;
}

export interface TrainOnlineOptions {
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
  /** What the run is, such as the hash of its configuration: a checkpoint of another one is refused. */
  readonly identity: string;
  readonly tracker: Tracker;
  readonly checkpoints: CheckpointStore;
  readonly clock: Clock;
  readonly profiler: Profiler;
  readonly onProgress: (progress: TrainingProgress) => void;
  /** Asked after every step of all lanes; a promise may let the process see to its events meanwhile. */
  readonly shouldStop: () => boolean | Promise<boolean>;
}

export interface TrainingResult {
  /** The network with the best evaluation. */
  readonly best: Model;
  readonly learningCurve: readonly EvaluationPoint[];
  /** Whether all steps were made; false if it was told to stop. */
  readonly finished: boolean;
  readonly environmentSteps: number;
  readonly gradientUpdates: number;
  /** Seconds of training, over all processes that took part; evaluation included. */
  readonly wallSeconds: number;
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

class TrainingRun {
  readonly #options: TrainOnlineOptions;
  readonly #loop: RunLoop;
  readonly #returns: ReturnTracker;
  #bestWeights: Float32Array | null = null;
  #curve: EvaluationPoint[] = [];
  #earlierSeconds = 0;
  readonly #started: number;

  constructor(options: TrainOnlineOptions) {
    this.#options = options;
    this.#started = options.clock.now();
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
      this.#record(measured, evaluated);
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
    this.#curve.push(point);
    if (bestPoint(this.#curve) === point) this.#bestWeights = (await agent.model()).weights;
  }

  /** A row of measurements; nothing in it depends on the clock, so that a resumed run writes the same rows. */
  #record(measured: LearningMeasures, evaluated: boolean): void {
    const { agent, tracker } = this.#options;
    tracker.record({
      environmentSteps: agent.transitions,
      values: {
        gradientUpdates: agent.updates,
        epsilon: agent.epsilon,
        trainingReturn: this.#returns.mean(),
        ...measured,
        evaluation: evaluated ? this.#lastEvaluation() : null,
      },
    });
  }

  #lastEvaluation(): number | null {
    return this.#curve.at(-1)?.value.value ?? null;
  }

  #progress(): TrainingProgress {
    const { agent } = this.#options;
    return {
      environmentSteps: agent.transitions,
      gradientUpdates: agent.updates,
      epsilon: agent.epsilon,
      trainingReturn: this.#returns.mean(),
      evaluation: this.#lastEvaluation(),
    };
  }

  async #result(finished: boolean): Promise<TrainingResult> {
    const { agent } = this.#options;
    return {
      best: { ...(await agent.model()), weights: this.#bestWeights! },
      learningCurve: this.#curve,
      finished,
      environmentSteps: agent.transitions,
      gradientUpdates: agent.updates,
      wallSeconds: this.#seconds(),
    };
  }

  #seconds(): number {
    return this.#earlierSeconds + (this.#options.clock.now() - this.#started) / 1000;
  }

  async #checkpoint(): Promise<void> {
    const { agent, checkpoints, tracker, identity } = this.#options;
    tracker.flush();
    checkpoints.save(agent.transitions, {
      identity,
      loop: await this.#loop.state(),
      returns: this.#returns.state(),
      tracker: tracker.state(),
      bestWeights: this.#bestWeights,
      curve: this.#curve.map((point) => ({ ...point, value: { ...point.value } })),
      wallSeconds: this.#seconds(),
    });
  }

  /** Continues from the last checkpoint. @returns whether there was one */
  #resume(): boolean {
    const checkpoint = this.#options.checkpoints.load();
    if (checkpoint === null) return false;
    const { state } = checkpoint;
    if (state.identity !== this.#options.identity) {
      throw new InputError(
        'checkpoint: expected one of the same configuration, got another: config.json was changed after it was written',
      );
    }
    this.#loop.restore(savedPart(state, 'loop'));
    this.#returns.restore(savedPart(state, 'returns'));
    this.#options.tracker.restore(savedPart(state, 'tracker'));
    this.#bestWeights = savedArray(state, 'bestWeights', Float32Array);
    this.#curve = [...(state.curve as unknown as readonly EvaluationPoint[])];
    this.#earlierSeconds = savedNumber(state, 'wallSeconds');
    return true;
  }
}

/**
 * @throws InputError if the loss stops being a number, or the checkpoint is another configuration's
 */
export function trainOnline(options: TrainOnlineOptions): Promise<TrainingResult> {
  return new TrainingRun(options).run();
}
