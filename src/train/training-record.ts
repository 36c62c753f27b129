/**
 * What every training keeps beside what learns: its evaluations, the network of the best, rows of measurements, the time
 * it took; and how all of this is saved and found again.
 */
import type { Model } from '../agents/model';
import type { Clock } from '../core/clock';
import { savedArray, savedNumber, savedPart, type SavedState } from '../core/saved-state';
import type { Tracker } from '../track/tracker';
import { expectIdentity, type CheckpointStore } from './checkpoint';
import { bestPoint, type EvaluationPoint } from './training-result';

export interface RecordOptions {
  /** What the run is, such as the hash of its configuration: a checkpoint of another one is refused. */
  readonly identity: string;
  readonly tracker: Tracker;
  readonly checkpoints: CheckpointStore;
  readonly clock: Clock;
  /** Which evaluation's network is kept. @default best */
  readonly keep?: 'best' | 'last' | undefined;
}

export class TrainingRecord {
  readonly #options: RecordOptions;
  #keptWeights: Float32Array | null = null;
  #curve: EvaluationPoint[] = [];
  #earlierSeconds = 0;
  readonly #started: number;

  constructor(options: RecordOptions) {
    this.#options = options;
    this.#started = options.clock.now();
  }

  get curve(): readonly EvaluationPoint[] {
    return this.#curve;
  }

  /** Objective of the last evaluation; null before the first. */
  get lastEvaluation(): number | null {
    return this.#curve.at(-1)?.value.value ?? null;
  }

  /** Seconds of training, over all processes that took part. */
  get wallSeconds(): number {
    return this.#earlierSeconds + (this.#options.clock.now() - this.#started) / 1000;
  }

  /** @param learner whose model of this moment was evaluated */
  async evaluated(point: EvaluationPoint, learner: { model(): Promise<Model> }): Promise<void> {
    this.#curve.push(point);
    if (this.kept === point) this.#keptWeights = (await learner.model()).weights;
  }

  /** The evaluation whose network is kept; null before the first. */
  get kept(): EvaluationPoint | null {
    const last = this.#curve.at(-1);
    if (last === undefined) return null;
    return this.#options.keep === 'last' ? last : bestPoint(this.#curve);
  }

  /** The model with the weights that are kept; as it is if nothing was evaluated. */
  best(model: Model): Model {
    return { ...model, weights: this.#keptWeights ?? model.weights };
  }

  /**
   * @param environmentSteps transitions so far
   * @param state of what learns
   */
  save(environmentSteps: number, state: SavedState): void {
    const { checkpoints, tracker, identity } = this.#options;
    tracker.flush();
    checkpoints.save(environmentSteps, {
      identity,
      ...state,
      tracker: tracker.state(),
      bestWeights: this.#keptWeights,
      curve: this.#curve.map((point) => ({ ...point, value: { ...point.value } })),
      wallSeconds: this.wallSeconds,
    });
  }

  /**
   * Continues from the last checkpoint.
   *
   * @returns the state of what learns, among the rest; null if there is none
   * @throws InputError if the checkpoint is another configuration's
   */
  load(): SavedState | null {
    const checkpoint = this.#options.checkpoints.load();
    if (checkpoint === null) return null;
    const { state } = checkpoint;
    expectIdentity(state, this.#options.identity);
    this.#options.tracker.restore(savedPart(state, 'tracker'));
    this.#keptWeights = state.bestWeights === null ? null : savedArray(state, 'bestWeights', Float32Array);
    this.#curve = [...(state.curve as unknown as readonly EvaluationPoint[])];
    this.#earlierSeconds = savedNumber(state, 'wallSeconds');
    return state;
  }
}
